import { resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildClients } from '../../clients/build-clients.ts';
import { outputSizes } from '../../clients/build-output.ts';
import type { Size } from '../../clients/build-output.ts';

const root = resolve(import.meta.dirname, '../..');
const KB = 1024;
let sizes: readonly Size[] = [];

beforeAll(async () => {
  let output = '';
  const ok = await buildClients({ root, onlyStale: true, only: ['widget'], write: (text) => (output += text) });
  if (!ok) throw new Error(output);
  sizes = await outputSizes(resolve(root, 'clients/widget/dist'));
}, 60_000);

const weigh = (pattern: RegExp): number => sizes.filter(({ file }) => pattern.test(file)).reduce((sum, { gzip }) => sum + gzip, 0);

test('the loader, which every page of a site loads, stays light', () => {
  expect(weigh(/^v1.loader\.js$/)).toBeGreaterThan(0);
  expect(weigh(/^v1.loader\.js$/)).toBeLessThan(5.25 * KB);
});

test('all that the frame loads stays below 40 KB', () => {
  expect(weigh(/^assets.*\.js$/)).toBeGreaterThan(0);
  expect(weigh(/^assets/)).toBeLessThan(40 * KB);
});

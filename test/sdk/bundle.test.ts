import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, test } from 'vitest';

const BAR = 6 * 1024;

/** Bytes of a module and all that it imports, bundled, minified and compressed. */
async function weightOf(entry: string): Promise<number> {
  const root = resolve(import.meta.dirname, '../..');
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: true, modulePreload: { polyfill: false }, rollupOptions: { input: resolve(root, entry), preserveEntrySignatures: 'strict' } },
  });
  if (!('output' in result)) throw new Error('vite built something else');
  return gzipSync(result.output.map((file) => (file.type === 'chunk' ? file.code : '')).join(''), { level: 9 }).length;
}

test('both clients together weigh at most 6 KB, and the visitor alone less', { timeout: 60_000 }, async () => {
  const both = await weightOf('clients/sdk/index.ts');
  const visitor = await weightOf('clients/sdk/visitor.ts');
  expect(both).toBeGreaterThan(3_000);
  expect(both).toBeLessThanOrEqual(BAR);
  expect(visitor).toBeLessThan(both);
});

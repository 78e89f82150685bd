import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** What customers read; everything else is for those who work here. */
const CUSTOMERS = [
  /^clients\/(?:widget|demo)\//u, /^clients\/ui\/widget-words\.ts$/u, /^clients\/console\/features\/bots\/designer\/templates\.ts$/u,
  /^plugins\/bot\/(?:words|engine\/flow\/texts|compat\/query)\.ts$/u, /^plugins\/follow-ups\/show\.ts$/u, /^plugins\/broadcast\/config\.ts$/u,
];
/** Read by both, so that it names neither. */
const EVERYBODY = /^clients\/ui\/errors\/zh-CN\.ts$/u;
/** What bots understand, however somebody says it. */
const UNDERSTOOD = /^plugins\/bot\/(?:unhelpful\.ts$|engine\/(?:dictionary|faq|session)\/)|GREETINGS/u;

/** Lines in which Chinese readers are addressed in a way that is not theirs. */
async function wrong(): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const path of glob('{clients,plugins,src}/**/*.{ts,tsx}', { cwd: root, exclude: ['**/node_modules', '**/dist'] })) {
    const avoided = EVERYBODY.test(path) ? /[你您]/u : CUSTOMERS.some((customers) => customers.test(path)) ? /你/u : /您/u;
    for (const line of readFileSync(resolve(root, path), 'utf8').split('\n')) {
      if (avoided.test(line) && !UNDERSTOOD.test(path) && !UNDERSTOOD.test(line)) lines.push(`${path}: ${line.trim()}`);
    }
  }
  return lines;
}

test('in Chinese customers are addressed as 您, and colleagues as 你', async () => {
  expect(await wrong()).toEqual([]);
});

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { filesOf, isMeant, LONGEST, projects } from './projects.ts';

it('gives every test file to one project', () => {
  const [unit, ...others] = projects.map((project) => new Set(filesOf(project)));
  expect(unit).toContain('test/support/projects.test.ts');
  for (const other of others) expect(unit!.intersection(other)).toEqual(new Set());
});

it.each([
  ['test/wire/frames.test.ts', true],
  ['./test/wire/', true],
  [resolve(import.meta.dirname, '../wire'), true],
  ['wire/frames', true],
  ['test/store', false],
])('knows whether %s means a file', (filter, meant) => {
  expect(isMeant('test/wire/frames.test.ts', filter)).toBe(meant);
});

it('begins with files that there are', () => {
  expect(LONGEST.filter((file) => !existsSync(resolve(import.meta.dirname, '../..', file)))).toEqual([]);
});

import { expect, it } from 'vitest';
import { readShelf } from '#plugin/shelf.ts';

it('each plugin that comes with the house is known by an icon of its own', async () => {
  const errors: unknown[] = [];
  const icons = (await readShelf('plugins', (error) => errors.push(error))).map(({ definition: { icon } }) => icon);
  expect(errors).toEqual([]);
  expect(icons.length).toBeGreaterThan(5);
  expect(icons).not.toContain(undefined);
  expect(new Set(icons).size).toBe(icons.length);
});

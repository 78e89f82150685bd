import { expect, it } from 'vitest';
import { banner } from '#src/banner.ts';

const greeting = { url: 'http://localhost:8000', place: './data', engine: 'sqlite', login: 'admin' };

it('tells the addresses at every start, and the password only while it is for one time', () => {
  const [first, later] = [banner({ ...greeting, oneTimePassword: 'ABCD-EFGH' }), banner({ ...greeting, oneTimePassword: null })];
  for (const text of [first, later]) expect(text).toMatch(/http:\/\/localhost:8000\/demo\n.*http:\/\/localhost:8000\/console\n/u);
  expect(first).toMatch(/admin\n.*ABCD-EFGH/u);
  expect(later).not.toMatch(/admin|密码/u);
});

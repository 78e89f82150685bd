import { describe } from 'vitest';
import { migratedMysqlUrl } from '../../support/migrated.ts';

/** Runs the same suite over both stores; `url` makes an empty one. */
export function describeStores(name: string, suite: (url: () => Promise<string>) => void): void {
  describe.each([
    ['SQLite', () => Promise.resolve('sqlite:')],
    ['MySQL', migratedMysqlUrl],
  ] as const)(`${name} on %s`, (_engine, url) => {
    suite(url);
  });
}

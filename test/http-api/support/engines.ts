import { describe } from 'vitest';
import { migratedMysqlUrl } from '../../support/migrated.ts';

/** Runs the same suite over both stores; `url` makes one without anything in it, migrated where `npm test` has done so. */
export function describeStores(name: string, suite: (url: () => Promise<string>) => void): void {
  describe.each([
    ['SQLite', () => Promise.resolve('sqlite:')],
    ['MySQL', migratedMysqlUrl],
  ] as const)(`${name} on %s`, (_engine, url) => {
    suite(url);
  });
}

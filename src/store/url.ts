import { join } from 'node:path';
import { StoreError } from './store-error.ts';

export type StoreTarget =
  | { readonly engine: 'sqlite'; readonly path: string }
  | {
      readonly engine: 'mysql';
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
    };

/** Throws `store.url`; the message never repeats the password. */
export function parseStoreUrl(url: string, dataDir: string): StoreTarget {
  if (url === 'sqlite' || url === 'sqlite:') return { engine: 'sqlite', path: join(dataDir, 'parlor.db') };
  if (url.startsWith('sqlite:')) return { engine: 'sqlite', path: url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '') };
  if (!url.startsWith('mysql://')) throw new StoreError('store.url', 'DATABASE_URL must begin with sqlite: or mysql://');
  if (!URL.canParse(url)) throw new StoreError('store.url', 'DATABASE_URL is not a valid address');
  const { hostname, port, username, password, pathname } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  if (hostname === '' || database === '') throw new StoreError('store.url', 'DATABASE_URL must name a host and a database');
  return {
    engine: 'mysql',
    host: hostname,
    port: port === '' ? 3306 : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database,
  };
}

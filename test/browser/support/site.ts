import { useServer, type Shared } from '../../server/support/shared.ts';
import { freePort } from '../../support/ports.ts';

const port = await freePort();

/** Where the servers of a worker follow each other: what a browser compiled for one it knows by its address. */
export const siteOrigin = `http://127.0.0.1:${port}`;

/** One server for all tests of a file that browsers look at. */
export const useSite = (env: Readonly<Record<string, string>> = {}): Shared => useServer('sqlite', { PORT: String(port), ...env });

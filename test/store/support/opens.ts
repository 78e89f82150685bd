import { openStore } from '#store/open.ts';

/** Opens the store of the arguments (URL, folder) and prints three ids. */
const [url = '', dataDir = ''] = process.argv.slice(2);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const store = await openStore({ url, dataDir, logger: quiet });
process.stdout.write(JSON.stringify([store.ids.next(), store.ids.next(), store.ids.next()]));
await store.close();

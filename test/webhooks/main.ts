import { parseArgs } from 'node:util';
import { OwnStores } from '../faults/own-stores.ts';
import { makeTempDir, removeDir } from '../support/temp.ts';
import { run } from './run.ts';

const USAGE = `Delivers webhooks from two nodes on MariaDB and Redis to a receiver that is slow, lies, dies and comes back, while nodes are killed.

  npm run webhooks -- [--events 100000] [--chats 200] [--beat 5]

Each part of what happens lasts for a beat, in seconds; there are at least so many events, and people go on until all has happened.`;

const { values } = parseArgs({ options: { events: { type: 'string', default: '100000' }, chats: { type: 'string', default: '200' }, beat: { type: 'string', default: '5' }, help: { type: 'boolean', default: false } } });
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const dir = await makeTempDir();
let stores: OwnStores | undefined;
try {
  stores = await OwnStores.start(dir);
  const { due, late, taken, wrong } = await run({ place: stores.place, dir, events: Number(values.events), chats: Number(values.chats), beat: Number(values.beat) * 1_000, say: console.log });
  console.log(`${due} events, ${taken} deliveries, ${wrong.length} wrong, ${late} after the plugin was switched off`);
  for (const words of wrong.slice(0, 20)) console.log(`  ${words}`);
  process.exitCode = wrong.length > 0 || late > 0 ? 1 : 0;
} finally {
  await stores?.close();
  await removeDir(dir);
}

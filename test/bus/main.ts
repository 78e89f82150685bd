import { parseArgs } from 'node:util';
import { OwnStores } from '../faults/own-stores.ts';
import type { Place } from '../server/support/node.ts';
import { makeTempDir, removeDir } from '../support/temp.ts';
import { Broker, brokerNames } from './brokers.ts';
import { latencyOf } from './latency.ts';
import { run, type Fault } from './run.ts';

const USAGE = `Two nodes on MariaDB and Redis take commands from a real broker and publish what happens, while nodes and the broker are killed.

  npm run bus -- [--broker activemq|rabbitmq] [--messages 20000] [--chats 200] [--kills 3]
  npm run bus -- --latency [--broker activemq|rabbitmq] [--messages 4000] [--rate 100]

Every message is a command that must be said once, in order, and an event that must arrive, in order. So many times a node is killed, and the broker.
--latency: what a chat message waits for, beside a persistent send to the broker, so many of each a second.`;

const { values } = parseArgs({
  options: {
    broker: { type: 'string', default: 'activemq' }, messages: { type: 'string', default: '20000' }, chats: { type: 'string', default: '200' }, kills: { type: 'string', default: '3' },
    latency: { type: 'boolean', default: false }, rate: { type: 'string', default: '100' },
    help: { type: 'boolean', default: false },
  },
});
const name = brokerNames.find((known) => known === values.broker);
if (values.help || name === undefined) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 1);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const dir = await makeTempDir();
const broker = await Broker.prepare(name, dir);
let stores: OwnStores | undefined;
try {
  stores = await OwnStores.start(dir);
  await broker.start();
  const { place } = stores;
  if (values.latency) {
    const waits = await latencyOf({ broker, place, words: Number(values.messages), perSecond: Number(values.rate) });
    for (const [what, { p50, p99 }] of Object.entries(waits)) console.log(`${what}: p50 ${p50} ms, p99 ${p99} ms`);
  } else await prove(place);
} finally {
  await Promise.all([stores?.close(), broker.kill()]);
  await removeDir(dir);
}

async function prove(place: Place): Promise<void> {
  const story = Array.from({ length: Number(values.kills) }, (): readonly Fault[] => ['kill a node', 'kill the broker']).flat();
  const { due, heardMs, messages, refused, saidMs, taken, wrong } = await run({ broker, place, messages: Number(values.messages), chats: Number(values.chats), story, say: console.log });
  const rate = (count: number, ms: number): string => `${Math.round(count / (ms / 1_000))}/s`;
  console.log(`${messages} commands, all on disk at ${rate(messages, saidMs)}; ${due} events, all heard at ${rate(due, heardMs)}, ${taken - due} of them again; ${refused.length} refused; ${wrong.length} wrong`);
  for (const words of [...wrong, ...refused].slice(0, 20)) console.log(`  ${words}`);
  process.exitCode = wrong.length + refused.length > 0 ? 1 : 0;
}

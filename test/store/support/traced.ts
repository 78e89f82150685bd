import { monitorEventLoopDelay } from 'node:perf_hooks';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '#store/open.ts';
import { post, start } from './entries.ts';

/** Runs under strace. Arguments: a folder, `full` or `relaxed`, how many messages, and `reading` to read each once it is acknowledged. */
const [dataDir = '', durability, count, reading] = process.argv.slice(2);
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const store = await openStore({
  url: 'sqlite:', dataDir, logger: quiet, durability: durability === 'relaxed' ? 'relaxed' : 'full',
});
const { id } = await start(store);
await new Promise((resolve) => setTimeout(resolve, 100));

const delay = monitorEventLoopDelay({ resolution: 2 });
delay.enable();
const begun = performance.now();
for (let seq = 2; seq < 2 + Number(count); seq++) {
  await post(store.journal, id, 1, seq);
  writeSync(1, `ack ${seq}\n`);
  if (reading === 'reading') writeSync(1, `read ${(await store.events.range(id, seq - 1, 5)).length}\n`);
}
const elapsed = performance.now() - begun;
delay.disable();

/** The same sync in this thread, to show that the measurement would see it. */
const control = monitorEventLoopDelay({ resolution: 2 });
control.enable();
await new Promise((resolve) => setTimeout(resolve, 20));
const file = openSync(join(dataDir, 'control'), 'w');
writeSync(file, 'x');
fdatasyncSync(file);
closeSync(file);
await new Promise((resolve) => setTimeout(resolve, 20));
control.disable();
writeSync(1, `${JSON.stringify({ elapsed, blocked: delay.max / 1e6, control: control.max / 1e6 })}\n`);
await store.close();

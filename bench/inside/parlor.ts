import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readConfig } from '#src/config.ts';
import { createLog } from '#src/log.ts';
import { start } from '#src/start-node.ts';

/** The server as it is, with one plugin's observer on the path, and a parent that may ask what fills its memory. */
const config = readConfig(process.env);
const running = await start(config, createLog(config.LOG_LEVEL, config.NODE_NAME));
let observed = 0;
running.hooks.observers.add(['message.posted'], () => {
  observed += 1;
});

function memory(): object {
  const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
  const spaces = Object.fromEntries(getHeapSpaceStatistics().map(({ space_name, space_used_size }) => [space_name, space_used_size]));
  return { rss, heapUsed, heapTotal, external, arrayBuffers, spaces };
}

/** As it is, and after a full collection: what is garbage, and what chats hold. */
function memoryReport(): object {
  const now = memory();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return { observed, now, collected: memory() };
}

process.on('message', () => process.send?.(memoryReport()));
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => void running.stop().then(() => process.exit(0)));
process.send?.({ port: running.port });

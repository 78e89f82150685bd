import { parseArgs } from 'node:util';
import { makeTempDir, removeDir } from '../support/temp.ts';
import { run } from './run.ts';
import type { Waits } from './report.ts';

const USAGE = `A plugin from outside lives its whole life on two nodes while people chat: nobody is to notice, and both nodes are to agree.

  npm run lifecycle -- [--lives 5] [--chats 100] [--rate 200] [--pause 3]

  --pause  seconds between two steps`;

const { values } = parseArgs({
  options: { lives: { type: 'string', default: '5' }, chats: { type: 'string', default: '100' }, rate: { type: 'string', default: '200' }, pause: { type: 'string', default: '3' }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const draw = (name: string, { count, p50, p99, worst }: Waits): string => `${name.padEnd(14)} ${String(count).padStart(6)} answers, p50 ${p50} ms, p99 ${p99} ms, worst ${worst} ms`;
const dir = await makeTempDir();
try {
  const { beside, during, felt, wrong } = await run({ dir, lives: Number(values.lives), longestMs: 1_000, chats: Number(values.chats), rate: Number(values.rate), pauseMs: Number(values.pause) * 1_000, say: console.log });
  console.log(`\n${draw('during steps', during)}\n${draw('beside them', beside)}`);
  const noticed = [...wrong, ...felt];
  for (const words of noticed.slice(0, 20)) console.log(`  ${words}`);
  console.log(noticed.length === 0 ? 'ok: nobody noticed' : 'FAILED');
  process.exitCode = noticed.length === 0 ? 0 : 1;
} finally {
  await removeDir(dir);
}

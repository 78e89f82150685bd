import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The nice values of a process's threads, by what they are called. */
function priorities(pid: number | undefined): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const name = readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
    // After the name, which may hold anything, the seventeenth.
    found.set(name, [...(found.get(name) ?? []), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])]);
  }
  return found;
}

const LET_GO = `import { engineGivesWay } from '#src/engine-threads.ts';
if (process.env.GIVES_WAY === '1') engineGivesWay();
process.stdout.write('there');
process.stdin.resume();`;

it.runIf(process.platform === 'linux').each([
  ['gives way', { givesWay: '1', own: 0, nice: 10 }],
  ['gives way where the node itself does', { givesWay: '1', own: 12, nice: 19 }],
  ['would not by itself give way', { givesWay: '0', own: 0, nice: 0 }],
] as const)('the engine %s to the thread that serves chats', async (_, { givesWay, nice, own }) => {
  const child = spawn('nice', ['-n', `${own}`, process.execPath, '--input-type=module', '--eval', LET_GO], { env: { ...process.env, GIVES_WAY: givesWay }, stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    const found = priorities(child.pid);
    const workers = found.get('V8Worker') ?? [];
    expect(workers.length).toBeGreaterThan(0);
    expect(new Set(workers)).toEqual(new Set([nice]));
    const others = [...found].filter(([name]) => name !== 'V8Worker').flatMap(([, values]) => values);
    expect(new Set(others), 'everybody else').toEqual(new Set([own]));
  } finally {
    child.kill('SIGKILL');
  }
});

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Nothing can be opened any more, no file and no socket; `bytes` of data are what it may have more than now. */
export async function limitProcess(prlimit: string, pid: number, bytes: number): Promise<void> {
  const data = Number(/VmData:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  await promisify(execFile)(prlimit, ['--pid', String(pid), '--nofile=0:0', '--core=0:0', `--data=${data + bytes}`]);
}

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onceDone } from '../../once-done.ts';
import { TimeoutError } from '../within.ts';

const GATHER = join(import.meta.dirname, 'child/gather.ts');
const MAIN = join(import.meta.dirname, 'child/main.ts');
/** Far above what it is, about 1 MB. */
const MAX_BYTES = 16 << 20;

/** What a process runs before its plugin, without types: found once in the life of the spawner, which gives it to each, by a process of its own that has so long, ms. */
export const ownCode: (timeoutMs: number) => Promise<Buffer> = onceDone((timeoutMs: number) => gather(timeoutMs));

/** All of `main`, a path, and what it imports. Throws with the reason where there is something that a process cannot take, and a TimeoutError where it took too long. */
export async function gather(timeoutMs: number, main = MAIN): Promise<Buffer> {
  const options = { encoding: 'buffer', env: {}, maxBuffer: MAX_BYTES, timeout: timeoutMs, killSignal: 'SIGKILL' } as const;
  try {
    return (await promisify(execFile)(process.execPath, ['--no-warnings', GATHER, main], options)).stdout;
  } catch (error) {
    // Too much is ended as well, with a code.
    const { code, killed } = error as { readonly code?: unknown; readonly killed?: boolean };
    if (killed === true && code === null) throw new TimeoutError(`the code of a plugin's process was not gathered within ${timeoutMs} ms`);
    throw error;
  }
}

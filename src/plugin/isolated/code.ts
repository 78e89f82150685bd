import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const GATHER = join(import.meta.dirname, 'child/gather.ts');
/** Far above what it is, about 1 MB. */
const MAX_BYTES = 16 << 20;

let gathered: Promise<Buffer> | undefined;

/** What a process runs before its plugin, without types: found once in the life of this node, by a process of its own. */
export function ownCode(): Promise<Buffer> {
  gathered ??= gather().catch((error: unknown) => {
    gathered = undefined;
    throw error;
  });
  return gathered;
}

async function gather(): Promise<Buffer> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', GATHER], { encoding: 'buffer', env: {}, maxBuffer: MAX_BYTES });
  return stdout;
}

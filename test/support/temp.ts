import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whenFinished } from './at-once.ts';

/** A fresh folder, removed when the calling test ends. In a hook, use {@link makeTempDir}. */
export async function tempDir(): Promise<string> {
  const dir = await makeTempDir();
  whenFinished(() => removeDir(dir));
  return dir;
}

/** A fresh folder that the caller removes with {@link removeDir}. */
export function makeTempDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'parlor-test-'));
}

export function removeDir(dir: string): Promise<void> {
  return rm(dir, { recursive: true, force: true, maxRetries: 5 });
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished, vi } from 'vitest';
import { serverEntry } from '../support/packed-server.ts';
import { serverEnv } from '../support/server-env.ts';
import { tempDir } from '../support/temp.ts';

it('stops in order when it is told to while it starts', async () => {
  const DATA_DIR = await tempDir();
  const child = spawn(process.execPath, [serverEntry()], { env: { ...serverEnv, HOST: '127.0.0.1', PORT: '0', DATA_DIR, DRAIN_NOTICE: '0' }, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [out, ended] = [text(child.stdout), once(child, 'exit')];
  await vi.waitUntil(() => readdirSync(DATA_DIR).length > 0, { timeout: 20_000, interval: 2 });
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(await out).toMatch(/"listening"[^]*"stopping"[^]*"stopped"/);
});

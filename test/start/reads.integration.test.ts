import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { serverSource } from '../support/packed-server.ts';
import { serverEnv } from '../support/server-env.ts';
import { tempDir } from '../support/temp.ts';

it('reads nothing of what bots are made of, of Express and of languages until somebody needs it', async () => {
  const DATA_DIR = await tempDir();
  const child = spawn(process.execPath, [`--import=${join(import.meta.dirname, 'support/noted.ts')}`, serverSource], { env: { ...serverEnv, HOST: '127.0.0.1', PORT: '0', DATA_DIR }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdout.on('data', (said: Buffer) => said.includes('"listening"') && child.kill('SIGTERM'));
  const noted = (await text(child.stderr)).split('\n');
  expect(noted.filter((each) => each.endsWith('/plugins/bot/index.ts'))).toHaveLength(1);
  expect(noted.filter((each) => /\/plugins\/bot\/(?:at-work\.ts|engine\/)|\/node_modules\/(?:express|@node-rs\/jieba)\/|^Intl\./.test(each))).toEqual([]);
});

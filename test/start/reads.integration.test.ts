import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { serverSource } from '../support/packed-server.ts';
import { serverEnv } from '../support/server-env.ts';
import { tempDir } from '../support/temp.ts';

/** Where it does not load, ws serves, which brings Express. */
const hasUws = await import('uWebSockets.js').then(() => true, () => false);

it.runIf(hasUws)('reads nothing of what bots are made of, of Express and of languages until somebody needs it', async () => {
  const DATA_DIR = await tempDir();
  const child = spawn(process.execPath, [`--import=${join(import.meta.dirname, 'support/noted.ts')}`, serverSource], { env: { ...serverEnv, HOST: '127.0.0.1', PORT: '0', DATA_DIR }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  createInterface(child.stdout).on('line', (line) => line.includes('"listening"') && child.kill('SIGTERM'));
  const noted = (await text(child.stderr)).split('\n');
  expect(noted.filter((each) => each.endsWith('/plugins/bot/index.ts'))).toHaveLength(1);
  expect(noted.filter((each) => /\/plugins\/bot\/(?:at-work\.ts|engine\/)|\/node_modules\/(?:express|@node-rs\/jieba)\//.test(each))).toEqual([]);
  // Once each by whoever notes it, and by nobody after that.
  expect(noted.filter((each) => each.startsWith('Intl.'))).toEqual(['Intl.DateTimeFormat', 'Intl.DisplayNames', 'Intl.NumberFormat', 'Intl.Segmenter']);
});

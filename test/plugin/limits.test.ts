import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { limitProcess } from '#plugin/isolated/process.ts';
import { listening } from './support/web.ts';

/** Tries to reach out whenever it is told to, with nothing in its way but the kernel. */
const REACHING = `
  const { connect } = require('node:net');
  const { readFile } = require('node:fs/promises');
  const tried = (name, work) => work.then(() => name + ' done', ({ code }) => name + ' ' + code);
  process.on('message', async (port) => process.send(await Promise.all([
    tried('socket', new Promise((resolve, reject) => connect(port, '127.0.0.1').on('connect', resolve).on('error', reject))),
    tried('file', readFile('/etc/hostname')),
  ])));
  process.send('ready');`;

it('a limited process opens neither socket nor file, and goes on with what it has open', async () => {
  const { port } = await listening(createServer());
  const child = spawn(process.execPath, ['-e', REACHING], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  const reaches = async (): Promise<unknown> => {
    child.send(port);
    return ((await once(child, 'message')) as readonly unknown[])[0];
  };
  expect(await reaches()).toEqual(['socket done', 'file done']);
  await limitProcess(child.pid ?? 0, 256 << 20);
  expect(await reaches()).toEqual(['socket EMFILE', 'file EMFILE']);
});

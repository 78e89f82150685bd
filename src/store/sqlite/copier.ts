import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { copyLog, openCopier } from './connection.ts';
import { isFatal, toFailure } from './failure.ts';
import type { Copied } from './copying.ts';

/** Of a thread, below those that people wait for. */
const BELOW = 5;

const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');

try {
  // On Linux a priority is a thread's, elsewhere the whole process's.
  if (process.platform === 'linux') setPriority(Math.min(19, getPriority() + BELOW));
} catch {
  // Then it shares evenly.
}

const db = openCopier((workerData as { readonly path: string }).path);
port.on('message', () => {
  let copied: Copied;
  try {
    copied = { pages: copyLog(db) };
  } catch (error) {
    // A full disk keeps the log long, and nothing else: it is tried again.
    copied = isFatal(error) ? { failure: toFailure(error) } : { pages: 0 };
  }
  port.postMessage(copied);
});

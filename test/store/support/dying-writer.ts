import { parentPort } from 'node:worker_threads';

/** A writing thread that crashes on its first request. */
parentPort?.on('message', () => {
  throw new Error('crashed');
});
parentPort?.postMessage({ kind: 'ready' });

import { parentPort } from 'node:worker_threads';

/** A writing thread whose end is heard of before its last answer. */
parentPort?.on('message', () => process.exit());
parentPort?.postMessage({ kind: 'ready' });

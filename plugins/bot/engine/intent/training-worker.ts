import { parentPort } from 'node:worker_threads';
import { giveWay } from './priority.ts';
import { trainModel } from './training.ts';
import type { Job } from './train.ts';

giveWay();

parentPort?.on('message', ({ labels, intents, texts, vocabulary }: Job) => {
  const utterances = texts.map((text, i) => ({ text, intent: intents[labels[i] ?? 0] ?? null }));
  const bytes = trainModel(utterances, vocabulary);
  parentPort?.postMessage(bytes, [bytes.buffer]);
});

import { parentPort, workerData } from 'node:worker_threads';
import { trainModel } from './training.ts';
import type { Job } from './train.ts';

const { labels, intents, texts, vocabulary } = workerData as Job;
const utterances = texts.map((text, i) => ({ text, intent: intents[labels[i] ?? 0] ?? null }));
const bytes = trainModel(utterances, vocabulary);
parentPort?.postMessage(bytes, [bytes.buffer]);

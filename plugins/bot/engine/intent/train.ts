import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { VocabularyEntry } from '../text/words.ts';
import { Model } from './model.ts';
import type { Utterance } from './utterance.ts';

export interface TrainOptions {
  /** Ends the training; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Words of the bot's trade: synonyms are the same to the model. */
  readonly vocabulary?: readonly VocabularyEntry[];
}

export class TrainingError extends Error {
  readonly code: 'too-few-intents' | 'too-many-utterances' | 'too-many-intents' | 'failed';

  constructor(code: TrainingError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What goes to the worker: columns are copied sooner than rows. */
export interface Job {
  readonly texts: readonly string[];
  readonly labels: Int32Array;
  readonly intents: readonly (string | null)[];
  readonly vocabulary: readonly VocabularyEntry[];
}

const MOST_UTTERANCES = 50_000;
const MOST_INTENTS = 1_000;
/** A thread stays so long after its work, ms: to start it and to read the dictionary of Chinese costs as much as a small bot, and who trains one corrects it and trains again. */
const SPARE_MS = 5_000;

let spare: Worker | undefined;
let over: NodeJS.Timeout | undefined;

function takeThread(): Worker {
  const taken = spare;
  spare = undefined;
  clearTimeout(over);
  taken?.ref();
  if (taken !== undefined) return taken;
  const worker = new Worker(new URL('./training-worker.ts', import.meta.url));
  // Whoever waits for it hears of it as well.
  return worker.on('error', () => {}).once('exit', () => {
    if (spare !== worker) return;
    spare = undefined;
    clearTimeout(over);
  });
}

/** One at most; it keeps no process from ending. */
function keepThread(worker: Worker): void {
  if (spare !== undefined) return void worker.terminate();
  worker.unref();
  spare = worker;
  over = setTimeout(() => {
    spare = undefined;
    void worker.terminate();
  }, SPARE_MS).unref();
}

/** Trains in a thread of its own, 15,000 utterances of 150 intents in less than 10 s; the caller's event loop goes on. Throws a TrainingError. */
export async function train(utterances: readonly Utterance[], { signal, vocabulary = [] }: TrainOptions = {}): Promise<Model> {
  signal?.throwIfAborted();
  if (utterances.length > MOST_UTTERANCES) throw new TrainingError('too-many-utterances', `a model learns from ${MOST_UTTERANCES} utterances at most`);
  const places = new Map<string | null, number>();
  const labels = Int32Array.from(utterances, ({ intent }) => {
    const place = places.get(intent) ?? places.size;
    places.set(intent, place);
    return place;
  });
  if (places.size - (places.has(null) ? 1 : 0) < 2) throw new TrainingError('too-few-intents', 'utterances of two intents at least are needed');
  if (places.size > MOST_INTENTS) throw new TrainingError('too-many-intents', `a model tells ${MOST_INTENTS} intents apart at most`);
  const job: Job = { texts: utterances.map(({ text }) => text), labels, intents: [...places.keys()], vocabulary };
  return Model.load(await learned(job, signal));
}

async function learned(job: Job, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const worker = takeThread();
  try {
    worker.postMessage(job);
    const bytes = await resultOf(worker, signal);
    keepThread(worker);
    return bytes;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

async function resultOf(worker: Worker, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const ended = new AbortController();
  const both = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  try {
    return await Promise.race([
      once(worker, 'message', { signal: both }).then(([bytes]) => bytes as Uint8Array),
      once(worker, 'exit', { signal: both }).then(() => Promise.reject(new TrainingError('failed', 'the training ended without a model'))),
    ]);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof TrainingError ? error : new TrainingError('failed', 'the training failed', { cause: error });
  } finally {
    ended.abort();
  }
}

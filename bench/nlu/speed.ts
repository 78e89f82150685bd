import { monitorEventLoopDelay } from 'node:perf_hooks';
import { FaqSearch } from '../../plugins/bot/engine/faq/search.ts';
import { Model } from '../../plugins/bot/engine/intent/model.ts';
import { train } from '../../plugins/bot/engine/intent/train.ts';
import { prepareChinese } from '../../plugins/bot/engine/text/jieba.ts';
import { Tokenizer } from '../../plugins/bot/engine/text/words.ts';
import type { Said } from './folds.ts';

/** ms. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface TrainingSpeed {
  readonly utterances: number;
  readonly intents: number;
  readonly seconds: number;
  readonly bytes: number;
  /** How long the caller's event loop stood still at most, ms: while the dictionary was loaded, the model trained, the model loaded. */
  readonly blocked: { readonly dictionary: number; readonly training: number; readonly loading: number };
  readonly query: Latency;
}

const RESOLUTION_MS = 1;
const ENTRIES = 10_000;

export async function measureTraining(utterances: readonly Said[], asked: readonly string[]): Promise<TrainingSpeed> {
  const dictionary = await blockedBy(prepareChinese);
  let model: Model | undefined;
  const before = performance.now();
  const training = await blockedBy(async () => {
    model = await train(utterances);
  });
  const seconds = (performance.now() - before) / 1_000;
  const bytes = model?.bytes ?? new Uint8Array();
  const loading = await blockedBy(async () => {
    model = await Model.load(bytes);
  });
  return {
    utterances: utterances.length, intents: model?.intents.length ?? 0, seconds, bytes: bytes.length,
    blocked: { dictionary, training, loading },
    query: latency(asked, (text) => model?.classify(text)),
  };
}

/** Entries of one question each; how long a search takes, and to put an entry in place of another. */
export function measureSearch(questions: readonly string[], asked: readonly string[]): { readonly entries: number; readonly search: Latency; readonly set: Latency } {
  const entry = (post: string, i: number) => ({ id: `${i}`, post, similar: [], enabled: true, categories: [] });
  const search = new FaqSearch(new Tokenizer(), questions.slice(0, ENTRIES).map(entry));
  return { entries: search.size, search: latency(asked, (text) => search.search(text)), set: latency(asked, (text, i) => search.set(entry(text, i))) };
}

function latency(texts: readonly string[], work: (text: string, i: number) => unknown): Latency {
  // Once so that code is compiled before the clock starts.
  for (const [i, text] of texts.entries()) work(text, i);
  const times = texts.map((text, i) => {
    const before = performance.now();
    work(text, i);
    return performance.now() - before;
  }).sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

async function blockedBy(work: () => Promise<void>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  await work();
  delay.disable();
  return Math.max(0, delay.max / 1e6 - RESOLUTION_MS);
}

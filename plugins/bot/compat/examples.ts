import type { MarkedText } from '../engine/session/tagger.ts';
import type { Taught } from './taught.ts';

/** An utterance as somebody might say it. */
export interface SaidExample extends MarkedText {
  readonly intent: string;
}

/** What stands for a slot where its dictionary has no words. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  '@LOC': ['北京', '上海', '广州市', 'Paris', '纽约'],
  '@TIME': ['明天', '下周一', '今天下午三点', 'tomorrow', '后天上午'],
  '@PER': ['张三', '李雷', '王小明', 'Anna', '韩梅梅'],
  '@ORG': ['北京大学', '中国银行', '人民医院'],
  '@NUMBER': ['三', '5', '20'],
};
const MOST_SAMPLES = 5;
const SLOT = /\{\s*(\w+)\s*\}/g;

/** The utterances of intents with words in the place of their slots, another one each time. */
export function examplesOf({ dictionaries, intents }: Taught): readonly SaidExample[] {
  const words = new Map(dictionaries.map(({ name, words: all }) => [name, all.slice(0, MOST_SAMPLES).map(({ word }) => word)]));
  let turn = 0;
  return intents.flatMap(({ name, slots, utters }) => {
    const samples = new Map(slots.map((slot) => [slot.name, words.get(slot.dict) ?? SAMPLES[slot.dict] ?? []]));
    return utters.map((utterance) => filledIn(name, utterance, samples, turn++));
  });
}

function filledIn(intent: string, utterance: string, samples: ReadonlyMap<string, readonly string[]>, turn: number): SaidExample {
  const slots: { slot: string; from: number; to: number }[] = [];
  let text = '';
  let at = 0;
  for (const { 0: written, 1: slot = '', index } of utterance.matchAll(SLOT)) {
    text += utterance.slice(at, index);
    at = index + written.length;
    const choices = samples.get(slot) ?? [];
    const sample = choices[(turn + slots.length) % Math.max(1, choices.length)];
    if (sample === undefined) continue;
    slots.push({ slot, from: text.length, to: text.length + sample.length });
    text += sample;
  }
  return { intent, text: text + utterance.slice(at), slots };
}

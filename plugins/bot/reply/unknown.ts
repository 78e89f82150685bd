import type { Brain } from '../brain.ts';
import type { FromOutside } from '../outside/ask.ts';
import { saidFromOutside } from '../outside/said.ts';
import { wordsOf } from '../words.ts';
import { nearest } from './known.ts';
import type { Memory } from './memory.ts';
import { MAX_CHOICE, MOST_OFFERED, choicesOf } from './offers.ts';
import { handOver } from './person.ts';
import { SILENCE, type Answering, type Told } from './trace.ts';

/** Files within so many ms are sent together. */
const TOGETHER_MS = 10_000;

/** What only others know, if anybody: else it is asked what was meant, and then a person. */
export function answerUnknown(brain: Brain, memory: Memory, role: Answering, text: string, { answer: found, near, traces }: FromOutside): Told {
  const { fallback, misses: most, suggest: least } = brain.profile;
  const words = wordsOf(brain.profile);
  const hits = nearest(brain, text, MOST_OFFERED);
  const why = { hits, ...(traces.length === 0 ? {} : { outside: traces }) };
  if (found !== null) return { answer: { says: saidFromOutside(brain, found, traces, 'answer'), answers: found.choices.length === 0, memory: { ...memory, misses: 0, lastQuestion: text, ...(found.choices.length === 0 ? {} : { offered: found.choices }) } }, trace: { by: found.by, of: found.of.slice(0, MAX_CHOICE).toWellFormed(), ...why } };
  const misses = memory.misses + 1;
  const next: Memory = { ...memory, misses, lastQuestion: text };
  if (misses + memory.unhelpful >= most) {
    const handed = handOver(brain, next, role, 'unknown', text, hits);
    return { ...handed, trace: { ...handed.trace, ...why } };
  }
  const choices = choicesOf([...hits.filter(({ score }) => score >= least).map(({ id }) => brain.entries.get(id)?.post ?? ''), ...near], MOST_OFFERED);
  if (choices.length > 0) return { answer: { says: [{ kind: 'quick-replies', text: words.didYouMean, choices }], memory: { ...next, offered: choices } }, trace: { by: 'question', ...why } };
  return { answer: { says: [{ kind: 'text', text: fallback === '' ? words.fallback : fallback }], memory: next }, trace: { by: 'fallback', ...why } };
}

/** A file without words is as a question that it does not know; files that are sent together are one. */
export function answerWordless(brain: Brain, before: Memory, role: Answering, now: number): Told {
  if (before.wordlessAt !== null && now - before.wordlessAt < TOGETHER_MS) return SILENCE;
  const memory: Memory = { ...before, misses: before.misses + 1, wordlessAt: now };
  if (memory.misses + memory.unhelpful >= brain.profile.misses) return handOver(brain, memory, role, 'unknown', '', []);
  return { answer: { says: [{ kind: 'text', text: wordsOf(brain.profile).wordless }], memory }, trace: { by: 'fallback', hits: [] } };
}

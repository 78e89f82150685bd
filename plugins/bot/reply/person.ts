import type { BotSays } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import { normalize } from '../engine/text/normalize.ts';
import { spoken } from '../engine/flow/wording.ts';
import { flowOf, knownLines } from '../flows/chat.ts';
import { isPhrase } from '../phrase.ts';
import { HUMAN_ALONE, HUMAN_WORDS, asksForPersonIn, filled, wordsOf } from '../words.ts';
import { isKnown } from './known.ts';
import type { Memory } from './memory.ts';
import { NOTHING, SILENCE, type Answering, type Told, type Trace } from './trace.ts';

/** Of a question that agents read in a note, UTF-16 units. */
const MOST_QUOTED = 500;

/** A word for a person in a question that the bot knows asks for no person. */
export function asksForPerson({ profile: { best, humanWords }, search }: Brain, text: string): boolean {
  // What is artificial is no person.
  const said = normalize(text).replaceAll(/人工(?=智能|草坪|费|成本)/gu, '');
  const words = [...HUMAN_WORDS, ...humanWords].map(normalize);
  if (words.includes(said) || HUMAN_ALONE.has(said)) return true;
  if (!asksForPersonIn(said) && !words.some((word) => isPhrase(said, word))) return false;
  return !isKnown({ profile: { best }, search }, text);
}

/** Somebody comes: to whom waits already, or to whom the bot had. */
export function comes({ profile }: Brain, role: Answering): BotSays {
  const words = wordsOf(profile);
  return { kind: 'text', text: role !== 'serves' ? words.waiting : profile.handover === '' ? words.handover : profile.handover };
}

/** The visitor hears that somebody comes, and agents why. */
export function handOver(brain: Brain, memory: Memory, role: Answering, why: 'asked' | 'unhelpful' | 'unknown', question: string, hits: Trace['hits']): Told {
  const { handoverTo, name } = brain.profile;
  const own = wordsOf({ language: brain.notes });
  const { flow } = memory;
  const language = flowOf(brain, flow)?.language ?? 'en';
  const known = flow === null ? '' : knownLines(Object.keys(flow.slots).map((slot) => ({ name: slot, value: spoken(flow, slot, language) })));
  const says: BotSays[] = [
    comes(brain, role),
    { kind: 'note', text: filled(own.summary, { name, reason: own.reasons[why], question: (memory.lastQuestion === '' ? question : memory.lastQuestion).slice(0, MOST_QUOTED).toWellFormed() }) + known },
  ];
  return { answer: { says, memory: { ...memory, quiet: true, flow: null }, next: 'hand-over', department: handoverTo }, trace: { by: why === 'asked' ? 'human' : 'hand-over', hits } };
}

/** An answer was none. In a dialogue it only counts: what was asked there still waits for its answer. */
export function unhelped(brain: Brain, before: Memory, role: Answering): Told {
  const { misses: most, unhelpful } = brain.profile;
  if (unhelpful === 'ignore') return SILENCE;
  const memory: Memory = { ...before, unhelpful: before.unhelpful + 1 };
  if (unhelpful === 'person' || memory.misses + memory.unhelpful >= most) return handOver(brain, memory, role, 'unhelpful', '', []);
  return { answer: { says: memory.flow === null ? [{ kind: 'text', text: wordsOf(brain.profile).unhelpful }] : [], memory }, trace: { by: 'unhelpful', hits: [] } };
}

/** What a thumb says of an answer: the last word counts, and only once. */
export function rated(brain: Brain, memory: Memory, role: Answering, { helpful, message }: { readonly helpful: boolean; readonly message: number }): Told {
  const isDown = memory.down.includes(message);
  if (helpful !== isDown || memory.quiet) return SILENCE;
  if (!helpful) return unhelped(brain, { ...memory, down: [...memory.down, message] }, role);
  return { answer: { memory: { ...memory, unhelpful: Math.max(0, memory.unhelpful - 1), down: memory.down.filter((each) => each !== message) } }, trace: NOTHING };
}

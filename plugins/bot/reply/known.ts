import type { BotSays } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import type { Deeper } from '../deeper.ts';
import { normalize } from '../engine/text/normalize.ts';
import { spoken, type Faq } from '../faq.ts';
import { GREETINGS, wordsOf } from '../words.ts';
import { fitting, type Memory } from './memory.ts';
import { MOST_OFFERED } from './offers.ts';
import type { Told, Trace } from './trace.ts';

/** What it knows is asked of a bot that runs elsewhere, and not of itself. */
export const isElsewhere = ({ profile: { outside: { engine, instead } } }: Brain): boolean => instead && engine !== '';

/** Questions of its own; none where it leaves them aside. */
export const nearest = (brain: Brain, text: string, most: number): Trace['hits'] => (isElsewhere(brain) ? [] : brain.search.search(text, most));

/** Whether it is a question of its own. */
export function isKnown({ profile: { best }, search }: { readonly profile: Pick<Brain['profile'], 'best'> } & Pick<Brain, 'search'>, text: string): boolean {
  const [known] = search.search(text, 1);
  return known !== undefined && known.score >= best;
}

/** Intents and scripts, in the order of the bots' API: an open intent, questions and answers, an intent that begins, scripts. */
export function deepened(brain: Brain, memory: Memory, question: string, { by, entry: id, of, text }: Deeper & { readonly text: string }): Told {
  const entry = id === null ? undefined : brain.entries.get(id);
  // What an intent says is often a question of its own.
  const says: readonly BotSays[] = entry !== undefined && entry.replies[0] === text ? repliesOf(entry) : [{ kind: 'text', text }];
  return { answer: { says, answers: by !== 'intent', memory: fitting({ ...memory, misses: 0, lastQuestion: question }) }, trace: { by, of, hits: brain.search.search(question, MOST_OFFERED) }, entry: id };
}

/** Null where neither a question of its own nor a greeting is meant. */
export function answerKnown(brain: Brain, memory: Memory, text: string): Told | null {
  const hits = nearest(brain, text, MOST_OFFERED);
  const [first] = hits;
  const found = first === undefined || first.score < brain.profile.best ? undefined : brain.entries.get(first.id);
  if (found !== undefined && spoken(found).length > 0) return { answer: { says: repliesOf(found), answers: true, memory: { ...memory, misses: 0, lastQuestion: text } }, trace: { by: 'faq', hits }, entry: found.id };
  // It has greeted already.
  return isGreeting(text) ? { answer: { says: [{ kind: 'text', text: wordsOf(brain.profile).greeting }], memory }, trace: { by: 'welcome', hits } } : null;
}

const isGreeting = (text: string): boolean => GREETINGS.has(normalize(text).replace(/[!.。！~,，\s]+$/u, ''));

const repliesOf = (entry: Faq): readonly BotSays[] => spoken(entry).map((text) => ({ kind: 'text', text }));

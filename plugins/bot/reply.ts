import type { BotAnswer, BotSays, BotTurn } from 'parlor/plugin';
import type { Brain } from './brain.ts';
import { normalize } from './engine/text/normalize.ts';
import type { Faq } from './faq.ts';
import { HUMAN_WORDS, filled, wordsOf } from './words.ts';

/** What a bot remembers of a chat. JSON. */
export interface Memory {
  /** Questions in a row that it did not know. */
  readonly misses: number;
  /** A person is wanted: it keeps quiet until one has been there. */
  readonly quiet: boolean;
  readonly lastQuestion: string;
  /** What it offered last: a number is one of them. */
  readonly offered: readonly string[];
}

/** Why it said what it said: for tests of dialogues, and for statistics. */
export interface Trace {
  readonly by: 'welcome' | 'human' | 'faq' | 'suggestion' | 'question' | 'fallback' | 'hand-over' | 'nothing';
  readonly hits: readonly { readonly id: string; readonly score: number; readonly post: string }[];
}

export interface Replied {
  readonly answer: BotAnswer;
  readonly trace: Trace;
}

const START: Memory = { misses: 0, quiet: false, lastQuestion: '', offered: [] };
/** Questions that are offered where none is near enough. */
const MOST_OFFERED = 3;
const MOST_SUGGESTED = 3;
const MAX_CHOICE = 80;

/** A turn of a chat: pure, but for what the bot knows. */
export function reply(brain: Brain, turn: BotTurn): Replied {
  const memory: Memory = { ...START, ...(Object(turn.memory) as Partial<Memory>) };
  switch (turn.cue.kind) {
    case 'begun': return welcome(brain, memory);
    case 'said': return turn.role === 'assists' ? suggest(brain, memory, turn.cue.text) : answer(brain, memory, turn.role, turn.cue.text);
    case 'taken-over': return quiet(memory);
    case 'silence': return { answer: {}, trace: { by: 'nothing', hits: [] } };
    // They had a person, who gave them back to the queue.
    case 'returned': return { answer: { memory: { ...memory, quiet: true } }, trace: { by: 'nothing', hits: [] } };
  }
}

const quiet = (memory: Memory): Replied => ({ answer: { memory: { ...memory, quiet: false, misses: 0 } }, trace: { by: 'nothing', hits: [] } });

function welcome(brain: Brain, memory: Memory): Replied {
  const { name, offered, welcome: own } = brain.profile;
  const words = wordsOf(brain.profile);
  const hot = hotOf(brain, offered);
  const says: BotSays[] = [{ kind: 'text', text: filled(own === '' ? words.welcome : own, { name }) }];
  if (hot.length > 0) says.push({ kind: 'quick-replies', text: words.asked, choices: hot });
  return { answer: { says, memory: { ...memory, offered: hot } }, trace: { by: 'welcome', hits: [] } };
}

function answer(brain: Brain, before: Memory, role: 'engages' | 'serves', said: string): Replied {
  const text = before.offered[Number(said.trim()) - 1] ?? said;
  const memory: Memory = { ...before, offered: [] };
  if (asksForPerson(brain, text)) return handOver(brain, memory, role, 'asked', text, []);
  if (memory.quiet) return { answer: { memory }, trace: { by: 'nothing', hits: [] } };
  const { best, fallback, misses: most, suggest: near } = brain.profile;
  const words = wordsOf(brain.profile);
  const hits = brain.search.search(text, MOST_OFFERED).filter(({ score }) => score >= near);
  const [first] = hits;
  const found = first === undefined || first.score < best ? undefined : brain.entries.get(first.id);
  if (found !== undefined) return { answer: { says: repliesOf(found), memory: { ...memory, misses: 0, lastQuestion: text } }, trace: { by: 'faq', hits } };
  const misses = memory.misses + 1;
  const next: Memory = { ...memory, misses, lastQuestion: text };
  if (misses > most) return handOver(brain, next, role, 'unknown', text, hits);
  const choices = choicesOf(hits.map(({ id }) => brain.entries.get(id)?.post ?? ''));
  if (choices.length > 0) return { answer: { says: [{ kind: 'quick-replies', text: words.didYouMean, choices }], memory: { ...next, offered: choices } }, trace: { by: 'question', hits } };
  return { answer: { says: [{ kind: 'text', text: fallback === '' ? words.fallback : fallback }], memory: next }, trace: { by: 'fallback', hits } };
}

function handOver(brain: Brain, memory: Memory, role: 'engages' | 'serves', why: 'asked' | 'unknown', question: string, hits: Trace['hits']): Replied {
  const { handover, name } = brain.profile;
  const words = wordsOf(brain.profile);
  const own = handover === '' ? words.handover : handover;
  const says: BotSays[] = [
    { kind: 'text', text: role === 'serves' ? own : words.waiting },
    { kind: 'note', text: filled(words.summary, { name, reason: words.reasons[why], question: memory.lastQuestion === '' ? question : memory.lastQuestion }) },
  ];
  return { answer: { says, memory: { ...memory, quiet: true }, next: 'hand-over' }, trace: { by: why === 'asked' ? 'human' : 'hand-over', hits } };
}

function suggest(brain: Brain, memory: Memory, text: string): Replied {
  const hits = brain.search.search(text, MOST_SUGGESTED).filter(({ score }) => score >= brain.profile.suggest);
  const says: BotSays[] = hits.flatMap(({ id }) => {
    const entry = brain.entries.get(id);
    return entry === undefined ? [] : [{ kind: 'suggestion', text: entry.replies.join('\n') }];
  });
  return { answer: { says, memory: { ...memory, lastQuestion: text } }, trace: { by: says.length > 0 ? 'suggestion' : 'nothing', hits } };
}

/** The whole sentence, or one that says little besides. */
function asksForPerson({ profile }: Brain, text: string): boolean {
  const said = normalize(text);
  return [...HUMAN_WORDS, ...profile.humanWords].some((word) => {
    const wanted = normalize(word);
    return said === wanted || (said.includes(wanted) && said.length <= wanted.length + (/\p{Script=Han}/u.test(wanted) ? 4 : 24) && isWhole(said, wanted));
  });
}

/** Not a part of another word: an agent is no agency. Chinese is written without blanks. */
function isWhole(said: string, word: string): boolean {
  const at = said.indexOf(word);
  const letter = /[a-z0-9]/;
  return !letter.test(word) || (!letter.test(said[at - 1] ?? ' ') && !letter.test(said[at + word.length] ?? ' '));
}

const repliesOf = ({ replies }: Faq): readonly BotSays[] => replies.map((text) => ({ kind: 'text', text }));

const hotOf = ({ entries }: Brain, count: number): readonly string[] =>
  choicesOf([...entries.values()].filter(({ enabled }) => enabled).sort((a, b) => b.asked - a.asked).slice(0, count).map(({ post }) => post));

/** A button has room for a short text only; what is longer could not be tapped whole. */
const choicesOf = (texts: readonly string[]): readonly string[] => texts.filter((text) => text !== '' && text.length <= MAX_CHOICE);

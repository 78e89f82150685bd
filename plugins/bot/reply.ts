import { createHash } from 'node:crypto';
import type { BotAnswer, BotSays, BotTurn } from 'parlor/plugin';
import type { Brain } from './brain.ts';
import { normalize } from './engine/text/normalize.ts';
import type { Place } from './compat/query.ts';
import type { Deeper, Think } from './deeper.ts';
import type { FlowState } from './engine/flow/state.ts';
import { spoken, type Faq } from './faq.ts';
import type { Call } from './flows/call.ts';
import { beginFlow, continueFlow, flowOf, isLapsed, knownLines, type At, type FlowTrace, type FlowTurn } from './flows/chat.ts';
import { readState } from './flows/state.ts';
import { NOBODY, type AskOutside, type FromOutside, type OutsideTrace } from './outside/ask.ts';
import { saidFromOutside } from './outside/said.ts';
import { isPhrase } from './phrase.ts';
import { saysUnhelpful } from './unhelpful.ts';
import { GREETINGS, HUMAN_ALONE, HUMAN_WORDS, asksForPersonIn, filled, languageOf, wordsOf } from './words.ts';

/** What a bot remembers of a chat. JSON. */
export interface Memory {
  /** Questions in a row that it did not know. */
  readonly misses: number;
  /** A person is wanted: it keeps quiet until one has been there. */
  /** Answers of which the visitor said that they did not help. */
  readonly unhelpful: number;
  readonly quiet: boolean;
  readonly lastQuestion: string;
  /** What it offered last: a number is one of them. */
  readonly offered: readonly string[];
  /** The dialogue that it is in. */
  readonly flow: FlowState | null;
  /** Where scripts and intents are. */
  readonly place: Place | null;
  /** When it said last that it cannot look into files, ms since the epoch. */
  readonly wordlessAt: number | null;
  /** It was asked something, though not as an adviser of agents; and a person has had the chat. */
  readonly heard: boolean;
  readonly person: boolean;
  /** What it suggested last, by a digest of the words. */
  readonly suggested: readonly Suggested[];
}

export interface Suggested {
  readonly words: string;
  readonly turn: number;
  readonly score: number;
}

/** Why it said what it said: for tests of dialogues, and for statistics. */
export interface Trace {
  readonly by: 'welcome' | 'human' | 'flow' | 'faq' | 'intent' | 'script' | 'suggestion' | 'question' | 'fallback' | 'model' | 'engine' | 'hand-over' | 'unhelpful' | 'nothing';
  /** The nearest questions, also those that are not near enough. */
  readonly hits: readonly { readonly id: string; readonly score: number; readonly post: string }[];
  /** The intent or the topic that answered. */
  readonly of?: string;
  /** Of a dialogue: which way it went. */
  readonly flow?: FlowTrace;
  /** Who was asked outside, one after the other. */
  readonly outside?: readonly OutsideTrace[];
}

export interface Replied {
  readonly answer: BotAnswer;
  readonly trace: Trace;
  /** The question that was the answer. */
  readonly entry: string | null;
}

type Told = Omit<Replied, 'entry'> & Partial<Pick<Replied, 'entry'>>;

const NOTHING: Trace = { by: 'nothing', hits: [] };
const START: Memory = { misses: 0, unhelpful: 0, quiet: false, lastQuestion: '', offered: [], flow: null, place: null, wordlessAt: null, heard: false, person: false, suggested: [] };
/** JSON of a memory, UTF-16 units: the host takes 65,536. */
const MOST_MEMORY = 60_000;
/** Questions that are offered where none is near enough. */
const MOST_OFFERED = 3;
const MOST_SUGGESTED = 3;
/** Suggestions that are remembered. */
const MOST_REMEMBERED = 9;
const MAX_CHOICE = 80;
/** Files within so many ms are sent together. */
const TOGETHER_MS = 10_000;
/** Of what is said, UTF-16 units: finding words in more would hold up other chats. */
const MOST_HEARD = 2_000;
/** Of a question that agents read in a note. */
const MOST_QUOTED = 500;

/** Nothing but questions and answers. */
const shallow: Think = async () => null;
const alone: AskOutside = async () => NOBODY;
/** No other system is there. */
const unconnected: Call = async () => ({ ok: false, data: null, why: '', answer: null });

/** Who helps with a turn: intents and scripts, whoever answers outside, and systems that flows call. */
export interface Help {
  readonly think?: Think;
  readonly outside?: AskOutside;
  readonly call?: Call;
}

/** A turn of a chat: pure, but for what the bot knows, what functions of its scripts do, and what comes from outside. */
export async function reply(brain: Brain, turn: BotTurn, { call = unconnected, outside = alone, think = shallow }: Help = {}): Promise<Replied> {
  return { entry: null, ...(await told(speaking(brain, turn.locale), turn, { call, outside, think })) };
}

/** Where nobody has given it words of its own it speaks the visitor's language. */
const speaking = (brain: Brain, locale: string): Brain => ({ ...brain, profile: { ...brain.profile, language: languageOf(locale) ?? brain.profile.language } });

async function told(brain: Brain, turn: BotTurn, help: Required<Help>): Promise<Told> {
  const kept = Object(turn.memory) as Partial<Memory>;
  const memory: Memory = { ...START, ...kept, flow: readState(kept.flow) };
  const { cue, role } = turn;
  const at: At = { now: turn.at, call: help.call };
  switch (cue.kind) {
    case 'begun': return brain.flows.begun === null ? welcome(brain, memory) : follow(brain, memory, role, await beginFlow(brain, brain.flows.begun, at));
    case 'said': return role === 'assists' ? suggest(brain, memory, turn.turn, cue.text, help.outside) : answer(brain, { ...memory, heard: true }, { ...help, role, said: cue.text, at });
    case 'rated': return cue.helpful || role === 'assists' || memory.quiet ? { answer: {}, trace: NOTHING } : unhelped(brain, memory, role);
    case 'taken-over': return quiet(brain, memory, at);
    case 'returned': return returned(brain, memory, role, at);
    case 'silence': return silent(brain, memory, role, at);
    case 'settled': return settle(memory, cue.text);
    case 'ended': return { answer: {}, trace: NOTHING };
  }
}

/** A person is there: nothing is wanted of it, and a dialogue waits. */
async function quiet(brain: Brain, memory: Memory, at: At): Promise<Told> {
  const paused = memory.flow && await continueFlow(brain, memory.flow, 'human.joined', at);
  return { answer: { memory: { ...memory, quiet: false, misses: 0, unhelpful: 0, offered: [], flow: paused?.state ?? null, person: true } }, trace: NOTHING };
}

/** They had a person, who gave them back to the queue: a dialogue that waited goes on, otherwise they wait for another. */
async function returned(brain: Brain, memory: Memory, role: BotTurn['role'], at: At): Promise<Told> {
  const resumed = memory.flow === null || isLapsed(brain, memory.flow, at.now) ? null : await continueFlow(brain, memory.flow, 'human.left', at);
  if (resumed !== null && role !== 'assists') return follow(brain, memory, role, resumed);
  return { answer: { memory: { ...memory, quiet: true, flow: null } }, trace: NOTHING };
}

/** Nothing was said for as long as the dialogue wanted to hear of. */
async function silent(brain: Brain, memory: Memory, role: BotTurn['role'], at: At): Promise<Told> {
  const dialogue = role === 'assists' || memory.flow === null ? null : await continueFlow(brain, memory.flow, 'tick', at);
  return dialogue === null ? { answer: {}, trace: NOTHING } : follow(brain, memory, role, dialogue);
}

/** What a dialogue does is what the bot does. */
function follow(brain: Brain, before: Memory, role: BotTurn['role'], { department, next, offered, says, state, trace, wakeMs }: FlowTurn): Told {
  const memory: Memory = { ...before, misses: 0, quiet: next === 'hand-over', offered, flow: state };
  const told: Trace = { by: next === 'hand-over' ? 'hand-over' : 'flow', hits: [], flow: trace };
  if (JSON.stringify(memory).length <= MOST_MEMORY) return { answer: { says, memory, next, ...(next === 'hand-over' ? { department: department ?? brain.profile.handoverTo } : {}), ...(wakeMs === null ? {} : { wakeMs }) }, trace: told };
  // More was told than a chat remembers.
  return handOver(brain, { ...before, flow: null }, role === 'serves' ? role : 'engages', 'unknown', before.lastQuestion, []);
}

function welcome(brain: Brain, memory: Memory): Told {
  const { name, offered, welcome: own } = brain.profile;
  const words = wordsOf(brain.profile);
  const hot = hotOf(brain, offered);
  const says: BotSays[] = [{ kind: 'text', text: filled(own === '' ? words.welcome : own, { name }) }];
  if (hot.length > 0) says.push({ kind: 'quick-replies', text: words.asked, choices: hot });
  return { answer: { says, memory: { ...memory, offered: hot } }, trace: { by: 'welcome', hits: [] } };
}

interface Heard extends Required<Help> {
  readonly role: 'engages' | 'serves';
  readonly said: string;
  readonly at: At;
}

/** The order of a turn: a person is wanted, the dialogue at hand, one that begins, what is known; asked again, and then a person. */
async function answer(brain: Brain, before: Memory, { at, outside, role, said, think }: Heard): Promise<Told> {
  const text = chosen(before.offered, said.slice(0, MOST_HEARD));
  // What was offered holds until something else is: first words are often a greeting.
  const memory = before;
  // A flow that does without leads to a person by itself; and what was offered is an answer, whatever its words.
  if (flowOf(brain, memory.flow)?.human !== false && !before.offered.includes(text) && asksForPerson(brain, text)) return handOver(brain, memory, role, 'asked', text, []);
  if (memory.quiet) return { answer: { memory }, trace: NOTHING };
  const dialogue = memory.flow === null || isLapsed(brain, memory.flow, at.now) ? null : await continueFlow(brain, memory.flow, { said: text }, at);
  if (dialogue !== null) return follow(brain, { ...memory, lastQuestion: text }, role, dialogue);
  if (text.trim() === '') return wordless(brain, memory, role, at.now);
  if (memory.lastQuestion !== '' && brain.profile.unhelpful !== 'ignore' && saysUnhelpful(text) && !isKnown(brain, text)) return unhelped(brain, { ...memory, flow: null }, role);
  const started = brain.flows.startedBy(text, brain.profile.best);
  if (started !== null) return follow(brain, { ...memory, lastQuestion: text }, role, await beginFlow(brain, started, at, text));
  const thought = isElsewhere(brain) ? null : await think(text, memory.place);
  const next: Memory = { ...memory, flow: null, place: thought === null ? memory.place : thought.place };
  if (thought !== null && thought.text !== null) return deepened(brain, next, text, { ...thought, text: thought.text });
  return answerKnown(brain, fitting(next), text) ?? answerOutside(brain, fitting(next), role, text, await outside(text, 'answer'));
}

/** A file without words is as a question that it does not know; files that are sent together are one. */
function wordless(brain: Brain, before: Memory, role: Heard['role'], now: number): Told {
  if (before.wordlessAt !== null && now - before.wordlessAt < TOGETHER_MS) return { answer: {}, trace: NOTHING };
  const memory: Memory = { ...before, misses: before.misses + 1, wordlessAt: now };
  if (memory.misses + memory.unhelpful >= brain.profile.misses) return handOver(brain, memory, role, 'unknown', '', []);
  return { answer: { says: [{ kind: 'text', text: wordsOf(brain.profile).wordless }], memory }, trace: { by: 'fallback', hits: [] } };
}

/** What it knows is asked of a bot that runs elsewhere, and not of itself. */
const isElsewhere = ({ profile: { outside: { engine, instead } } }: Brain): boolean => instead && engine !== '';

/** What is offered is said by its number as well, unless the number itself is offered. */
export function chosen(offered: readonly string[], said: string): string {
  const word = said.trim();
  return offered.includes(word) ? word : (offered[Number(word) - 1] ?? said);
}

/** Intents and scripts, in the order of the bots' API: an open intent, questions and answers, an intent that begins, scripts. */
function deepened(brain: Brain, memory: Memory, question: string, { by, entry: id, of, text }: Deeper & { readonly text: string }): Told {
  const entry = id === null ? undefined : brain.entries.get(id);
  // What an intent says is often a question of its own.
  const says: readonly BotSays[] = entry !== undefined && entry.replies[0] === text ? repliesOf(entry) : [{ kind: 'text', text }];
  return { answer: { says, answers: by !== 'intent', memory: fitting({ ...memory, misses: 0, lastQuestion: question }) }, trace: { by, of, hits: brain.search.search(question, MOST_OFFERED) }, entry: id };
}

/** What a visitor does not come back to in thirty minutes is forgotten anyway. */
const fitting = (memory: Memory): Memory => (JSON.stringify(memory).length <= MOST_MEMORY ? memory : { ...memory, place: null });

/** Null where neither a question of its own nor a greeting is meant. */
function answerKnown(brain: Brain, memory: Memory, text: string): Told | null {
  const hits = nearest(brain, text, MOST_OFFERED);
  const [first] = hits;
  const found = first === undefined || first.score < brain.profile.best ? undefined : brain.entries.get(first.id);
  if (found !== undefined && spoken(found).length > 0) return { answer: { says: repliesOf(found), answers: true, memory: { ...memory, misses: 0, lastQuestion: text } }, trace: { by: 'faq', hits }, entry: found.id };
  // It has greeted already.
  return isGreeting(text) ? { answer: { says: [{ kind: 'text', text: wordsOf(brain.profile).greeting }], memory }, trace: { by: 'welcome', hits } } : null;
}

/** What only others know, if anybody: else it is asked what was meant, and then a person. */
function answerOutside(brain: Brain, memory: Memory, role: Heard['role'], text: string, { answer: found, near, traces }: FromOutside): Told {
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
  const choices = choicesOf([...hits.filter(({ score }) => score >= least).map(({ id }) => brain.entries.get(id)?.post ?? ''), ...near]).slice(0, MOST_OFFERED);
  if (choices.length > 0) return { answer: { says: [{ kind: 'quick-replies', text: words.didYouMean, choices }], memory: { ...next, offered: choices } }, trace: { by: 'question', ...why } };
  return { answer: { says: [{ kind: 'text', text: fallback === '' ? words.fallback : fallback }], memory: next }, trace: { by: 'fallback', ...why } };
}

/** Questions of its own; none where it leaves them aside. */
const nearest = (brain: Brain, text: string, most: number): Trace['hits'] => (isElsewhere(brain) ? [] : brain.search.search(text, most));

/** An answer was none. In a dialogue it only counts: what was asked there still waits for its answer. */
function unhelped(brain: Brain, before: Memory, role: 'engages' | 'serves'): Told {
  const { misses: most, unhelpful } = brain.profile;
  if (unhelpful === 'ignore') return { answer: {}, trace: NOTHING };
  const memory: Memory = { ...before, unhelpful: before.unhelpful + 1 };
  if (unhelpful === 'person' || memory.misses + memory.unhelpful >= most) return handOver(brain, memory, role, 'unhelpful', '', []);
  return { answer: { says: memory.flow === null ? [{ kind: 'text', text: wordsOf(brain.profile).unhelpful }] : [], memory }, trace: { by: 'unhelpful', hits: [] } };
}

function handOver(brain: Brain, memory: Memory, role: 'engages' | 'serves', why: 'asked' | 'unhelpful' | 'unknown', question: string, hits: Trace['hits']): Told {
  const { handover, handoverTo, name } = brain.profile;
  const words = wordsOf(brain.profile);
  const own = wordsOf({ language: brain.notes });
  const known = knownLines(Object.entries(memory.flow?.slots ?? {}).map(([slot, value]) => ({ name: slot, value })));
  const says: BotSays[] = [
    { kind: 'text', text: role !== 'serves' ? words.waiting : handover === '' ? words.handover : handover },
    { kind: 'note', text: filled(own.summary, { name, reason: own.reasons[why], question: (memory.lastQuestion === '' ? question : memory.lastQuestion).slice(0, MOST_QUOTED).toWellFormed() }) + known },
  ];
  return { answer: { says, memory: { ...memory, quiet: true, flow: null }, next: 'hand-over', department: handoverTo }, trace: { by: why === 'asked' ? 'human' : 'hand-over', hits } };
}

/** What becomes of a suggestion is told once. */
function settle(memory: Memory, words: string): Told {
  const rest = memory.suggested.filter(({ words: known }) => known !== digestOf(words));
  return { answer: rest.length === memory.suggested.length ? {} : { memory: { ...memory, suggested: rest } }, trace: NOTHING };
}

/** Which of its suggestions it was. */
export const suggestedAs = (memory: unknown, words: string): Suggested | undefined => (Object(memory) as Partial<Memory>).suggested?.find(({ words: known }) => known === digestOf(words));

/** Chats remember no more of what they suggested: 96 bits. */
const digestOf = (words: string): string => createHash('sha256').update(words).digest('base64url').slice(0, 16);

async function suggest(brain: Brain, memory: Memory, turn: number, said: string, outside: AskOutside): Promise<Told> {
  const text = said.slice(0, MOST_HEARD);
  if (text.trim() === '') return { answer: {}, trace: NOTHING };
  const hits = nearest(brain, text, MOST_SUGGESTED).filter(({ score }) => score >= brain.profile.suggest);
  const own = hits.flatMap(({ id, score }) => {
    const words = brain.entries.get(id);
    const shown = words === undefined ? '' : spoken(words).join('\n');
    return shown === '' ? [] : [{ shown, score }];
  });
  const { answer: found, traces } = own.length === 0 && brain.profile.outside.assists ? await outside(text, 'suggest') : NOBODY;
  const why = { hits, ...(traces.length === 0 ? {} : { outside: traces }) };
  const says: readonly BotSays[] = found === null ? own.map(({ shown }) => ({ kind: 'suggestion', text: shown })) : saidFromOutside(brain, found, traces, 'suggest');
  // What it has nothing to say to costs no commit.
  if (says.length === 0) return { answer: {}, trace: { by: 'nothing', ...why } };
  const remembered = [...own.map(({ score, shown }): Suggested => ({ words: digestOf(shown), turn, score })), ...memory.suggested].slice(0, MOST_REMEMBERED);
  return { answer: { says, memory: { ...memory, lastQuestion: text, suggested: remembered } }, trace: { by: 'suggestion', ...why } };
}

const isGreeting = (text: string): boolean => GREETINGS.has(normalize(text).replace(/[!.。！~,，\s]+$/u, ''));

/** A word for a person in a question that the bot knows asks for no person. */
function asksForPerson({ profile: { best, humanWords }, search }: Brain, text: string): boolean {
  // What is artificial is no person.
  const said = normalize(text).replaceAll(/人工(?=智能|草坪|费|成本)/gu, '');
  const words = [...HUMAN_WORDS, ...humanWords].map(normalize);
  if (words.includes(said) || HUMAN_ALONE.has(said)) return true;
  if (!asksForPersonIn(said) && !words.some((word) => isPhrase(said, word))) return false;
  return !isKnown({ profile: { best }, search }, text);
}

function isKnown({ profile: { best }, search }: { readonly profile: Pick<Brain['profile'], 'best'> } & Pick<Brain, 'search'>, text: string): boolean {
  const [known] = search.search(text, 1);
  return known !== undefined && known.score >= best;
}

const repliesOf = (entry: Faq): readonly BotSays[] => spoken(entry).map((text) => ({ kind: 'text', text }));

const hotOf = ({ asked, entries }: Brain, count: number): readonly string[] =>
  choicesOf([...entries.values()].filter(({ enabled }) => enabled).sort((a, b) => (asked.get(b.id) ?? 0) - (asked.get(a.id) ?? 0)).slice(0, count).map(({ post }) => post));

/** A button has room for a short text only; what is longer could not be tapped whole. */
const choicesOf = (texts: readonly string[]): readonly string[] => texts.filter((text) => text !== '' && text.length <= MAX_CHOICE);

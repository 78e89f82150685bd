import type { Entity } from '../dictionary/dictionaries.ts';
import { fill, isCorrection, valueOf } from './fill.ts';
import type { Candidate, Filled, Values } from './fill.ts';

export interface IntentSlot {
  readonly name: string;
  /** A dictionary: `@TIME`, `city`; `@ANY` takes whatever is answered. */
  readonly dictionary: string;
  readonly required: boolean;
  /** Asked where it is required and not known. */
  readonly question: string;
}

/** What becomes of a visitor of whom all is known. */
export interface Completion {
  /** With `{slots}`; empty: that it is noted. */
  readonly reply: string;
  /** A person takes the chat over, and reads what was told. */
  readonly handsOver: boolean;
}

export interface Intent {
  /** Case makes no difference. */
  readonly name: string;
  readonly slots: readonly IntentSlot[];
  /** Asked once all is known; empty: not at all. */
  readonly confirm?: string;
  /** Where nothing else answers once it is complete. */
  readonly completion?: Completion | undefined;
}

/** Slots that a tagger marked in a text, each with its place. */
export interface Marked {
  readonly slot: string;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

export interface IntentBot {
  /** As they were trained. Another training has another number. */
  readonly training: number;
  readonly intents: readonly Intent[];
  readonly classify: (text: string) => { readonly guesses: readonly { readonly intent: string; readonly confidence: number }[] };
  readonly find: (text: string, now: number) => readonly Entity[];
  /** Empty where nothing was learned. */
  readonly mark: (intent: string, text: string) => readonly Marked[];
  readonly cancels: (text: string) => boolean;
  readonly agrees: (text: string) => boolean | undefined;
  /** A guess counts from here on, 0 to 1. */
  readonly least: number;
  /** Questions in a row that bring nothing new; one more and it gives up. Default of a bot 2. */
  readonly followUps: number;
  /** Silence that ends it, ms. */
  readonly lastsMs: number;
}

/** What a visitor wants, until it is done. Plain JSON. */
export interface IntentSession {
  readonly intent: string;
  readonly training: number;
  /** As the API spells them. */
  readonly state: 'proactive' | 'resolved' | 'losed';
  readonly values: Values;
  /** Of times that name no hour, by the slot. Not in those of former releases. */
  readonly grains?: Readonly<Record<string, 'day' | 'part'>>;
  /** The slot that was asked for; `confirm` is true while all of it is to be confirmed. */
  readonly asked: string | null;
  readonly confirm: boolean;
  /** Questions in a row that brought nothing. */
  readonly fruitless: number;
  /** The last message, ms since the epoch. */
  readonly lastAt: number;
}

export type SessionOutcome =
  /** No intent, and none is under way. */
  | { readonly is: 'none' }
  | { readonly is: 'ask'; readonly slot: string | null; readonly text: string }
  | { readonly is: 'resolved' }
  /** Given up; the last text is searched elsewhere first. */
  | { readonly is: 'losed'; readonly text: string }
  | { readonly is: 'cancelled' };

export interface SessionStep {
  readonly session: IntentSession | null;
  readonly outcome: SessionOutcome;
  /** Why the one before is over, where it is. */
  readonly ended: 'time' | 'training' | 'intent' | 'cancelled' | null;
}

const MOST_TEXT = 2_000;
const MOST_VALUE = 500;

export const intentNamed = ({ intents }: IntentBot, name: string): Intent | undefined => intents.find((intent) => intent.name.toLowerCase() === name.toLowerCase());

/** What a text does to a session, or to none. Pure but for what the bot finds in it. */
export function hearIntent(bot: IntentBot, before: IntentSession | null, said: string, now: number): SessionStep {
  const text = said.slice(0, MOST_TEXT);
  const over = before === null ? null : overBy(bot, before, now);
  const session = over === null ? before : null;
  if (session !== null && bot.cancels(text)) return { session: null, outcome: { is: 'cancelled' }, ended: 'cancelled' };
  const open = session?.state === 'proactive' ? session : null;
  const current = open === null ? undefined : intentNamed(bot, open.intent);
  if (open !== null && current !== undefined) {
    const answered = answer(bot, current, open, text, now);
    if (answered !== undefined) return { ...answered, ended: over };
  }
  const guessed = guess(bot, text);
  // Words of the same intent again add nothing to it; another one ends it.
  if (guessed !== undefined && guessed !== current) return { ...begin(bot, guessed, text, now), ended: over ?? (session === null ? null : 'intent') };
  if (open !== null && current !== undefined) return { ...again(bot, current, open, text, now), ended: over };
  return { session, outcome: { is: 'none' }, ended: over };
}

/** Why a session is over before anything is said; null where it goes on. */
function overBy({ lastsMs, training }: IntentBot, session: IntentSession, now: number): 'time' | 'training' | null {
  if (session.training !== training) return 'training';
  return now - session.lastAt >= lastsMs ? 'time' : null;
}

function guess(bot: IntentBot, text: string): Intent | undefined {
  const [best] = bot.classify(text).guesses.toSorted((a, b) => b.confidence - a.confidence);
  return best === undefined || best.confidence < bot.least ? undefined : intentNamed(bot, best.intent);
}

function begin(bot: IntentBot, intent: Intent, text: string, now: number): Omit<SessionStep, 'ended'> {
  const known = take(bot, intent, { values: {}, grains: {} }, text, { asked: null, now });
  return goOn(intent, { intent: intent.name, training: bot.training, state: 'proactive', ...known, asked: null, confirm: false, fruitless: 0, lastAt: now });
}

/** The session where the text brings something; undefined where it does not. */
function answer(bot: IntentBot, intent: Intent, session: IntentSession, text: string, now: number): Omit<SessionStep, 'ended'> | undefined {
  const agreed = session.confirm ? bot.agrees(text) : undefined;
  if (agreed === true) return { session: { ...session, state: 'resolved', confirm: false, lastAt: now }, outcome: { is: 'resolved' } };
  const known = take(bot, intent, session, text, { asked: session.asked, now });
  if (known !== session) return goOn(intent, { ...session, ...known, fruitless: 0, lastAt: now });
  // Whoever does not agree and says no more wants something else.
  return agreed === false ? { session: { ...session, state: 'losed', asked: null, confirm: false, lastAt: now }, outcome: { is: 'losed', text } } : undefined;
}

/** Asks for the next one that is missing. */
function goOn(intent: Intent, session: IntentSession): Omit<SessionStep, 'ended'> {
  const missing = intent.slots.find(({ name, required }) => required && valueOf(session.values, name) === undefined);
  if (missing !== undefined) return { session: { ...session, asked: missing.name, confirm: false }, outcome: { is: 'ask', slot: missing.name, text: missing.question } };
  const { confirm = '' } = intent;
  if (confirm !== '') return { session: { ...session, asked: null, confirm: true }, outcome: { is: 'ask', slot: null, text: confirm } };
  return { session: { ...session, state: 'resolved', asked: null }, outcome: { is: 'resolved' } };
}

/** Nothing came of the question: once more, up to the limit. The first time it was asked counts. */
function again({ followUps }: IntentBot, intent: Intent, session: IntentSession, text: string, now: number): Omit<SessionStep, 'ended'> {
  const fruitless = session.fruitless + 1;
  if (fruitless >= followUps) return { session: { ...session, state: 'losed', asked: null, confirm: false, fruitless, lastAt: now }, outcome: { is: 'losed', text } };
  return goOn(intent, { ...session, fruitless, lastAt: now });
}

type Known = Pick<IntentSession, 'grains' | 'values'>;

/** What is known with what a text adds; the same object where it adds nothing. */
function take(bot: IntentBot, intent: Intent, known: Known, text: string, { asked, now }: { readonly asked: string | null; readonly now: number }): Known {
  const corrects = isCorrection(text);
  const open = intent.slots.find(({ dictionary, name }) => name === asked && dictionary === '@ANY');
  // Whoever may write anything means the question with all of it.
  if (open !== undefined && !corrects && text.trim() !== '') return withValue(known, { slot: open.name, value: text.trim().slice(0, MOST_VALUE) });
  const entities = bot.find(text, now);
  const marked = bot.mark(intent.name, text);
  const candidates: readonly Candidate[] = intent.slots.map(({ dictionary, name }) => {
    const learned = marked.filter(({ slot }) => slot === name);
    const found = entities.filter((entity) => entity.dictionary === dictionary);
    // What the tagger marks for this very slot is tried before what merely is of its kind, with the value that the dictionary has for it.
    const both = [...learned.flatMap((mark) => found.filter((entity) => entity.from < mark.to && mark.from < entity.to)), ...(found.length === 0 ? learned : []), ...found];
    return { slot: name, found: both.map(({ from, to, value, ...more }) => ({ from, to, value: value.slice(0, MOST_VALUE), ...('grain' in more ? { grain: more.grain } : {}) })) };
  });
  return fill(candidates, known.values, { asked, corrects }).reduce(withValue, known);
}

/** Said last, so at the end. */
function withValue({ grains = {}, values }: Known, { grain, slot, value }: Filled): Known {
  const without = <T>(all: Readonly<Record<string, T>>): Readonly<Record<string, T>> => Object.fromEntries(Object.entries(all).filter(([name]) => name !== slot));
  return { values: { ...without(values), [slot]: value }, grains: grain === undefined ? without(grains) : { ...without(grains), [slot]: grain } };
}

/** Something that somebody told. */
export interface Told extends Pick<Entity, 'dictionary' | 'grain'> {
  readonly name: string;
  /** As it is kept. */
  readonly value: string;
}

/** What is known of a session, in the order of the slots. */
export function toldIn({ slots }: Intent, { grains = {}, values }: IntentSession): readonly Told[] {
  return slots.flatMap(({ dictionary, name }): readonly Told[] => {
    const value = String(valueOf(values, name) ?? '');
    const grain = Object.hasOwn(grains, name) ? grains[name] : undefined;
    return value === '' ? [] : [{ name, dictionary, value, ...(grain === undefined ? {} : { grain }) }];
  });
}

/** The slots of a session as the API shows them. */
export function entitiesOf({ slots }: Intent, { values }: IntentSession): readonly { readonly name: string; readonly val: string; readonly requires: boolean; readonly dictname: string }[] {
  return slots.map(({ dictionary, name, required }) => ({ name, val: String(valueOf(values, name) ?? ''), requires: required, dictname: dictionary }));
}

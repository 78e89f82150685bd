import type { BotCall } from './answers.ts';
import { inPieces } from './answers.ts';
import type { Piece } from './answers.ts';

export interface IntentSlot {
  readonly name: string;
  /** The name of a dictionary. */
  readonly dict: string;
  readonly requires: boolean;
  /** Asked where it is required and was not said. */
  readonly question: string;
}

/** What becomes of it where no script takes it. */
export interface Completion {
  /** With `{slots}`; empty: the bot says that it is noted. */
  readonly reply: string;
  readonly handsOver: boolean;
}

/** One that nobody has named yet. */
export const NEW_SLOT: IntentSlot = { name: '', dict: '@ANY', requires: true, question: '' };

/** What somebody may want, and how they say it. */
export interface Intent {
  readonly name: string;
  readonly description: string;
  readonly utters: readonly string[];
  readonly slots: readonly IntentSlot[];
  readonly completion: Completion;
}

/** An intent in a list. */
export interface IntentRow {
  readonly name: string;
  readonly description: string;
  /** How many. */
  readonly utters: number;
  readonly slots: number;
}

export interface Learning {
  readonly state: 'none' | 'running' | 'done' | 'failed';
  /** Ms since the epoch. */
  readonly startedAt: number;
  readonly error: string;
  /** When the last one that came to something began, ms since the epoch; 0 for none yet. What it learned, and how long that took, ms. */
  readonly trainedAt: number;
  readonly utterances: number;
  readonly intents: number;
  readonly took: number;
  /** False where there are too few intents to learn from: what is nearly an utterance is understood all the same. */
  readonly hasModel: boolean;
  /** Share of the utterances that trials had not seen and understood, 0 to 1; null where nothing was tried. */
  readonly accuracy: number | null;
  /** The version that answers chats, and whether it is what is written now; null: the newest training answers. */
  readonly live: { readonly number: number; readonly at: number; readonly by: string; readonly isSame: boolean } | null;
  /** What is learned from has changed since. */
  readonly isStale: boolean;
  /** Utterances that there are to learn from. */
  readonly waiting: number;
  /** Names of all that slots may be of. */
  readonly dictionaries: readonly string[];
}

export interface Guessed {
  readonly trained: boolean;
  /** A guess counts from here on, 0 to 1. */
  readonly least: number;
  readonly guesses: readonly { readonly intent: string; readonly confidence: number }[];
  /** Of the first guess. */
  readonly slots: readonly { readonly slot: string; readonly from: number; readonly to: number }[];
  readonly entities: readonly { readonly dictionary: string; readonly from: number; readonly to: number; readonly value: string }[];
}

export type IntentFlaw = 'no-name' | 'bad-name' | 'many-utters' | 'long-utter' | 'slot-name' | 'slot-twice' | 'slot-dict' | 'reply-slot' | 'long-reply';

export const MOST_OF_INTENTS = { description: 500, utters: 1_000, utter: 500, slots: 30, question: 500, name: 64, reply: 2_000 } as const;
export const NAME = /^[0-9a-zA-Z_]{1,64}$/;
const SLOT = /\{\s*(\w+)\s*\}/g;

/** What the plugin would not take. */
export function flawOfIntent({ completion: { reply }, name, slots, utters }: Intent): IntentFlaw | null {
  if (name === '') return 'no-name';
  if (!NAME.test(name)) return 'bad-name';
  if (utters.length > MOST_OF_INTENTS.utters) return 'many-utters';
  if (utters.some((utter) => utter.length > MOST_OF_INTENTS.utter)) return 'long-utter';
  const flawed = flawOfSlots(slots);
  if (flawed !== null) return flawed.flaw;
  if (reply.trim().length > MOST_OF_INTENTS.reply) return 'long-reply';
  return slotsIn(reply).some((named) => !slots.some((slot) => slot.name === named.name)) ? 'reply-slot' : null;
}

/** The first of them that the plugin would not take, by its place. */
export function flawOfSlots(slots: readonly IntentSlot[]): { readonly at: number; readonly flaw: 'slot-name' | 'slot-twice' | 'slot-dict' } | null {
  for (const [at, { dict, name }] of slots.entries()) {
    if (!NAME.test(name)) return { at, flaw: 'slot-name' };
    if (slots.slice(0, at).some((slot) => slot.name === name)) return { at, flaw: 'slot-twice' };
    if (dict === '') return { at, flaw: 'slot-dict' };
  }
  return null;
}

/** With one of that name: the first that has none yet, else a new one. It is of the dictionary of that name where there is one. */
export function withSlot(slots: readonly IntentSlot[], name: string, dictionaries: readonly string[]): readonly IntentSlot[] {
  const at = slots.findIndex((slot) => slot.name === '');
  const { dict, ...slot } = slots[at] ?? NEW_SLOT;
  const named = { ...slot, name, dict: dict === NEW_SLOT.dict && dictionaries.includes(name) ? name : dict };
  return at < 0 ? [...slots, named] : slots.with(at, named);
}

/** Where slots stand in a text, in UTF-16 units. */
export const slotsIn = (text: string): readonly { readonly name: string; readonly from: number; readonly to: number }[] =>
  [...text.matchAll(SLOT)].map(({ 0: whole, 1: name = '', index }) => ({ name, from: index, to: index + whole.length }));

/** One a line; what stands there twice counts once. */
export const linesIn = (text: string): readonly string[] => [...new Set(text.split('\n').map((line) => line.trim()).filter((line) => line !== ''))];

export function moved<T>(all: readonly T[], from: number, to: number): readonly T[] {
  const rest = all.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...all.slice(from, from + 1), ...rest.slice(to)];
}

export const intentsApi = (call: BotCall) => ({
  intents: (bot: string) => inPieces((from) => call<Piece<IntentRow>>('intent.list', { bot, from })),
  intent: async (bot: string, name: string): Promise<Intent> => {
    const first = await call<Piece<string> & Omit<Intent, 'utters'>>('intent.get', { bot, name });
    const { completion, description, name: called, slots } = first;
    return { name: called, description, slots, completion, utters: await inPieces(async (from) => (from === 0 ? first : call<Piece<string>>('intent.get', { bot, name, from }))) };
  },
  saveIntent: (bot: string, intent: Intent, isNew: boolean) => call<true>('intent.save', { bot, intent, isNew }),
  removeIntent: (bot: string, name: string) => call<true>('intent.remove', { bot, name }),
  train: (bot: string) => call<Learning>('intent.train', { bot }),
  learning: (bot: string) => call<Learning>('intent.training', { bot }),
  guess: (bot: string, text: string) => call<Guessed>('intent.guess', { bot, text }),
});

import type { SlotOutcome, SlotValues } from '#wire/slots.ts';
import { BotRefusal, REASONS, SameQuestion } from './answers.ts';
import type { BotCall } from './answers.ts';
import type { Bot, Entry, EntryPage, Keys, StoredEntry, Tried } from './bot.ts';
import { dictionariesApi } from './dictionary.ts';
import { intentsApi } from './intent.ts';
import { outsideApi } from './outside/outside.ts';
import { recordApi } from './record/record.ts';
import { scriptsApi } from './script.ts';
import { versionsApi } from './versions/version.ts';
import type { Branch } from './versions/version.ts';

/** One value that an action takes has this many UTF-16 units at most; what is longer goes in pieces. */
const PIECE = 8_000;
/** An action takes 30 values: so much JSON at most. */
export const MOST_JSON = 29 * PIECE;

export function valuesOf(given: object): Readonly<Record<string, string>> {
  const json = JSON.stringify(given);
  const values: Record<string, string> = { json: json.slice(0, PIECE) };
  for (let piece = 1; piece * PIECE < json.length; piece++) values[`json${piece}`] = json.slice(piece * PIECE, (piece + 1) * PIECE);
  return values;
}

export type BotsApi = ReturnType<typeof botsApi>;

/** What the page may ask of the plugin. Rejects with an ApiError, or a {@link BotRefusal}. */
export function botsApi(ask: (action: string, values?: SlotValues) => Promise<SlotOutcome>) {
  const call: BotCall = async <T>(action: string, given: object): Promise<T> => {
    const { data } = await ask(action, valuesOf(given));
    if (data === null || data === undefined) throw new BotRefusal('gone');
    if (typeof data === 'object' && 'taken' in data) throw new BotRefusal('taken');
    if (typeof data === 'object' && 'refused' in data) throw new BotRefusal(REASONS.find((reason) => reason === data.refused) ?? 'wrong');
    if (typeof data === 'object' && 'wrong' in data) throw new BotRefusal('wrong', String(data.wrong));
    return data as T;
  };
  return {
    /** For what of the page asks by itself. */
    ask,
    look: async () => (await ask('look')).data as readonly Bot[],
    make: (given: Pick<Bot, 'department' | 'language' | 'name'>) => call<Bot>('make', given),
    save: (profile: Bot) => call<Bot>('save', { profile }),
    remove: (bot: string) => call<true>('remove', { bot }),
    entries: (bot: string, asked: { readonly query: string; readonly category: string; readonly page: number }) => call<EntryPage>('faqs', { bot, ...asked }),
    entry: (bot: string, id: string) => call<StoredEntry>('entry', { bot, id }),
    /** Rejects with a {@link SameQuestion} where another entry has it. */
    put: async (bot: string, entry: Entry): Promise<StoredEntry> => {
      const put = await call<StoredEntry | { readonly same: SameQuestion['entry'] }>('put', { bot, entry });
      if ('same' in put) throw new SameQuestion(put.same);
      return put;
    },
    drop: (bot: string, ids: readonly string[]) => call<true>('drop', { bot, ids }),
    bring: (bot: string, entries: readonly Entry[]) => call<{ readonly brought: number }>('bring', { bot, entries }),
    carry: (bot: string, from: number) => call<{ readonly entries: readonly StoredEntry[]; readonly next: number | null }>('carry', { bot, from }),
    /** Without a text: a chat begins. */
    try: (bot: string, text: string, memory: unknown, branch: Branch) => call<Tried>('try', { bot, text, memory, branch }),
    ...intentsApi(call),
    ...dictionariesApi(call),
    ...scriptsApi(call),
    ...outsideApi(call),
    ...recordApi(call),
    ...versionsApi(call),
    keys: (bot: string) => call<Keys>('keys', { bot }),
    /** The secret comes this once. */
    rotate: (bot: string) => call<Keys & { readonly secret: string }>('rotate', { bot }),
  };
}

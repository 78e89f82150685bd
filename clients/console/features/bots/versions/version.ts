import type { BotCall } from '../answers.ts';

/** Which intents answer: what is written and trained here, or the version that is live. */
export type Branch = 'dev' | 'pro';

interface Counts {
  readonly added: number;
  readonly removed: number;
}

/** What was put live, as the plugin `bot` of the same release answers it. */
export interface Version {
  readonly number: number;
  /** Ms since the epoch. */
  readonly at: number;
  /** The name of whoever put it live. */
  readonly by: string;
  /** How many. */
  readonly intents: number;
  readonly utterances: number;
  /** Share of the utterances that trials had not seen and understood, 0 to 1; null where nothing was tried. */
  readonly accuracy: number | null;
  /** Against what was live before it; null for the first. */
  readonly changes: { readonly intents: Counts; readonly utterances: Counts } | null;
}

export interface Versions {
  /** The number of the one that answers chats; null: the newest training does. */
  readonly live: number | null;
  /** The newest first. */
  readonly versions: readonly Version[];
}

type Change = 'added' | 'changed' | 'removed';
interface Quoted {
  readonly count: number;
  readonly first: readonly string[];
}

/** From a version to another one. */
export interface Changes {
  readonly intents: readonly { readonly name: string; readonly is: Change; readonly added: Quoted; readonly removed: Quoted; readonly slots: readonly string[]; readonly completes: boolean }[];
  /** How many more intents there are that changed. */
  readonly left: number;
  readonly dictionaries: readonly { readonly name: string; readonly is: Change }[];
}

export const versionsApi = (call: BotCall) => ({
  versions: (bot: string) => call<Versions>('version.list', { bot }),
  putLive: (bot: string) => call<{ readonly number: number }>('version.put', { bot }),
  makeLive: (bot: string, version: number) => call<true>('version.live', { bot, version }),
  /** From a version to what is written now. */
  changes: (bot: string, from: number) => call<Changes>('version.changes', { bot, from, to: 'now' }),
});

import type { BotCall, Piece } from '../answers.ts';
import { inPieces } from '../answers.ts';

/** As `plugins/bot/outside` and `plugins/bot/documents` of the same release have it. */

/** Who answers what a bot does not know. */
export interface OutsideChoice {
  readonly model: boolean;
  readonly strict: boolean;
  /** Name; empty: none. */
  readonly engine: string;
  readonly instead: boolean;
  readonly assists: boolean;
}

export interface Source {
  readonly n: number;
  readonly from: 'entry' | 'document';
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly url: string;
  /** 0 to 1. */
  readonly score: number;
  readonly cited: boolean;
}

export interface OutsideTrace {
  readonly via: 'model' | 'engine';
  readonly sources: readonly Source[];
  /** Why it is not said; a later release may have more reasons than have words here. Null: it was. */
  readonly not: string | null;
  /** The other side's own words. */
  readonly detail: string;
  readonly written: string;
  readonly tokens: number;
}

export interface TriedOutside {
  readonly answer: { readonly by: 'model' | 'engine'; readonly text: string; readonly choices: readonly string[] } | null;
  readonly traces: readonly OutsideTrace[];
}

/** Times in ms since the epoch; no limit: null. */
interface Standing {
  readonly spent: { readonly answers: number; readonly tokens: number };
  readonly most: { readonly answers: number; readonly tokens: number | null };
  readonly pause: { readonly until: number; readonly failure: string; readonly detail: string } | null;
}

export interface Outside {
  readonly off: { readonly at: number; readonly by: string } | null;
  readonly model: (Standing & { readonly name: string; readonly host: string }) | null;
  readonly engines: readonly (Standing & { readonly id: string; readonly host: string })[];
}

export interface DocumentRow {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly at: number;
  /** UTF-16 units. */
  readonly size: number;
  readonly passages: number;
}

export interface DocumentList {
  readonly rows: readonly DocumentRow[];
  readonly most: { readonly documents: number; readonly characters: number };
}

/** One that has no id yet is new. */
export interface Written {
  readonly id?: string | undefined;
  readonly title: string;
  readonly url: string;
  readonly text: string;
}

/** What the plugin takes. */
export const MOST_DOCUMENT = { title: 200, url: 500, text: 100_000 } as const;

export const outsideApi = (call: BotCall) => ({
  outside: (bot: string) => call<Outside>('outside.look', { bot }),
  switchOutside: (on: boolean) => call<{ readonly on: boolean }>('outside.switch', { on }),
  tryOutside: (bot: string, asked: { readonly text: string; readonly strict: boolean; readonly engine?: string }) => call<TriedOutside>('outside.try', { bot, ...asked }),
  documents: (bot: string) => call<DocumentList>('document.look', { bot }),
  document: async (bot: string, id: string) => (await inPieces((from) => call<Piece<string>>('document.read', { bot, id, from }))).join(''),
  saveDocument: (bot: string, document: Written) => call<{ readonly id: string }>('document.put', { bot, document }),
  removeDocument: (bot: string, id: string) => call<true>('document.drop', { bot, id }),
});

export type DocumentFlaw = 'needed' | 'link' | 'long';

/** What the plugin would not take, by field. */
export function flawsOf({ text, title, url }: Written): Partial<Record<'title' | 'url' | 'text', DocumentFlaw>> {
  return {
    ...(title.trim() === '' ? { title: 'needed' as const } : {}),
    ...(url.trim() !== '' && !/^https?:$/.test(URL.parse(url.trim())?.protocol ?? '') ? { url: 'link' as const } : {}),
    ...(text.trim() === '' ? { text: 'needed' as const } : text.trim().length > MOST_DOCUMENT.text ? { text: 'long' as const } : {}),
  };
}

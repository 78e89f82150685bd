import type { BotCall } from '../answers.ts';
import type { Hit } from '../bot.ts';

/** As the plugin `bot` of the same release answers them: see `plugins/bot/record`. */

export const KINDS = ['answered', 'asked', 'unknown', 'handed', 'suggested'] as const;
export type Kind = (typeof KINDS)[number];

/** What the bot said to a question, and why. Times in ms since the epoch. */
export interface SaidRow {
  readonly conversation: string;
  readonly turn: number;
  readonly at: number;
  readonly visitor: { readonly id: string; readonly name: string };
  readonly question: string;
  readonly role: 'serves' | 'engages' | 'assists';
  /** The part of the bot that answered; a later release may have more. */
  readonly by: string;
  readonly hits: readonly Hit[];
  /** Of the hits those that are still there. */
  readonly known: readonly string[];
  readonly entry: string | null;
  /** What answered, as people call it; empty where that says nothing. */
  readonly answered: string;
  readonly handed: 'asked' | 'unknown' | 'flow' | 'intent' | null;
  /** What an agent made of what was suggested. */
  readonly settled: 'sent' | 'edited' | 'dismissed' | null;
  /** The entry that has this question by now. */
  readonly has: { readonly id: string; readonly post: string } | null;
  /** The bot says nothing to them. */
  readonly muted: boolean;
  /** Without an entry: nothing that it knows was meant. */
  readonly correction: { readonly entry: string | null; readonly post: string } | null;
}

export interface Cursor {
  readonly at: number;
  readonly name: string;
}

export interface SaidPage {
  readonly rows: readonly SaidRow[];
  /** Where the older ones begin; there may be some although none stand here. */
  readonly next: Cursor | null;
}

export interface HistoryAsked {
  /** Null: all of them. */
  readonly kind: Kind | null;
  readonly query: string;
  readonly days: number;
}

/** Questions about the same to which nothing is known. */
export interface Cluster {
  readonly name: string;
  /** How often, and how many ways to put it. */
  readonly times: number;
  readonly questions: number;
  readonly at: number;
  /** Some of them, the most central one first. */
  readonly members: readonly { readonly question: string; readonly times: number; readonly conversation: string }[];
}

export interface Clusters {
  readonly clusters: readonly Cluster[];
  /** How many are not shown. */
  readonly more: number;
  /** Everything of these days was read. */
  readonly complete: boolean;
}

export interface DayCounts {
  /** `2026-11-29` */
  readonly date: string;
  /** Answers, by what they were. */
  readonly answered: number;
  readonly asked: number;
  readonly unknown: number;
  readonly chats: number;
  readonly resolved: number;
  readonly handed: number;
}

export interface Confusion {
  readonly intent: string;
  /** Null: for none of them. */
  readonly taken: string | null;
  readonly times: number;
}

export interface Statistics {
  readonly total: {
    readonly chats: number; readonly resolved: number; readonly taken: number; readonly by: Readonly<Record<string, number>>;
    readonly handed: { readonly asked: number; readonly unknown: number; readonly flow: number; readonly intent: number };
    /** Turns in which something was suggested, and what became of suggestions. */
    readonly suggested: number; readonly sent: number; readonly edited: number; readonly dismissed: number;
  };
  /** The oldest first, each of them. */
  readonly days: readonly DayCounts[];
  readonly top: readonly { readonly id: string; readonly post: string; readonly times: number }[];
  /** Of the last training's trials. */
  /** Of all utterances that the trials asked, 0 to 1; null where nothing was tried. */
  readonly accuracy: number | null;
  readonly confusions: readonly Confusion[];
  /** Parts of the bot that were corrected. */
  readonly corrected: readonly { readonly by: string; readonly of: string; readonly times: number; readonly none: number }[];
}

interface Share {
  readonly answered: number;
  readonly right: number;
}

/** Thresholds that fit better what people said of its answers. */
export interface Proposal {
  readonly best: number;
  readonly suggest: number;
  readonly samples: number;
  readonly current: Share;
  readonly proposed: Share;
}

type Turn = Pick<SaidRow, 'conversation' | 'turn'>;

export const recordApi = (call: BotCall) => ({
  history: (bot: string, asked: HistoryAsked, after: Cursor | null) => call<SaidPage>('history.list', { bot, ...asked, after }),
  correct: (bot: string, { at, conversation, turn }: Turn & Pick<SaidRow, 'at'>, entry: string | null) => call<true>('history.correct', { bot, conversation, turn, at, entry }),
  uncorrect: (bot: string, { conversation, turn }: Turn) => call<true>('history.undo', { bot, conversation, turn }),
  /** Answers with those that the entry had not yet. */
  teach: (bot: string, entry: string, questions: readonly string[]) => call<{ readonly taught: readonly string[] }>('history.teach', { bot, entry, questions }),
  unteach: (bot: string, entry: string, questions: readonly string[]) => call<true>('history.unteach', { bot, entry, questions }),
  mute: (bot: string, { id, name }: SaidRow['visitor'], muted: boolean) => call<{ readonly muted: boolean }>('mute.set', { bot, id, name, muted }),
  unanswered: (bot: string, days: number) => call<Clusters>('unanswered.list', { bot, days }),
  ignore: (bot: string, questions: readonly string[], ignored: boolean) => call<true>('unanswered.ignore', { bot, questions, ignored }),
  statistics: (bot: string, days: number) => call<Statistics>('statistics.look', { bot, days }),
  calibration: (bot: string) => call<{ readonly proposal: Proposal | null }>('calibration.look', { bot }),
});

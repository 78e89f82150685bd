import { fillIn, placeholdersIn, strangersIn } from '#domain/placeholders.ts';
import type { LocalText } from '#wire/api.ts';

export type Stage = 'draft' | 'scheduled' | 'running' | 'stopping' | 'stopped' | 'done';
export type Having = 'any' | 'with' | 'without';

export interface Whom {
  readonly text: string;
  readonly accounts: readonly string[];
  readonly departments: readonly string[];
  /** Seen within so many days; null: whenever. */
  readonly days: number | null;
  readonly email: Having;
  readonly phone: Having;
  /** Also who is in a chat at that moment. */
  readonly inChat: boolean;
}

export interface Draft {
  readonly title: string;
  readonly text: string;
  /** In place of a name that is not known, where the text itself does not say. */
  readonly fallback: string;
  readonly whom: Whom;
  /** Messages a minute; null: as fast as each channel's setting says. */
  readonly perMinute: number | null;
}

export const SKIPPED = ['opted-out', 'unreachable', 'in-chat', 'refused'] as const;
export type Skipped = (typeof SKIPPED)[number];

/** A broadcast with its figures, as the plugin of the same release answers it. Times: ms since the epoch. */
export interface Broadcast extends Draft {
  readonly id: string;
  readonly stage: Stage;
  readonly at: number | null;
  readonly by: string;
  readonly createdAt: number;
  readonly begunAt: number | null;
  readonly endedAt: number | null;
  /** When it was to begin and was held back for a flaw. */
  readonly heldAt?: number | null;
  /** Whether everybody for whom it is has been written down. */
  readonly gathered: boolean;
  /** There were more than a broadcast takes. */
  readonly cut: boolean;
  readonly targeted: number;
  /** Whose turn is yet to come. */
  readonly pending: number;
  readonly sent: number;
  readonly waiting: number;
  readonly delivered: number;
  readonly failed: number;
  readonly answered: number;
  readonly left: number;
  readonly skipped: Readonly<Record<Skipped, number>>;
}

export interface Places {
  readonly accounts: readonly { readonly id: string; readonly name: string; readonly icon: string | null; readonly perMinute: number }[];
  readonly departments: readonly { readonly id: string; readonly name: string }[];
  readonly stopWords: readonly string[];
}

/** Whom it would reach now, as far as they were counted. */
export interface Counted {
  readonly people: number;
  readonly optedOut: number;
  readonly inChat: number;
  /** Who is reachable, and has no name. */
  readonly nameless: number;
  /** By account. */
  readonly reachable: Readonly<Record<string, number>>;
  readonly unreachable: readonly { readonly reason: LocalText; readonly people: number }[];
  readonly names: readonly (string | null)[];
  readonly after: string | null;
}

export interface Failure {
  readonly conversation: string;
  readonly reason: string;
  readonly detail: string;
  readonly at: number;
}

export type Became = Skipped | 'delivered' | 'failed' | 'pending' | 'waiting';
export interface Recipient {
  readonly id: string;
  readonly name: string | null;
  readonly account: string | null;
  readonly conversation: string | null;
  readonly became: Became;
  /** Of a refusal, or a failure. */
  readonly code: string | null;
  /** In the channel's own words. */
  readonly why: LocalText | null;
  /** In its provider's. */
  readonly detail: string | null;
}

export const MAX_TEXT = 2_000;
export const EMPTY: Draft = { title: '', text: '', fallback: '', perMinute: null, whom: { text: '', accounts: [], departments: [], days: null, email: 'any', phone: 'any', inChat: false } };

const asking = (text: string) => placeholdersIn(text).filter(({ name }) => name === 'name');
export const asksName = (text: string): boolean => asking(text).length > 0;
/** Whether somewhere nothing is said for who has no name. */
export const asksFallback = (text: string): boolean => asking(text).some(({ otherwise }) => otherwise === '');
export const wordsFor = ({ fallback, text }: Pick<Draft, 'fallback' | 'text'>, name: string | null): string => fillIn(text, { name }, fallback);

/** Characters shown before a gap, and in all. */
const BEFORE_GAP = 16;
const AROUND_GAP = 32;
/** Stands for the gap while all else is filled in. */
const GAP = '\0';
/** What somebody without a name reads there, where nothing stands in its place. */
export function gapIn(text: string): string {
  const line = text.split('\n').find(asksFallback) ?? '';
  const { at, written } = asking(line).find(({ otherwise }) => otherwise === '') ?? { at: 0, written: '' };
  const read = wordsFor({ text: `${line.slice(0, at)}${GAP}${line.slice(at + written.length)}`, fallback: '' }, null);
  const from = Math.max(0, read.indexOf(GAP) - BEFORE_GAP);
  const shown = read.slice(from).replace(/ ?\0/u, '');
  return `${from > 0 ? '…' : ''}${shown.slice(0, AROUND_GAP).toWellFormed().trim()}${shown.length > AROUND_GAP ? '…' : ''}`;
}

/** What looks like a placeholder and is none: a slip keeps it from being sent, all else is sent as it stands. */
export const strangers = (text: string) => strangersIn(text, ['name']);
/** Whether somebody without a name would read nothing at all. */
export const isEmptyUnnamed = (draft: Pick<Draft, 'fallback' | 'text'>): boolean => draft.text.trim() !== '' && wordsFor(draft, null) === '';

/** What may still be changed; what is due begins within seconds. */
export const isOpen = ({ at, stage }: Pick<Broadcast, 'at' | 'stage'>, now: number): boolean => stage === 'draft' || (stage === 'scheduled' && (at ?? Infinity) > now);
export const isMoving = ({ stage }: Pick<Broadcast, 'stage'>): boolean => stage === 'running' || stage === 'stopping' || stage === 'scheduled';

export const sumOf = (skipped: Broadcast['skipped']): number => SKIPPED.reduce((sum, why) => sum + skipped[why], 0);

/** Of two parts of a count. What was seen first is named first. */
export function together(before: Counted | undefined, part: Counted): Counted {
  if (before === undefined) return part;
  const reachable = { ...before.reachable };
  for (const [account, people] of Object.entries(part.reachable)) reachable[account] = (reachable[account] ?? 0) + people;
  const reasons = new Map(before.unreachable.map((each) => [each.reason.en, each]));
  for (const { people, reason } of part.unreachable) reasons.set(reason.en, { reason, people: people + (reasons.get(reason.en)?.people ?? 0) });
  return {
    people: before.people + part.people, optedOut: before.optedOut + part.optedOut, inChat: before.inChat + part.inChat, nameless: before.nameless + part.nameless, after: part.after,
    reachable, unreachable: [...reasons.values()], names: [...before.names, ...part.names].slice(0, 8),
  };
}

export const reachableOf = ({ reachable }: Counted): number => Object.values(reachable).reduce((sum, people) => sum + people, 0);

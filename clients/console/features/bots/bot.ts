import type { Hours } from './hours.ts';
import type { OutsideChoice, OutsideTrace } from './outside/outside.ts';

/** As the plugin `bot` of the same release reads and answers them. */

export const UNHELPFUL = ['miss', 'person', 'ignore'] as const;

/** A bot: one a department. */
export interface Bot {
  readonly id: string;
  readonly name: string;
  /** Id. */
  readonly department: string;
  readonly first: boolean;
  readonly queued: boolean;
  /** It serves new chats while nobody is there, by its hours. */
  readonly closed: boolean;
  readonly hours: Hours;
  readonly assists: boolean;
  readonly language: 'en' | 'zh-CN';
  readonly welcome: string;
  readonly fallback: string;
  readonly handover: string;
  /** Id of the department to whose people it hands over; empty: the chat's own. */
  readonly handoverTo: string;
  readonly humanWords: readonly string[];
  /** 0 to 1. */
  readonly best: number;
  readonly suggest: number;
  readonly misses: number;
  /** What it makes of a visitor who says that its answer did not help. */
  readonly unhelpful: (typeof UNHELPFUL)[number];
  readonly offered: number;
  readonly outside: OutsideChoice;
}

/** What it may be asked, and what it answers. */
export interface Entry {
  readonly post: string;
  readonly similar: readonly string[];
  readonly replies: readonly string[];
  readonly enabled: boolean;
  readonly categories: readonly string[];
  readonly id?: string | undefined;
}

/** An entry that is stored. */
export interface StoredEntry extends Entry {
  readonly id: string;
}

/** An entry in a list. */
export interface EntryRow {
  readonly id: string;
  readonly post: string;
  /** How many. */
  readonly similar: number;
  /** How the first one begins. */
  readonly reply: string;
  /** How many. */
  readonly replies: number;
  readonly enabled: boolean;
  readonly categories: readonly string[];
  /** How often it was the answer, about. */
  readonly asked: number;
}

export interface EntryPage {
  /** Of what is asked for, on all pages. */
  readonly total: number;
  readonly all: number;
  readonly page: number;
  readonly pages: number;
  readonly entries: readonly EntryRow[];
  /** Of all entries. */
  readonly categories: readonly string[];
}

export interface Says {
  readonly kind: 'text' | 'note' | 'suggestion' | 'quick-replies';
  readonly text: string;
  readonly choices?: readonly string[];
}

export interface Hit {
  readonly id: string;
  /** 0 to 1. */
  readonly score: number;
  readonly post: string;
}

/** Why it said what it said. */
export interface Trace {
  /** The part of the bot that answered; a later release may have more than are named here. */
  readonly by: string;
  readonly hits: readonly Hit[];
  /** Who was asked outside. */
  readonly outside?: readonly OutsideTrace[];
}

/** A turn of a test. */
export interface Tried {
  readonly says: readonly Says[];
  /** To be given back with the next turn. */
  readonly memory: unknown;
  readonly next: 'stay' | 'hand-over' | 'complete';
  readonly trace: Trace;
  /** Ms. */
  readonly took: number;
}

/** How programs call a bot. */
export interface Keys {
  readonly clientId: string;
  /** Ms since the epoch; null: it has no secret yet. */
  readonly madeAt: number | null;
}

/** What the plugin takes. */
export const MOST = { name: 80, question: 500, similar: 200, replies: 10, reply: 4_000, categories: 10, category: 60, words: 2_000, humanWords: 50, humanWord: 40, misses: 20, offered: 5, entry: 39_000 } as const;

import { isUlid } from '#domain/ulid.ts';
import type { FoundChat } from '#wire/api.ts';
import type { Scope } from '../inbox/lists.ts';

/** The lists that are searched: in the others everything is in view. */
export type SearchScope = Extract<Scope, 'all' | 'ended'>;
export const isSearched = (scope: Scope): scope is SearchScope => scope === 'all' || scope === 'ended';

/** States of chats that one list has. */
export const STATES = { all: ['queued', 'active', 'transferring'], ended: ['completed', 'closed'] } as const satisfies Readonly<Record<SearchScope, readonly string[]>>;

/** What a list is narrowed down to. Empty is whatever does not matter. */
export interface Sought {
  readonly text: string;
  readonly department: string;
  readonly agent: string;
  readonly status: string;
  readonly channel: string;
  /** Days, `2026-11-30`, where the reader is: the first and the last of the ends, or of open chats' beginnings. */
  readonly since: string;
  readonly until: string;
}

export const nothing: Sought = { text: '', department: '', agent: '', status: '', channel: '', since: '', until: '' };

/** What may be chosen beside the words, in the order of the form. */
export const FILTERS = ['department', 'agent', 'status', 'channel', 'since', 'until'] as const satisfies readonly (keyof Sought)[];
export type Filter = (typeof FILTERS)[number];

export const isAsked = (sought: Sought): boolean => Object.values(sought).some((value) => value !== '');

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(Date.parse(text));

/** Out of an address, which anybody may have written: what makes no sense is left out. */
export function soughtIn(scope: SearchScope, search: string): Sought {
  const params = new URLSearchParams(search);
  const kept = (name: string, fits: (value: string) => boolean): string => {
    const value = params.get(name) ?? '';
    return fits(value) ? value : '';
  };
  return {
    text: (params.get('q') ?? '').slice(0, 160).trim(),
    department: kept('department', isUlid), agent: kept('agent', isUlid), channel: kept('channel', isUlid),
    status: kept('status', (value) => STATES[scope].some((state) => state === value)),
    since: kept('since', isDay), until: kept('until', isDay),
  };
}

/** The end of an address that says what is looked for, and at which message a chat is opened; empty for nothing. */
export function searchOf({ text, ...filters }: Sought, at: number | null = null): string {
  const some = Object.entries({ q: text, ...filters, at: at === null ? '' : String(at) }).filter(([, value]) => value !== '');
  return some.length === 0 ? '' : `?${new URLSearchParams(some).toString()}`;
}

/** At which message an address opens its chat; null where it does not say. */
export function atIn(search: string): number | null {
  const named = Number(new URLSearchParams(search).get('at'));
  return Number.isSafeInteger(named) && named > 0 ? named : null;
}

/** As the server is asked. */
export function queryOf(scope: SearchScope, { since, text, until, ...filters }: Sought): Readonly<Record<string, string>> {
  // A day begins where the reader is, and it is over when the next one begins. Whoever types a year comes by 0002 and 0020: before the epoch there is nothing.
  const startOf = (day: string, later = 0): string => {
    const date = new Date(`${day}T00:00`);
    date.setDate(date.getDate() + later);
    return String(Math.max(0, date.getTime()));
  };
  const all = { text, ...filters, since: since === '' ? '' : startOf(since), until: until === '' ? '' : startOf(until, 1) };
  return { scope: scope === 'all' ? 'open' : 'ended', ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')) };
}

/** The way to a chat in this list, at the message for which it was found, with what was looked for still in the field. */
export const addressOf = (scope: Scope, { card, said }: FoundChat, sought = nothing): string => `/${scope}/${card.id}${searchOf(sought, said?.seq)}`;

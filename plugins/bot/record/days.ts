import { z } from 'parlor/plugin';
import { rows } from '../library.ts';
import type { Own } from '../own.ts';
import type { HandedBecause, SaidTurn, SettledTurn } from './said.ts';

const count = z.number().int().min(0);
const counts = z.record(z.string(), count);

/** What a bot did on one day, as one process saw it, or a part of that: all are summed. */
export const day = z.object({
  /** Chats in which it was asked something; of them those that ended without a person, and those that a person took up. */
  chats: count, resolved: count, taken: count,
  handed: z.object({ asked: count, unknown: count, flow: count, intent: count.default(0) }),
  /** Answers by the part of the bot that gave them. */
  by: counts,
  /** How often an entry was the answer. */
  entries: counts,
  /** Turns in which something was suggested, and what became of suggestions. */
  suggested: count, sent: count, edited: count, dismissed: count,
  /** By the similarity in percent: how often a suggestion was of use, and how often not. */
  used: counts, unused: counts,
});
export type Day = z.output<typeof day>;

export const newDay = (): Day => ({ chats: 0, resolved: 0, taken: 0, handed: { asked: 0, unknown: 0, flow: 0, intent: 0 }, by: {}, entries: {}, suggested: 0, sent: 0, edited: 0, dismissed: 0, used: {}, unused: {} });

/** Entries of a day that are told apart: the others are not counted by themselves. */
const MOST_ENTRIES = 300;

const more = (all: Record<string, number>, name: string, by = 1): void => void (all[name] = (all[name] ?? 0) + by);

export function countSaid(into: Day, { by, entry, handed, role }: SaidTurn): void {
  if (role === 'assists') into.suggested++;
  else more(into.by, by);
  if (handed !== null) into.handed[handed]++;
  if (entry !== null && role !== 'assists' && (into.entries[entry] !== undefined || Object.keys(into.entries).length < MOST_ENTRIES)) more(into.entries, entry);
}

export function countSettled(into: Day, settled: SettledTurn['settled'], score: number): void {
  into[settled]++;
  more(settled === 'dismissed' ? into.unused : into.used, String(Math.round(score * 100)));
}

export function sum(days: readonly Day[]): Day {
  const all = newDay();
  for (const each of days) {
    for (const name of ['chats', 'resolved', 'taken', 'suggested', 'sent', 'edited', 'dismissed'] as const) all[name] += each[name];
    for (const reason of Object.keys(all.handed) as HandedBecause[]) all.handed[reason] += each.handed[reason];
    for (const part of ['by', 'entries', 'used', 'unused'] as const) for (const [name, times] of Object.entries(each[part])) more(all[part], name, times);
  }
  return all;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day by the clock of a time zone, `2026-11-29`. */
export function dayAt(at: number, timeZone: string): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, format);
  return format.format(at);
}

const prefixOf = (bot: string): string => `day:${bot}:`;
export const dayKey = (bot: string, date: string, part: string): string => `${prefixOf(bot)}${date}:${part}`;

/** By their keys, from a date on. */
export async function daysOf(ctx: Pick<Own, 'data'>, bot: string, from: string): Promise<ReadonlyMap<string, Day>> {
  const found = new Map<string, Day>();
  for await (const page of rows(ctx, prefixOf(bot))) {
    for (const { key, value } of page) {
      const read = day.safeParse(value).data;
      if (read !== undefined && dateOf(key) >= from) found.set(key, read);
    }
  }
  return found;
}

export const dateOf = (key: string): string => key.split(':')[2] ?? '';

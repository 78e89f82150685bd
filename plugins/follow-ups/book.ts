import type { Ctx, SlotViewer } from '#plugin/define.ts';

/** Somebody is to be heard from again. */
export interface FollowUp {
  readonly chat: string;
  /** A day, `2026-01-31`. */
  readonly due: string;
  /** What about; empty where nobody said. */
  readonly note: string;
  /** The visitor, where that was known. */
  readonly who: string;
  /** The agent who has it: `a_<id>`. */
  readonly by: string;
}

/** What is kept, by chat: one follow-up each. */
type Book = Pick<Ctx<object, 'data.keep'>, 'data'>;

const DAY_MS = 86_400_000;
const MOST = 500;
const keyOf = (chat: string): string => `chat:${chat}`;

export const dayIn = (days: number, from = Date.now()): string => new Date(from + days * DAY_MS).toISOString().slice(0, 10);
export const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));

/** `Mon, 2 Feb` as people read it. */
export const dayInWords = (day: string, locale: string): string => new Intl.DateTimeFormat(locale, { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(day));

export const find = async ({ data }: Book, chat: string): Promise<FollowUp | undefined> => (await data.get(keyOf(chat))) as FollowUp | undefined;
export const keep = ({ data }: Book, entry: FollowUp): Promise<void> => data.set(keyOf(entry.chat), entry);
export const strike = ({ data }: Book, chat: string): Promise<void> => data.delete(keyOf(chat));

/** An agent has the own ones: others may be about chats that the agent may not see. */
export const isFor = ({ by }: FollowUp, viewer: SlotViewer): boolean => viewer.kind === 'agent' && (viewer.role !== 'agent' || by === `a_${viewer.id}`);

/** All of them, those that are due first. */
export async function all({ data }: Book): Promise<readonly FollowUp[]> {
  const entries: FollowUp[] = [];
  for (let keys = await data.keys(); keys.length > 0 && entries.length < MOST; keys = await data.keys(keys.at(-1))) {
    entries.push(...(await Promise.all(keys.map((key) => data.get(key) as Promise<FollowUp>))));
  }
  return entries.sort((a, b) => a.due.localeCompare(b.due));
}

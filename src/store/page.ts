import { StoreError } from './store-error.ts';

/** `next` asks for the following page; null at the end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export type Order = 'newest' | 'oldest';

export interface PageRequest {
  /** 1 to 200. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

/** Where a page ended: the sort value, and the id that breaks ties. */
export interface Cursor {
  readonly at: number;
  readonly id: number;
}

const PATTERN = /^(\d{1,15})\.(\d{1,15})$/;

export const cursorAt = ({ at, id }: Cursor): string => `${at}.${id}`;

/** Throws `store.cursor` for anything that {@link cursorAt} did not make. */
export function parseCursor(text: string): Cursor {
  const match = PATTERN.exec(text);
  if (match === null) throw new StoreError('store.cursor', 'not a page cursor');
  return { at: Number(match[1]), id: Number(match[2]) };
}

/** Cuts the one row that was read beyond the page, and says where the page ended. */
export function toPage<T>(rows: readonly T[], limit: number, cursorOf: (row: T) => Cursor): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? cursorAt(cursorOf(last)) : null };
}

export const pageSize = (limit: number): number => Math.max(1, Math.min(200, Math.floor(limit)));

import type { SlotOutcome, SlotValues } from '#wire/slots.ts';
import type { Listing, Reply, Taken, Words } from './reply.ts';

const REASONS = ['input', 'gone', 'full', 'forbidden'] as const;
export type Reason = (typeof REASONS)[number];

/** Something in it cannot be taken, it is gone, there are too many, or it is not the reader's to change. */
export class ReplyRefusal extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

export type RepliesApi = ReturnType<typeof repliesApi>;

/** What the page may ask of the plugin. Rejects with an ApiError, or a {@link ReplyRefusal}. */
export function repliesApi(ask: (action: string, values?: SlotValues) => Promise<SlotOutcome>) {
  const call = async <T>(action: string, values: SlotValues = {}): Promise<T> => {
    const { data } = await ask(action, values);
    if (typeof data === 'object' && data !== null && 'refused' in data) throw new ReplyRefusal(REASONS.find((reason) => reason === data.refused) ?? 'input');
    return data as T;
  };
  const named = ({ id, shelf }: Pick<Reply, 'id' | 'shelf'>) => ({ id, shelf });
  return {
    list: (query: string, shelf: string | null, from: number) => call<Listing>('list', { query, from, ...(shelf === null ? {} : { shelf }) }),
    look: (reply: Pick<Reply, 'id' | 'shelf'>) => call<Reply>('look', named(reply)),
    add: (shelf: string, words: Words) => call<unknown>('add', { shelf, ...words }),
    change: ({ id, shelf: from }: Pick<Reply, 'id' | 'shelf'>, shelf: string, words: Words) => call<unknown>('change', { id, from, shelf, ...words }),
    remove: (reply: Pick<Reply, 'id' | 'shelf'>) => call<unknown>('remove', named(reply)),
    restore: (id: string) => call<unknown>('restore', { id }),
    take: (from: number) => call<{ readonly items: readonly Taken[]; readonly next: number | null }>('take', { from }),
    bring: (shelf: string, rows: string) => call<unknown>('bring', { shelf, rows }),
  };
}

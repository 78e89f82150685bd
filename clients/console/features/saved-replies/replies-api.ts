import type { SlotOutcome, SlotValues } from '#wire/slots.ts';
import type { Brought, Listing, Reply, Taken, Words } from './reply.ts';

const REASONS = ['input', 'placeholder', 'shortcut', 'conflict', 'gone', 'full', 'forbidden', 'busy'] as const;
export type Reason = (typeof REASONS)[number];

/** As `plugins/saved-replies/page.ts` says. `theirs`: with a conflict, how the reply stands. */
export class ReplyRefusal extends Error {
  readonly reason: Reason;
  readonly theirs: Reply | null;

  constructor(reason: Reason, theirs: Reply | null) {
    super(reason);
    this.reason = reason;
    this.theirs = theirs;
  }
}

export type RepliesApi = ReturnType<typeof repliesApi>;

/** What the page may ask of the plugin. Rejects with an ApiError, or a {@link ReplyRefusal}. */
export function repliesApi(ask: (action: string, values?: SlotValues) => Promise<SlotOutcome>) {
  const call = async <T>(action: string, values: SlotValues = {}): Promise<T> => {
    const { data } = await ask(action, values);
    if (typeof data === 'object' && data !== null && 'refused' in data) throw new ReplyRefusal(REASONS.find((reason) => reason === data.refused) ?? 'input', 'theirs' in data ? (data.theirs as Reply) : null);
    return data as T;
  };
  const named = ({ id, shelf }: Pick<Reply, 'id' | 'shelf'>) => ({ id, shelf });
  return {
    list: (query: string, shelf: string | null, from: number) => call<Listing>('list', { query, from, ...(shelf === null ? {} : { shelf }) }),
    look: (reply: Pick<Reply, 'id' | 'shelf'>) => call<Reply>('look', named(reply)),
    add: (shelf: string, words: Words) => call<unknown>('add', { shelf, ...words }),
    change: ({ id, shelf: from, at: read }: Pick<Reply, 'id' | 'shelf' | 'at'>, shelf: string, words: Words) => call<unknown>('change', { id, from, shelf, read, ...words }),
    /** Which others have this shortcut. */
    sharing: (id: string | null, shortcut: string) => call<{ readonly items: readonly Pick<Reply, 'title' | 'shelf'>[] }>('shortcut', { shortcut, ...(id === null ? {} : { id }) }),
    remove: (reply: Pick<Reply, 'id' | 'shelf'>) => call<unknown>('remove', named(reply)),
    restore: (id: string) => call<unknown>('restore', { id }),
    take: (from: number) => call<{ readonly items: readonly Taken[]; readonly next: number | null }>('take', { from }),
    /** `does` false: only says what would come of it. */
    bring: (shelf: string, rows: string, does: boolean) => call<Brought>('bring', { shelf, rows, does }),
  };
}

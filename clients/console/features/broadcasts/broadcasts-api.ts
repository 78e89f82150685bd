import type { SlotOutcome, SlotValues } from '#wire/slots.ts';
import type { Broadcast, Counted, Draft, Failure, Places, Recipient, Whom } from './broadcast.ts';

const REASONS = ['input', 'placeholder', 'empty', 'late', 'running'] as const;
type Reason = (typeof REASONS)[number];

/** It has begun meanwhile, or is gone; it is under way; or something in it cannot be taken: nobody fills a placeholder in, or who has no name would read nothing. */
export class BroadcastRefusal extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

export type BroadcastsApi = ReturnType<typeof broadcastsApi>;

/** What the page may ask of the plugin. Rejects with an ApiError, or a {@link BroadcastRefusal}. */
export function broadcastsApi(ask: (action: string, values?: SlotValues) => Promise<SlotOutcome>) {
  const call = async <T>(action: string, values: SlotValues = {}): Promise<T> => {
    const { data } = await ask(action, values);
    if (typeof data === 'object' && data !== null && 'refused' in data) throw new BroadcastRefusal(REASONS.find((reason) => reason === data.refused) ?? 'input');
    return data as T;
  };
  const deed = (action: string) => (id: string): Promise<{ readonly id: string }> => call(action, { id });
  return {
    places: () => call<Places>('places'),
    list: (after: string | null) => call<{ readonly items: readonly Broadcast[]; readonly next: string | null }>('list', after === null ? {} : { after }),
    look: (id: string) => call<Broadcast>('look', { id }),
    count: (whom: Whom, after: string | null) => call<Counted>('count', { whom: JSON.stringify(whom), ...(after === null ? {} : { after }) }),
    keep: (draft: Draft, id: string | null) => call<{ readonly id: string }>('keep', { draft: JSON.stringify(draft), ...(id === null ? {} : { id }) }),
    /** Now, or at a time. */
    send: (id: string, at: number | null) => call<{ readonly id: string }>('send', { id, ...(at === null ? {} : { at }) }),
    withdraw: deed('withdraw'), remove: deed('remove'), stop: deed('stop'), resume: deed('resume'),
    failures: (id: string, after: string | null) => call<{ readonly items: readonly Failure[]; readonly next: string | null }>('failures', { id, ...(after === null ? {} : { after }) }),
    people: (id: string, page: number) => call<{ readonly pages: number; readonly people: readonly Recipient[] }>('people', { id, page }),
  };
}

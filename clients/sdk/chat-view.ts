import { evolve } from '#domain/evolve.ts';
import type { ConversationPage, Receipt } from '#wire/protocol.ts';
import type { ConversationEvent } from '#wire/vocabulary.ts';
import type { ConversationPicture } from './types.ts';

/** The fold of a conversation's pages, events and receipts. */
export type ChatView = Pick<ConversationPicture, 'state' | 'events' | 'more' | 'receipts'>;

export const emptyView: ChatView = { state: null, events: [], more: false, receipts: [] };

/** The position of the last event held. */
export const positionOf = (view: ChatView): number => view.state?.seq ?? 0;

/** Where a resumed page continues what is held; else it replaces it. Null when it claims to continue and does not. */
export function showPage(view: ChatView, page: ConversationPage, resumed: boolean): ChatView | null {
  const { state, receipts } = page;
  if (!resumed) return mergeReceipts({ state, events: page.events, more: page.more, receipts }, view.receipts);
  const last = positionOf(view);
  const fresh = page.events.filter(({ seq }) => seq > last);
  if (state.seq !== last + fresh.length || (fresh[0]?.seq ?? last + 1) !== last + 1) return null;
  return mergeReceipts({ ...view, state, events: fresh.length > 0 ? [...view.events, ...fresh] : view.events }, receipts);
}

/** Adds an event; the same view for one that is held already, null when one before it is missing. */
export function addEvent(view: ChatView, event: ConversationEvent): ChatView | null {
  const last = positionOf(view);
  if (event.seq <= last) return view;
  if (view.state === null || event.seq !== last + 1) return null;
  return { ...view, state: evolve(view.state, event), events: [...view.events, event] };
}

/** Puts a page of older events in front, as far as it is older. */
export function addOlder(view: ChatView, older: readonly ConversationEvent[], more: boolean): ChatView {
  const first = view.events[0]?.seq ?? Infinity;
  return { ...view, events: [...older.filter(({ seq }) => seq < first), ...view.events], more };
}

/** Cursors only go forward. */
export function mergeReceipts(view: ChatView, news: readonly Receipt[]): ChatView {
  const merged = new Map(view.receipts.map((receipt) => [receipt.participant, receipt]));
  let changed = false;
  for (const { participant, delivered, read } of news) {
    const before = receiptOf(view, participant);
    if (delivered <= before.delivered && read <= before.read) continue;
    changed = true;
    merged.set(participant, { participant, delivered: Math.max(delivered, before.delivered), read: Math.max(read, before.read) });
  }
  return changed ? { ...view, receipts: [...merged.values()] } : view;
}

export const receiptOf = (view: Pick<ChatView, 'receipts'>, participant: string): Receipt =>
  view.receipts.find((receipt) => receipt.participant === participant) ?? { participant, delivered: 0, read: 0 };

/** The last position that somebody else wrote: what receipts are about. */
export const lastOfOthers = (view: ChatView, self: string): number => view.events.findLast(({ by }) => by !== self)?.seq ?? 0;

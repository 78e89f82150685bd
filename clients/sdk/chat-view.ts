import { fold } from '#domain/evolve.ts';
import type { ConversationPage, Receipt } from '#wire/protocol.ts';
import type { ConversationEvent } from '#wire/vocabulary.ts';
import type { ConversationPicture } from './types.ts';

/** The fold of a conversation's pages, events and receipts. */
export type ChatView = Pick<ConversationPicture, 'state' | 'events' | 'more' | 'receipts'>;

/** The position of the last event held. */
export const positionOf = ({ state }: ChatView): number => state?.seq ?? 0;

/** Where a resumed page continues what is held; else it replaces it. Null when it claims to continue and does not. */
export function showPage(view: ChatView, { state, events, more, receipts }: ConversationPage, resumed: boolean): ChatView | null {
  const all = { receipts: mergeReceipts(view.receipts, receipts), state };
  if (!resumed) return { ...all, events, more };
  const last = positionOf(view);
  const fresh = events.filter(({ seq }) => seq > last);
  if (state.seq !== last + fresh.length) return null;
  return { ...all, events: [...view.events, ...fresh], more: view.more };
}

/** Adds an event; nothing changes for one that is held already, null when one before it is missing. */
export function addEvent(view: ChatView, event: ConversationEvent): Partial<ChatView> | null {
  const { state, events } = view;
  const last = positionOf(view);
  if (event.seq <= last) return {};
  return state === null || event.seq > last + 1 ? null : { state: fold(state, event), events: [...events, event] };
}

/** Cursors only go forward; the same array when none did. */
export function mergeReceipts(receipts: readonly Receipt[], news: readonly Receipt[]): readonly Receipt[] {
  return news.reduce((merged, { participant, delivered, read }) => {
    const before = receiptOf(merged, participant);
    if (delivered <= before.delivered && read <= before.read) return merged;
    const after = { participant, delivered: Math.max(delivered, before.delivered), read: Math.max(read, before.read) };
    return [...merged.filter((receipt) => receipt !== before), after];
  }, receipts);
}

export const receiptOf = (receipts: readonly Receipt[], participant: string): Receipt =>
  receipts.find((receipt) => receipt.participant === participant) ?? { participant, delivered: 0, read: 0 };

import { useSyncExternalStore } from 'react';
import { Attachments } from '#sdk/attachments.ts';
import type { Attachment } from '#sdk/attachments.ts';

const shelves = new Map<string, Attachments>();

/** Files that wait for the words that they go with: they belong to their chat, like a draft, for as long as the page lives. */
export function attachmentsOf(chat: string, note: boolean): Attachments {
  const key = `${chat}${note ? '.note' : ''}`;
  const known = shelves.get(key) ?? new Attachments(() => ({ path: '/api/v1/files' }));
  shelves.set(key, known);
  return known;
}

/** Those on their way are not sent to the end. */
export function forgetAttachments(): void {
  for (const attachments of shelves.values()) attachments.clear();
  shelves.clear();
}

export function useAttachments(chat: string, note: boolean): { readonly attachments: Attachments; readonly items: readonly Attachment[] } {
  const attachments = attachmentsOf(chat, note);
  const { items } = useSyncExternalStore(attachments.subscribe, () => attachments.snapshot);
  return { attachments, items };
}

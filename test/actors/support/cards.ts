import type { Card } from '#wire/protocol.ts';

/** A waiting chat, as lists show it. */
export const card = (id: string, more: Partial<Card> = {}): Card => ({
  id, seq: 2, status: 'queued', department: 'support', assignee: null, assigneeName: null, visitor: 'Wei', transfer: null, transferFrom: null,
  preview: '', previewBy: 'visitor', previewKind: 'text', previewFrom: null, previewName: null, startedAt: 1, queuedAt: 1, updatedAt: 1, endedAt: null, unread: 0, locale: 'en', channel: 'web', channelIcon: null, ticket: 1, ...more,
});

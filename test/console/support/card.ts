import type { Card } from '#wire/protocol.ts';

/** A card that waits, unless told otherwise. */
export const card = (id: string, more: Partial<Card> = {}): Card => ({
  id, seq: 1, status: 'queued', department: 'd', assignee: null, assigneeName: null, visitor: id, transfer: null, transferFrom: null, preview: '', previewBy: 'visitor',
  startedAt: 0, queuedAt: null, updatedAt: 0, endedAt: null, unread: 0, locale: 'en', channel: 'web', channelIcon: null, ticket: null, ...more,
});

import type { ConversationEvent } from '#domain/events.ts';

/** Something said at a position, or whatever else happens there. */
export const eventAt = (seq: number, type = 'message.posted'): ConversationEvent => ({ type, seq, publicSeq: seq, at: seq, by: 'v_1', kind: 'text', body: { text: `${seq}` } }) as ConversationEvent;

import type { ConversationEvent } from '#domain/events.ts';
import { isVisitorId } from '#domain/participant.ts';

/** One event made into JSON once, for the log and for both audiences. */
export interface LogLine {
  /** The event without its body: the log's `head` column. */
  readonly head: string;
  /** The body as JSON, or null: the log's `body` column. */
  readonly body: string | null;
}

/** JSON of the fields that are the same for all audiences, without braces. Messages by hand: they are nearly all there is. */
function fieldsOf(event: ConversationEvent): string {
  if (event.type === 'message.posted') return `"type":"message.posted","at":${event.at},"by":${JSON.stringify(event.by)},"kind":${JSON.stringify(event.kind)}${event.answer === true ? ',"answer":true' : ''}`;
  const { seq: _seq, publicSeq: _publicSeq, id: _id, memory: _memory, ...rest } = event as typeof event & { readonly memory?: string };
  return JSON.stringify(rest).slice(1, -1);
}

export interface EncodedEvent extends LogLine {
  /** The event as agents see it. */
  readonly full: string;
  /** The event as the visitor sees it, or null. */
  readonly public: string | null;
}

export function encodeEvent(event: ConversationEvent): EncodedEvent {
  const { seq, publicSeq } = event;
  const fields = fieldsOf(event);
  const body = event.type === 'message.posted' ? JSON.stringify(event.body) : event.type === 'bot.answered' ? event.memory : null;
  const id = event.id === undefined ? '' : `"id":${JSON.stringify(event.id)},`;
  // What a bot remembers is for the log only.
  const tail = event.type === 'message.posted' ? `,"body":${body}}` : '}';
  // What a broadcast is called is the house's own affair.
  const announcement = event.type === 'message.posted' && event.announcement !== undefined ? `,"announcement":${JSON.stringify(event.announcement)}` : '';
  const line = `{"seq":${seq},"publicSeq":${publicSeq},${id}${fields}${announcement}`;
  return {
    head: `${line}}`,
    body,
    full: line + tail,
    public: publicSeq === null ? null : `{"seq":${publicSeq},"publicSeq":${publicSeq},${isVisitorId(event.by) ? id : ''}${fields}${tail}`,
  };
}

/** Reads a line of the log. An erased body reads as an empty text; what a bot remembers is read by its actor alone. */
export function decodeEvent({ head, body }: LogLine): ConversationEvent {
  const event = JSON.parse(head) as ConversationEvent;
  if (event.type === 'bot.answered') return { ...event, memory: '' };
  return event.type === 'message.posted' ? { ...event, body: body === null ? { text: '' } : (JSON.parse(body) as typeof event.body) } : event;
}

/** An event as others than its actor may have it. */
export const withoutMemory = (event: ConversationEvent): ConversationEvent => (event.type === 'bot.answered' ? { ...event, memory: '' } : event);

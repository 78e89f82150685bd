import type { ConversationEvent } from '#domain/events.ts';
import { isVisitorId } from '#domain/participant.ts';

/** One event made into JSON once, for the log and for both audiences. */
export interface LogLine {
  /** The event without its body: the log's `head` column. */
  readonly head: string;
  /** The body as JSON, or null: the log's `body` column. */
  readonly body: string | null;
}

/** JSON of the parts that are the same for all audiences, without the opening brace. */
function commonOf(event: ConversationEvent): { readonly common: string; readonly body: string | null } {
  const { seq: _seq, publicSeq: _publicSeq, id: _id, ...rest } = event;
  if (rest.type !== 'message.posted') return { common: JSON.stringify(rest).slice(1), body: null };
  const { body, ...head } = rest;
  return { common: JSON.stringify(head).slice(1), body: JSON.stringify(body) };
}

export interface EncodedEvent extends LogLine {
  /** The event as agents see it. */
  readonly full: string;
  /** The event as the visitor sees it, or null. */
  readonly public: string | null;
}

const join = (head: string, body: string | null): string => (body === null ? head : `${head.slice(0, -1)},"body":${body}}`);

export function encodeEvent(event: ConversationEvent): EncodedEvent {
  const { common, body } = commonOf(event);
  const { seq, publicSeq } = event;
  const id = event.id === undefined ? '' : `"id":${JSON.stringify(event.id)},`;
  const head = `{"seq":${seq},"publicSeq":${publicSeq},${id}${common}`;
  return {
    head,
    body,
    full: join(head, body),
    public: publicSeq === null ? null : join(`{"seq":${publicSeq},"publicSeq":${publicSeq},${isVisitorId(event.by) ? id : ''}${common}`, body),
  };
}

/** Reads a line of the log. An erased body reads as an empty text. */
export function decodeEvent({ head, body }: LogLine): ConversationEvent {
  const event = JSON.parse(head) as ConversationEvent;
  return event.type === 'message.posted' ? { ...event, body: body === null ? { text: '' } : (JSON.parse(body) as typeof event.body) } : event;
}

import type { ConversationEvent, Fact } from '#domain/events.ts';
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

/**
 * Reads a line of the log. An erased body reads as an empty text; what a bot remembers is read by its actor alone. Throws where the line is no
 * JSON, or lacks what everybody takes for granted of its type; of a type that only a later release knows nothing is.
 */
export function decodeEvent({ head, body }: LogLine): Fact {
  const event = JSON.parse(head) as Fact;
  const whole = event.type === 'bot.answered' ? { ...event, memory: '' } : event.type === 'message.posted' ? { ...event, body: body === null ? { text: '' } : (JSON.parse(body) as typeof event.body) } : event;
  if (!isWhole(whole)) throw new TypeError(`a line of the log is no ${whole.type}`);
  return whole;
}

/** Whether the parts of an event are there that its readers go into. */
function isWhole(event: Fact): boolean {
  if (typeof event.type !== 'string' || typeof event.by !== 'string') return false;
  switch (event.type) {
    case 'conversation.started': return isParticipant(event.visitor);
    case 'conversation.assigned': return isParticipant(event.assignee);
    case 'participant.joined': return isParticipant(event.participant);
    case 'transfer.offered': return isObject(event.to);
    case 'message.posted': return isBody(event.body);
    default: return true;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isParticipant = (value: unknown): boolean => isObject(value) && [value['id'], value['kind'], value['name']].every((part) => typeof part === 'string');
const isBody = (value: unknown): boolean =>
  isObject(value) && typeof value['text'] === 'string' && (value['choices'] === undefined || Array.isArray(value['choices'])) && (value['file'] === undefined || isObject(value['file']));

/** An event as others than its actor may have it. */
export const withoutMemory = (event: ConversationEvent): ConversationEvent => (event.type === 'bot.answered' ? { ...event, memory: '' } : event);

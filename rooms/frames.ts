import type { Command } from '#domain/commands.ts';
import { refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { Audience, SuggestionFate } from '#domain/events.ts';
import type { MessageBody, MessageKind } from '#domain/message.ts';
import type { Incoming } from '#wire/codec.ts';
import { ROOM_DATA } from '#wire/protocol.ts';

/** Longest live preview of what somebody types, in UTF-16 units. */
const MAX_TYPING = 1_000;

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isPosition = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** A frame of ours, or null where the bytes are none. Invalid UTF-8 becomes replacement characters. */
export function readFrame(bytes: Buffer): Incoming | null {
  if (bytes.length < 3 || bytes[0] !== ROOM_DATA) return null;
  try {
    return { type: bytes[1] ?? 0, payload: JSON.parse(bytes.toString('utf8', 2)) };
  } catch {
    return null;
  }
}

export interface CommandRequest {
  readonly id: string;
  readonly p: number;
  readonly cmd: Command;
}

/** A command from a socket, of a type that its sender may send. The rest of its fields are set here, not by the client. */
export function readCommand(payload: unknown, allowed: ReadonlySet<string>): CommandRequest | Refusal {
  if (!isObject(payload) || typeof payload['id'] !== 'string' || !isPosition(payload['p'])) return refuse('command.malformed');
  const { id, p, cmd } = payload;
  if (!isObject(cmd) || typeof cmd['type'] !== 'string') return refuse('command.malformed', { field: 'cmd' });
  if (!allowed.has(cmd['type'])) return refuse('command.unknown', { type: cmd['type'].slice(0, 40) });
  const command = commandOf(cmd['type'], cmd);
  return 'code' in command ? command : { id, p, cmd: command };
}

/** The fields that a command of this type must carry; what they hold is for `decide` to judge. */
function commandOf(type: string, cmd: Fields): Command | Refusal {
  const malformed = (field: string): Refusal => refuse('command.malformed', { field });
  switch (type) {
    case 'message.post': {
      const { kind, body, audience } = cmd;
      if (typeof kind !== 'string') return malformed('kind');
      if (typeof body !== 'object' || body === null) return malformed('body');
      if (typeof audience !== 'string') return malformed('audience');
      return { type, kind: kind as MessageKind, body: body as MessageBody, audience: audience as Audience };
    }
    case 'suggestion.settle': {
      const { how, suggestion } = cmd;
      if (typeof how !== 'string') return malformed('how');
      return typeof suggestion === 'number' ? { type, suggestion, how: how as SuggestionFate } : malformed('suggestion');
    }
    case 'transfer.decline': return typeof cmd['offer'] === 'string' ? { type, offer: cmd['offer'] } : malformed('offer');
    case 'message.rate': {
      const { helpful, message } = cmd;
      if (!isPosition(message)) return malformed('message');
      return typeof helpful === 'boolean' ? { type, message, helpful } : malformed('helpful');
    }
    case 'feedback.give': return typeof cmd['solved'] === 'boolean' ? { type, solved: cmd['solved'] } : malformed('solved');
    case 'conversation.reopen': return { type, agent: null, offer: null };
    default: return { type } as Command;
  }
}

export function readTyping(payload: unknown): { readonly on: boolean; readonly text: string } | null {
  if (!isObject(payload) || typeof payload['on'] !== 'boolean') return null;
  const text = payload['text'] ?? '';
  return typeof text === 'string' ? { on: payload['on'], text: text.slice(0, MAX_TYPING) } : null;
}

export function readReceipt(payload: unknown): { readonly delivered: number; readonly read: number } | null {
  if (!isObject(payload) || !isPosition(payload['delivered']) || !isPosition(payload['read'])) return null;
  return { delivered: payload['delivered'], read: payload['read'] };
}

/** The conversation that a console's frame is about. */
export function readConversation(payload: unknown): string | null {
  return isObject(payload) && typeof payload['c'] === 'string' && /^[0-9A-Z]{26}$/.test(payload['c']) ? payload['c'] : null;
}

export function readSince(payload: unknown): number {
  return isObject(payload) && isPosition(payload['since']) ? payload['since'] : 0;
}

/** The id of a command that cannot be read otherwise, so that its refusal finds its way. */
export const commandIdOf = (payload: unknown): { readonly id?: string } =>
  isObject(payload) && typeof payload['id'] === 'string' ? { id: payload['id'] } : {};

import { refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { isUlid } from '#domain/ulid.ts';
import { PRESENCE_STATUSES } from '#wire/protocol.ts';
import type { DeskCommand, DeskFrame } from '#wire/protocol.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a console asks of its desk, or why it cannot be read. */
export function readDeskCommand(payload: unknown): DeskFrame | Refusal {
  if (!isObject(payload) || !Number.isSafeInteger(payload['n']) || !isObject(payload['cmd'])) return refuse('frame.malformed');
  const cmd = commandOf(payload['cmd']);
  return cmd === null ? refuse('command.malformed') : { n: payload['n'] as number, cmd };
}

function commandOf(cmd: Fields): DeskCommand | null {
  if (cmd['type'] === 'presence.set') {
    const status = PRESENCE_STATUSES.find((known) => known === cmd['status']);
    return status === undefined ? null : { type: 'presence.set', status };
  }
  const { type, conversation } = cmd;
  if (type === 'chat.accept' && conversation === null) return { type, conversation };
  if (!isUlid(conversation)) return null;
  switch (type) {
    case 'chat.accept':
    case 'chat.takeover':
    case 'chat.reopen':
      return { type, conversation };
    case 'transfer.accept':
      return typeof cmd['offer'] === 'string' ? { type, conversation, offer: cmd['offer'] } : null;
    case 'transfer.start': {
      const to = isObject(cmd['to']) ? cmd['to'] : {};
      if (isUlid(to['agent'])) return { type, conversation, to: { agent: to['agent'] } };
      return isUlid(to['department']) ? { type, conversation, to: { department: to['department'] } } : null;
    }
    default:
      return null;
  }
}

import { agentParticipantId } from '#domain/participant.ts';
import type { ErrorCode } from '#domain/errors.ts';
import type { Say } from './checker.ts';
import { changesOf } from './desks.ts';
import type { ClientRecord, Logs, Row } from './evidence.ts';

/** What the log says of a chat that could be a reason to refuse something to one of the crowd. */
export interface Past {
  /** An agent completed it, at least once. */
  readonly ended: boolean;
  /** It was the sender's, and went to another or to the queue, or was completed. */
  readonly lost: boolean;
  /** It was offered to somebody. */
  readonly offered: boolean;
  /** It was offered to the sender. */
  readonly offeredToSender: boolean;
}

type Reasons = Readonly<Partial<Record<ErrorCode, (past: Past) => boolean>>>;

/**
 * Why a command of the crowd may be refused for good: for what the others did meanwhile. The log has to say that they did;
 * a fault alone refuses nothing for good.
 */
const COMMANDS: Reasons = {
  // Agents complete chats while the visitor, or they themselves, still have words on their way.
  'conversation.ended': ({ ended }) => ended,
  // Whoever gave a chat away, or had it taken by a transfer, still has words, a return or a completion on its way.
  'command.forbidden': ({ lost }) => lost,
  // The same, once the desk no longer lists the chat; or a transfer is declined that went elsewhere meanwhile.
  'conversation.unknown': ({ lost, offeredToSender }) => lost || offeredToSender,
  // Returned or completed by one who returned it just before.
  'conversation.not-assigned': ({ lost }) => lost,
  // Declined after it had expired or had been given to another.
  'transfer.unknown': ({ offered }) => offered,
  // The client's name for a message whose refusal was lost with the socket, and whose repetition had no effect: any of the above.
  'message.refused': ({ ended, lost }) => ended || lost,
};

/** Why a request to the desk may be refused: a person sees the answer and asks again. */
const REQUESTS: Reasons = {
  // The agents all reach for the one chat that waits.
  'queue.empty': () => true,
  'conversation.taken': () => true,
  // Seats are counted where they are given: lists lag behind, and a transfer may be offered to one who is full.
  'agent.full': () => true,
  // Transfers go to any agent: to one whose socket is down at the moment, and to oneself.
  'agent.unavailable': () => true,
  'transfer.to-self': () => true,
  // Accepted after it had expired.
  'transfer.unknown': ({ offered }) => offered,
  // A transfer of what was completed, given away, or returned at the same time.
  'conversation.ended': ({ ended }) => ended,
  'command.forbidden': ({ lost }) => lost,
  'conversation.unknown': ({ lost, offeredToSender }) => lost || offeredToSender,
  'conversation.not-assigned': ({ lost }) => lost,
};

/** What was refused for good without a reason in the talk. */
export function checkRefusals({ desks, posts, requests }: ClientRecord, logs: Logs, say: Say): void {
  const agents = new Map(desks.map(({ agent, name }) => [name, agentParticipantId(agent)]));
  const judge = (reasons: Reasons, code: string, who: string, conversation: string | null, what: string): void => {
    const reason = reasons[code as ErrorCode];
    const past = pastOf(conversation ?? '', logs.get(conversation ?? '') ?? [], agents.get(who) ?? null);
    if (reason?.(past) !== true) say('refused', conversation ?? '', `${what} of ${who} was refused: ${code}, for nothing that the log tells of`);
  };
  for (const { conversation, id, refused, text, who } of posts) if (refused !== null) judge(COMMANDS, refused, who, conversation, text === null ? id : `${id} (${text})`);
  for (const { asked, code, conversation, who } of requests) judge(REQUESTS, code, who, conversation, asked);
}

function pastOf(conversation: string, log: readonly Row[], sender: string | null): Past {
  const offers = log.flatMap(({ event }) => (event.type === 'transfer.offered' ? event.to : []));
  return {
    ended: log.some(({ event }) => event.type === 'conversation.completed' || event.type === 'conversation.closed'),
    lost: sender !== null && changesOf(conversation, log).some(({ from }) => from === sender),
    offered: offers.length > 0,
    offeredToSender: sender !== null && offers.some(({ agent }) => agent !== undefined && agentParticipantId(agent) === sender),
  };
}

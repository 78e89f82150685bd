import { participantOf } from '#desk/agent-participant.ts';
import { agentParticipantId, botParticipantId, isBotId, visitorId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import { findParticipant, isStatus } from '#domain/state.ts';
import type { ConversationState, Transfer } from '#domain/state.ts';
import { visitorCode } from '#domain/visitor-code.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { Store } from '#store/store.ts';

/** One that works nowhere: as with any bot that was taken away, the chat goes to people at the visitor's next words. */
const LOST_BOT = botParticipantId('');

/**
 * The state of a chat in whose log are lines that nobody can read. The fold knows nothing of what stood there; the chat's row, written in
 * the same transaction as each line, knows where the chat stands. So what both say is the row's, and what only the log says is as the lines
 * leave it that can be read.
 */
export async function mended(store: Pick<Store, 'agents' | 'people'>, row: Conversation, folded: ConversationState): Promise<ConversationState> {
  const transfer = transferOf(row, folded);
  const status = statusOf(row, folded, transfer);
  const ended = row.endedAt !== null;
  const assignee = await assigneeOf(store, row, folded, status);
  const visitor = folded.participants.find(({ kind }) => kind === 'visitor') ?? (await visitorOf(store, row));
  const others = folded.participants.filter(({ id, kind }) => kind !== 'visitor' && id !== folded.assignee && id !== assignee?.id);
  return {
    ...folded,
    status, transfer,
    department: row.departmentId, locale: row.locale, startedAt: row.startedAt, endedAt: row.endedAt, messages: row.messageCount,
    queuedAt: status === row.status ? row.queuedAt : null,
    endedBy: ended ? folded.endedBy : null,
    solved: ended ? folded.solved : null,
    assignee: assignee?.id ?? null,
    participants: [visitor, ...others, ...(assignee === null ? [] : [assignee])],
  };
}

/** An offer that nobody can read is none. */
function transferOf(row: Conversation, { transfer }: ConversationState): Transfer | null {
  const same = row.status === 'transferring' && transfer?.to.agent === (row.transferAgentId ?? undefined) && transfer?.to.department === (row.transferDepartmentId ?? undefined);
  return same ? transfer : null;
}

function statusOf({ status: told }: Conversation, folded: ConversationState, transfer: Transfer | null): ConversationState['status'] {
  const status = isStatus(told) ? told : folded.status;
  // Whoever offered the chat has it.
  return status === 'transferring' && transfer === null ? 'active' : status;
}

/** The row names agents only. A bot that has the chat is the one that the fold has there, or else the one that answered last. */
async function assigneeOf({ agents }: Pick<Store, 'agents'>, { assigneeId }: Conversation, folded: ConversationState, status: ConversationState['status']): Promise<Participant | null> {
  if (assigneeId !== null) {
    const id = agentParticipantId(assigneeId);
    const agent = findParticipant(folded, id) ?? (await agents.find(assigneeId).then((row) => row && participantOf(row)));
    return agent ?? { id, kind: 'agent', name: '' };
  }
  if (status === 'queued') return null;
  const kept = folded.assignee !== null && isBotId(folded.assignee) ? folded.assignee : null;
  const id = kept ?? (status === 'active' || status === 'transferring' ? (folded.bots.at(-1)?.id ?? LOST_BOT) : null);
  return id === null ? null : (findParticipant(folded, id) ?? { id, kind: 'bot', name: '' });
}

async function visitorOf({ people }: Pick<Store, 'people'>, { contactId }: Conversation): Promise<Participant> {
  return { id: visitorId(contactId), kind: 'visitor', name: (await people.name(contactId)) ?? visitorCode(contactId) };
}

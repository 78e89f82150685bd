import type { EventOf } from '#domain/events.ts';
import { agentOf, isVisitorId } from '#domain/participant.ts';
import { isStatus } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import { visitorCode } from '#domain/visitor-code.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { Store } from '#store/store.ts';
import type { Card } from '#wire/protocol.ts';
import { wayOf } from './cards.ts';

/** Events read back to find the offer of a running transfer: notes may follow it. */
const OFFER_SEARCH = 50;
/** A bot has a chat from its beginning or not at all: it is named within so many public events. */
const BOT_SEARCH = 3;
/** Events read back to find what the visitor says of the end: they say it soon, and little comes after. */
const ANSWER_SEARCH = 20;
/** Unread messages are counted up to here; nobody reads a larger number. */
const MAX_UNREAD = 99;

type Source = Pick<Store, 'agents' | 'channelAccounts' | 'events' | 'lines' | 'people' | 'receipts'>;

/** Rows of the projection as lists show them. `reader`: the agent whose chats they are; null counts nothing unread. */
export async function cardsOf(store: Source, rows: readonly Conversation[], reader: string | null): Promise<readonly Card[]> {
  if (rows.length === 0) return [];
  const [agents, channels, visitors] = await Promise.all([
    store.agents.list().then((all) => new Map(all.map(({ id, name }) => [id, name]))),
    store.channelAccounts.list().then((all) => new Map(all.map((account) => [account.id, account]))),
    store.people.names([...new Set(rows.map(({ contactId }) => contactId))]),
  ]);

  return Promise.all(
    rows.map(async (row): Promise<Card> => {
      const assigneeName = row.assigneeId === null && row.status === 'active' ? await botOf(store, row) : (agents.get(row.assigneeId ?? '') ?? null);
      return {
        id: row.publicId,
        seq: row.lastSeq,
        status: statusOf(row.status),
        department: row.departmentId,
        assignee: row.assigneeId,
        assigneeName,
        visitor: visitors.get(row.contactId) ?? visitorCode(row.contactId),
        transfer: row.status === 'transferring' ? await offerOf(store, row) : null,
        transferFrom: row.status === 'transferring' ? assigneeName : null,
        preview: row.preview,
        previewBy: row.previewBy,
        previewKind: row.previewKind,
        previewFrom: row.previewFrom,
        previewName: agents.get(agentOf(row.previewFrom) ?? '') ?? null,
        startedAt: row.startedAt,
        queuedAt: row.queuedAt,
        updatedAt: row.updatedAt,
        endedAt: row.endedAt,
        solved: row.endedAt === null ? null : await solvedOf(store, row),
        unread: reader === null ? 0 : await unreadOf(store, row),
        locale: row.locale,
        ticket: row.queueTicket,
        ...wayOf(channels.get(row.channelAccountId)),
      };
    }),
  );
}

const statusOf = (text: string): ConversationState['status'] => (isStatus(text) ? text : null);

/** The projection does not hold the offer's id and end; the log does. */
async function offerOf({ events, lines }: Source, row: Conversation): Promise<Card['transfer']> {
  const page = await events.before(row.id, row.lastSeq + 1, OFFER_SEARCH);
  const offered = lines.events(row.id, page).findLast((event): event is EventOf<'transfer.offered'> => event.type === 'transfer.offered');
  return offered === undefined ? null : { offer: offered.offer, to: offered.to, expiresAt: offered.expiresAt };
}

/** The projection has the agent's word only. */
async function solvedOf({ events, lines }: Source, row: Conversation): Promise<boolean | null> {
  const page = await events.before(row.id, row.lastSeq + 1, ANSWER_SEARCH);
  const last = lines.events(row.id, page).findLast((event) => event.type === 'feedback.given' || event.type === 'conversation.reopened');
  return last?.type === 'feedback.given' ? last.solved : null;
}

/** The projection knows agents only; the log names the bot as well. */
async function botOf({ events, lines }: Source, row: Conversation): Promise<string | null> {
  const page = await events.publicRange(row.id, 0, BOT_SEARCH);
  const assigned = lines.events(row.id, page).find((event): event is EventOf<'conversation.assigned'> => event.type === 'conversation.assigned');
  return assigned?.assignee.name ?? null;
}

async function unreadOf({ events, lines, receipts }: Source, row: Conversation): Promise<number> {
  const read = Math.max(0, ...(await receipts.of(row.id)).map(({ participant, readSeq }) => (isVisitorId(participant) ? 0 : readSeq)));
  if (read >= row.lastPublicSeq) return 0;
  const page = await events.publicRange(row.id, read, MAX_UNREAD);
  return lines.events(row.id, page).filter((event) => event.type === 'message.posted' && isVisitorId(event.by)).length;
}

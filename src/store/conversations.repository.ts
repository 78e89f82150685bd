import { sql, type ExpressionBuilder, type Selectable, type SelectQueryBuilder } from 'kysely';
import type { ConversationsTable } from './conversations.table.ts';
import type { Database, Db } from './database.ts';
import type { HeadsTable } from './heads.table.ts';
import { isOwnedBy, type Owners } from './owners.ts';
import { pageSize, parseCursor, toPage, type Order, type Page, type PageRequest } from './page.ts';
import { togetherByKey } from './together.ts';

/** A conversation with the head of its log. */
export type Conversation = Readonly<Selectable<ConversationsTable> & Omit<Selectable<HeadsTable>, 'conversationId' | 'undispatched'>>;

/**
 * Which list: who waits (by ticket), what an agent serves (by last change), all that is open (by last change), what has
 * ended (by end). `agent` beside `departments` adds what that agent serves or served elsewhere.
 */
export type ListScope =
  | { readonly kind: 'waiting'; readonly departments: readonly string[] }
  | { readonly kind: 'assignee'; readonly agent: string }
  | { readonly kind: 'open' | 'ended'; readonly departments?: readonly string[]; readonly agent?: string };

/** A place in a department's queue. */
export type Waiting = Pick<Conversation, 'id' | 'publicId' | 'queueTicket' | 'queuedAt' | 'status' | 'assigneeId'>;

/** Chats of a contact in one department, by one channel account. */
export interface Visit extends Pick<Conversation, 'contactId' | 'channelAccountId' | 'departmentId'> {
  readonly lastAt: number;
  readonly open: boolean;
}

/** A conversation that somebody looks for. */
export type Found = Pick<Conversation, 'id' | 'publicId'>;

const COLUMNS = [
  'id', 'publicId', 'status', 'departmentId', 'queueTicket', 'assigneeId', 'transferAgentId', 'transferDepartmentId',
  'contactId', 'channelAccountId', 'openKey', 'lastSeq', 'lastPublicSeq', 'dispatchedSeq', 'messageCount', 'preview',
  'previewBy', 'previewKind', 'previewFrom', 'locale', 'startedAt', 'queuedAt', 'updatedAt', 'endedAt',
] as const;

const OPEN = ['queued', 'active', 'transferring'];

/** MySQL has no empty list: one that matches nothing. */
const orNone = (ids: readonly string[]): readonly string[] => (ids.length === 0 ? [''] : ids);

/** Who waits in one of these departments, or was transferred to it. */
const waitsIn = (departments: readonly string[]) => (eb: ExpressionBuilder<Database, 'conversations'>) =>
  eb.or([
    eb.and([eb('status', '=', 'queued'), eb('departmentId', 'in', orNone(departments))]),
    eb.and([eb('status', '=', 'transferring'), eb('transferDepartmentId', 'in', orNone(departments))]),
  ]);

type Query = SelectQueryBuilder<Database, 'conversations' | 'heads', Conversation>;
type Sort = 'queueTicket' | 'updatedAt' | 'endedAt' | 'startedAt';

/** Reads of the projection. Only the journal writes it. */
export class ConversationRepository {
  readonly #db: Db;
  readonly #byPublicId = togetherByKey((keys: readonly string[]) => this.byPublicIds(keys), ({ publicId }) => publicId);
  readonly #byOpenKey = togetherByKey((keys: readonly string[]) => this.#all().where('openKey', 'in', keys).execute(), ({ openKey }) => openKey ?? '');

  constructor(db: Db) {
    this.#db = db;
  }

  byId(id: number): Promise<Conversation | undefined> {
    return this.#all().where('id', '=', id).executeTakeFirst();
  }

  byIds(ids: readonly number[]): Promise<readonly Conversation[]> {
    return this.#all().where('id', 'in', ids).execute();
  }

  byPublicIds(publicIds: readonly string[]): Promise<readonly Conversation[]> {
    return this.#all().where('publicId', 'in', orNone(publicIds)).execute();
  }

  byPublicId(publicId: string): Promise<Conversation | undefined> {
    return this.#byPublicId.get(publicId);
  }

  byOpenKey(openKey: string): Promise<Conversation | undefined> {
    return this.#byOpenKey.get(openKey);
  }

  /** Default order: waiting oldest ticket first, everything else newest first. */
  async list(scope: ListScope, page: PageRequest, order: Order = scope.kind === 'waiting' ? 'oldest' : 'newest'): Promise<Page<Conversation>> {
    if (scope.kind === 'waiting' && scope.departments.length === 0) return { items: [], next: null };
    switch (scope.kind) {
      case 'waiting':
        return this.#page(this.#waitingIn(scope.departments).where('queueTicket', 'is not', null), 'queueTicket', page, order);
      case 'assignee':
        return this.#page(this.#all().where('assigneeId', '=', scope.agent).where('status', 'in', OPEN), 'updatedAt', page, order);
      case 'open':
        return this.#page(this.#within(this.#all().where('status', 'in', OPEN), scope), 'updatedAt', page, order);
      case 'ended':
        return this.#page(this.#within(this.#all().where('endedAt', 'is not', null), scope), 'endedAt', page, order);
    }
  }

  /** Of these contacts. With `departments` only those in one of them, or of `agent`. */
  ofContacts(contacts: readonly string[], page: PageRequest, within: { readonly departments?: readonly string[]; readonly agent?: string } = {}): Promise<Page<Conversation>> {
    return this.#page(this.#within(this.#all().where('contactId', 'in', orNone(contacts)), within), 'startedAt', page, 'newest');
  }

  /** Public ids of the open chats of these contacts. */
  openOfContacts(contacts: readonly string[]): Promise<readonly string[]> {
    return this.#idsOf(this.#db.selectFrom('conversations').where('contactId', 'in', orNone(contacts)).where('status', 'in', OPEN));
  }

  /** Public ids of the open chats that came in by these. */
  openOfChannels(channelAccounts: readonly string[]): Promise<readonly string[]> {
    return this.#idsOf(this.#db.selectFrom('conversations').where('channelAccountId', 'in', orNone(channelAccounts)).where('status', 'in', OPEN));
  }

  /** How many chats each of these contacts has had, and when the last of them began. */
  async countsOf(contacts: readonly string[]): Promise<ReadonlyMap<string, { readonly chats: number; readonly lastAt: number }>> {
    const rows = await this.#db.selectFrom('conversations').where('contactId', 'in', orNone(contacts)).groupBy('contactId')
      .select(({ fn }) => ['contactId', fn.countAll<number | string>().as('chats'), fn.max('startedAt').as('lastAt')]).execute();
    return new Map(rows.map(({ chats, contactId, lastAt }) => [contactId, { chats: Number(chats), lastAt }]));
  }

  /** Where these contacts have had chats. `lastAt`: when the last one ended, or `now` where one has not. */
  async visitsOf(contacts: readonly string[], now: number): Promise<readonly Visit[]> {
    const rows = await this.#db.selectFrom('conversations').where('contactId', 'in', orNone(contacts)).groupBy(['contactId', 'channelAccountId', 'departmentId'])
      .select(({ fn, val }) => ['contactId', 'channelAccountId', 'departmentId', fn.max<number | string>(fn.coalesce('endedAt', val(now))).as('lastAt'), fn.count<number | string>('endedAt').as('ended'), fn.countAll<number | string>().as('chats')]).execute();
    return rows.map(({ chats, ended, lastAt, ...where }) => ({ ...where, lastAt: Number(lastAt), open: Number(ended) < Number(chats) }));
  }

  /** The conversation of a contact on a channel account that ended last. */
  lastEndedOf(contactId: string, channelAccountId: string): Promise<Conversation | undefined> {
    return this.#all()
      .where('contactId', '=', contactId)
      .where('channelAccountId', '=', channelAccountId)
      .where('endedAt', 'is not', null)
      .orderBy('endedAt', 'desc')
      .limit(1)
      .executeTakeFirst();
  }

  /** The whole queue of a department, in order. Departments ask this again and again: nothing that has the log put in its place. */
  queueOf(departmentId: string): Promise<readonly Waiting[]> {
    return this.#db.selectFrom('conversations').where(waitsIn([departmentId]))
      .select(['id', 'publicId', 'queueTicket', 'queuedAt', 'status', 'assigneeId'])
      .orderBy('queueTicket')
      .execute();
  }

  /** How many wait in each department that has anybody waiting. */
  async waitingCounts(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#db
      .selectFrom('conversations')
      .select((eb) => [eb.fn.coalesce('transferDepartmentId', 'departmentId').as('department'), eb.fn.countAll<number | string>().as('waiting')])
      .where((eb) => eb.or([eb('status', '=', 'queued'), eb.and([eb('status', '=', 'transferring'), eb('transferDepartmentId', 'is not', null)])]))
      .groupBy((eb) => eb.fn.coalesce('transferDepartmentId', 'departmentId'))
      .execute();
    return new Map(rows.map(({ department, waiting }) => [department, Number(waiting)]));
  }

  /** Public ids of what an agent serves now. Desks ask this again and again: only ids. */
  openOf(agentId: string): Promise<readonly string[]> {
    return this.#idsOf(this.#db.selectFrom('conversations').where('assigneeId', '=', agentId).where('status', 'in', OPEN));
  }

  /** Public ids of the transfers that wait for this agent's answer. */
  offeredTo(agentId: string): Promise<readonly string[]> {
    return this.#idsOf(this.#db.selectFrom('conversations').where('status', '=', 'transferring').where('transferAgentId', '=', agentId));
  }

  /** Public ids of the chats that wait or are offered to somebody, by these owners' actors, the longest waiting first. */
  async pendingUnder(owners: Owners): Promise<readonly string[]> {
    // All of them: with a limit MySQL would rather walk through every chat there ever was than read the index by status.
    return this.#idsOf(this.#under(owners).where('status', 'in', ['queued', 'transferring']).orderBy('queueTicket'));
  }

  /** Chats whose log is ahead of its dispatch, by these owners' actors; `afterId` goes on where the last answer ended. */
  undispatchedUnder(owners: Owners, limit: number, afterId = 0): Promise<readonly Found[]> {
    return this.#under(owners)
      .innerJoin('heads', 'heads.conversationId', 'conversations.id')
      .select(['conversations.id', 'publicId'])
      .where('undispatched', '=', sql.lit(1))
      .where('heads.conversationId', '>', afterId)
      .orderBy('heads.conversationId')
      .limit(limit)
      .execute();
  }

  async #idsOf(query: SelectQueryBuilder<Database, 'conversations', object>): Promise<readonly string[]> {
    const rows = await query.select('publicId').execute();
    return rows.map(({ publicId }) => publicId);
  }

  /** A conversation and its actor have the same inside key. */
  #under(owners: Owners) {
    return this.#db.selectFrom('conversations').innerJoin('actors', 'actors.id', 'conversations.id').where(isOwnedBy(owners));
  }

  #all(): Query {
    return this.#db.selectFrom('conversations').innerJoin('heads', 'conversationId', 'id').select(COLUMNS);
  }

  #waitingIn(departments: readonly string[]): Query {
    return this.#all().where(waitsIn(departments));
  }

  #within(query: Query, { departments, agent }: { readonly departments?: readonly string[]; readonly agent?: string }): Query {
    if (departments === undefined) return query;
    return query.where((eb) => eb.or([eb('departmentId', 'in', orNone(departments)), eb('assigneeId', '=', agent ?? '')]));
  }

  async #page(query: Query, sort: Sort, page: PageRequest, order: Order): Promise<Page<Conversation>> {
    const limit = pageSize(page.limit);
    const [direction, beyond, from] = order === 'newest' ? (['desc', '<', '<='] as const) : (['asc', '>', '>='] as const);
    const after = page.after === undefined ? undefined : parseCursor(page.after);
    const rows = await query
      .$if(after !== undefined, (qb) =>
        qb.where((eb) => {
          const { at, id } = after ?? { at: 0, id: 0 };
          // The first is what an index is entered by.
          return eb.and([eb(sort, from, at), eb.or([eb(sort, beyond, at), eb('id', beyond, id)])]);
        }),
      )
      .orderBy(sort, direction)
      .orderBy('id', direction)
      .limit(limit + 1)
      .execute();
    return toPage(rows, limit, (row) => ({ at: row[sort] ?? 0, id: row.id }));
  }
}

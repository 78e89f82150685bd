import { sql, type Selectable } from 'kysely';
import type { ChatWordsTable } from './chat-words.table.ts';
import { inserted } from './conflict.ts';
import type { ConversationsTable } from './conversations.table.ts';
import type { Db } from './database.ts';
import { cursorAt, parseCursor } from './page.ts';

export type ChatWords = Readonly<Selectable<ChatWordsTable>>;

/** Which chats are looked through. */
export interface Sought {
  readonly scope: 'open' | 'ended';
  /** Only those in one of these departments or of this agent, or offered to them. All by default. */
  readonly seenBy?: { readonly departments: readonly string[]; readonly agent: string };
  readonly department?: string | undefined;
  readonly assignee?: string | undefined;
  readonly status?: string | undefined;
  /** The channel account. */
  readonly channel?: string | undefined;
  /** Ended, or begun if open, not before this; ms since the epoch. */
  readonly since?: number | undefined;
  /** And before this. */
  readonly until?: number | undefined;
}

/** What a search needs of a chat before it knows whether it is meant. */
export interface Candidate {
  readonly id: number;
  readonly contactId: string;
  readonly endedAt: number | null;
  /** Its end, or else its beginning. */
  readonly at: number;
}

/** An ended chat without words of its last end. */
export interface Lacking {
  readonly id: number;
  readonly endedAt: number;
}

/** Which words stand in a chat's lines. */
export interface WordMatch {
  readonly endedAt: number;
  /** A bit for each word that was asked for, the first the lowest. */
  readonly bits: number;
}

const OPEN = ['queued', 'active', 'transferring'];
/** Chats of which one look reads where they are: on SQLite the event loop stands still for it, a few ms. */
const SCANNED = 500;

/** What was said in ended chats, and which chats there are to look through. The heads of logs, which every message moves, are left alone. */
export class ChatWordsRepository {
  readonly #db: Db;
  readonly #background: Db;

  /** `background`: writes that may wait for everybody else's. */
  constructor(db: Db, background: Db) {
    this.#db = db;
    this.#background = background;
  }

  /** In place of what was written of these chats before. Two who do it at once leave what one of them wrote. */
  async write(chats: readonly ChatWords[]): Promise<void> {
    if (chats.length === 0) return;
    await this.#background.deleteFrom('chatWords').where('conversationId', 'in', chats.map(({ conversationId }) => conversationId)).execute();
    const add = (some: readonly ChatWords[]): Promise<boolean> => inserted(() => this.#background.insertInto('chatWords').values(some).execute());
    if (!(await add(chats))) for (const chat of chats) await add([chat]);
  }

  /** Of `limit` ended chats, the last end first, those whose words are to be written. `next` is null behind the first chat of all. */
  async lacking(limit: number, after?: string): Promise<{ readonly lacking: readonly Lacking[]; readonly next: string | null }> {
    const from = after === undefined ? undefined : parseCursor(after);
    const rows = await this.#db
      .selectFrom('conversations')
      .leftJoin('chatWords', 'conversationId', 'id')
      .select(['id', 'conversations.endedAt', 'chatWords.endedAt as writtenAt'])
      .where('conversations.endedAt', 'is not', null)
      .$if(from !== undefined, (qb) => qb.where((eb) => {
        const { at, id } = from ?? { at: 0, id: 0 };
        return eb.and([eb('conversations.endedAt', '<=', at), eb.or([eb('conversations.endedAt', '<', at), eb('id', '<', id)])]);
      }))
      .orderBy('conversations.endedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    const last = rows.at(-1);
    return {
      lacking: rows.flatMap(({ endedAt, id, writtenAt }) => (endedAt === null || endedAt === writtenAt ? [] : [{ id, endedAt }])),
      next: rows.length < limit || last?.endedAt == null ? null : placeOf({ at: last.endedAt, id: last.id }),
    };
  }

  /** By chat, for those of these that have lines. Of the words, which are folded, some may be found and others not. */
  async matches(chats: readonly number[], words: readonly string[]): Promise<ReadonlyMap<number, WordMatch>> {
    if (chats.length === 0) return new Map();
    const bits = sql<number | string>`${sql.join(words.map((word, index) => sql`(instr(words, ${word}) > 0) * ${sql.lit(2 ** index)}`), sql` + `)}`;
    const rows = await this.#db.selectFrom('chatWords').select(['conversationId', 'endedAt', bits.as('bits')]).where('conversationId', 'in', chats).execute();
    return new Map(rows.map(({ conversationId, ...match }) => [conversationId, { ...match, bits: Number(match.bits) }]));
  }

  /**
   * The last end, or the last beginning, first. Of the next {@link SCANNED} chats those that are meant, `limit` of them at most: no index serves all
   * that may be asked, and a database that fills a window out of a million chats of others holds up everybody. `next` is null behind the last.
   */
  async candidates(sought: Sought, limit: number, after?: string): Promise<{ readonly items: readonly Candidate[]; readonly next: string | null }> {
    const { scope, since, until, ...narrower } = sought;
    const scanned = Object.values(narrower).every((each) => each === undefined) ? limit : SCANNED;
    const sort = scope === 'ended' ? 'endedAt' : 'startedAt';
    const rows = await this.#db
      .selectFrom('conversations')
      .select(['id', 'contactId', 'channelAccountId', 'endedAt', 'status', 'departmentId', 'assigneeId', 'transferAgentId', 'transferDepartmentId', `${sort} as at`])
      .$if(scope === 'ended', (qb) => qb.where('endedAt', 'is not', null))
      .$if(scope === 'open', (qb) => qb.where('status', 'in', OPEN))
      .$if(since !== undefined, (qb) => qb.where(sort, '>=', since ?? 0))
      .$if(until !== undefined, (qb) => qb.where(sort, '<', until ?? 0))
      .$if(after !== undefined, (qb) => qb.where((eb) => {
        const { at, id } = parseCursor(after ?? '');
        // The first is what the index is entered by.
        return eb.and([eb(sort, '<=', at), eb.or([eb(sort, '<', at), eb('id', '<', id)])]);
      }))
      .orderBy(sort, 'desc')
      .orderBy('id', 'desc')
      .limit(scanned)
      .execute();
    const meant = rows.filter((row) => isMeant(row, sought)).map(({ at, contactId, endedAt, id }) => ({ id, contactId, endedAt, at: at ?? 0 }));
    const items = meant.slice(0, limit);
    const last = meant.length > limit ? items.at(-1) : rows.length === scanned ? rows.at(-1) : undefined;
    return { items, next: last === undefined ? null : placeOf({ at: last.at ?? 0, id: last.id }) };
  }

  async of(chat: number): Promise<ChatWords | undefined> {
    return this.#db.selectFrom('chatWords').selectAll().where('conversationId', '=', chat).executeTakeFirst();
  }
}

/** The cursor behind this chat. */
export const placeOf = ({ at, id }: Pick<Candidate, 'at' | 'id'>): string => cursorAt({ at, id });

type Whereabouts = Pick<Selectable<ConversationsTable>, 'assigneeId' | 'channelAccountId' | 'departmentId' | 'status' | 'transferAgentId' | 'transferDepartmentId'>;

function isMeant(chat: Whereabouts, { assignee, channel, department, seenBy, status }: Sought): boolean {
  if (status !== undefined && chat.status !== status) return false;
  if (department !== undefined && chat.departmentId !== department) return false;
  if (assignee !== undefined && chat.assigneeId !== assignee) return false;
  if (channel !== undefined && chat.channelAccountId !== channel) return false;
  if (seenBy === undefined) return true;
  const { agent, departments } = seenBy;
  return [chat.assigneeId, chat.transferAgentId].includes(agent) || [chat.departmentId, chat.transferDepartmentId].some((each) => each !== null && departments.includes(each));
}

import { sql, type Selectable } from 'kysely';
import type { ChatWordsTable } from './chat-words.table.ts';
import { inserted } from './conflict.ts';
import type { Db } from './database.ts';
import { cursorAt, parseCursor } from './page.ts';

export type ChatWords = Readonly<Selectable<ChatWordsTable>>;

/** Which chats are looked through. */
export interface Sought {
  readonly scope: 'open' | 'ended';
  /** Only those in one of these departments, or of this agent. All by default. */
  readonly seenBy?: { readonly departments: readonly string[]; readonly agent: string };
  readonly department?: string | undefined;
  readonly assignee?: string | undefined;
  readonly status?: string | undefined;
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

  /** The last end, or the last beginning, first. `limit` of them; `next` is null behind the last. */
  async candidates({ assignee, department, scope, seenBy, status }: Sought, limit: number, after?: string): Promise<{ readonly items: readonly Candidate[]; readonly next: string | null }> {
    const sort = scope === 'ended' ? 'endedAt' : 'startedAt';
    const rows = await this.#db
      .selectFrom('conversations')
      .select(['id', 'contactId', 'endedAt', `${sort} as at`])
      .$if(scope === 'ended', (qb) => qb.where('endedAt', 'is not', null))
      .$if(scope === 'open', (qb) => qb.where('status', 'in', OPEN))
      .$if(status !== undefined, (qb) => qb.where('status', '=', status ?? ''))
      .$if(department !== undefined, (qb) => qb.where('departmentId', '=', department ?? ''))
      .$if(assignee !== undefined, (qb) => qb.where('assigneeId', '=', assignee ?? ''))
      .$if(seenBy !== undefined, (qb) => qb.where((eb) => {
        const { agent = '', departments = [] } = seenBy ?? {};
        return eb.or([eb('assigneeId', '=', agent), ...(departments.length === 0 ? [] : [eb('departmentId', 'in', departments)])]);
      }))
      .$if(after !== undefined, (qb) => qb.where((eb) => {
        const { at, id } = parseCursor(after ?? '');
        // The first is what the index is entered by.
        return eb.and([eb(sort, '<=', at), eb.or([eb(sort, '<', at), eb('id', '<', id)])]);
      }))
      .orderBy(sort, 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    const items = rows.map(({ at, ...row }) => ({ ...row, at: at ?? 0 }));
    const last = items.at(-1);
    return { items, next: rows.length < limit || last === undefined ? null : placeOf(last) };
  }

  async of(chat: number): Promise<ChatWords | undefined> {
    return this.#db.selectFrom('chatWords').selectAll().where('conversationId', '=', chat).executeTakeFirst();
  }
}

/** The cursor behind this chat. */
export const placeOf = ({ at, id }: Pick<Candidate, 'at' | 'id'>): string => cursorAt({ at, id });

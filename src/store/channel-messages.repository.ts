import type { Selectable } from 'kysely';
import type { ChannelMessagesTable } from './channel-messages.table.ts';
import { inserted } from './conflict.ts';
import type { Db } from './database.ts';
import { Together, TogetherByGroup, togetherByKey } from './together.ts';

export type ChannelMessage = Readonly<Selectable<ChannelMessagesTable>>;
export type ChannelMessageKey = Pick<ChannelMessage, 'channelAccountId' | 'messageId'>;
/** A message, and the chat in which it was said. */
type Said = Pick<ChannelMessage, 'conversation' | 'messageId'>;

/** Rows a deletion: one that takes long would hold up everybody's writes. */
const PRUNED = 1_000;

/** Messages of channels by the provider's id: whoever brings one again, here or at another node, is told where it went. */
export class ChannelMessageRepository {
  readonly #db: Db;
  readonly #finding = new TogetherByGroup((account) => togetherByKey(
    (ids: readonly string[]) => this.#db.selectFrom('channelMessages').selectAll().where('channelAccountId', '=', account).where('messageId', 'in', ids).execute(), ({ messageId }) => messageId,
  ));
  readonly #adding = new Together((messages: readonly ChannelMessage[]) => this.#addAll(messages));
  readonly #posting = new TogetherByGroup((account) => new Together((messages: readonly Said[]) => this.#postAll(account, messages)));

  constructor(db: Db) {
    this.#db = db;
  }

  find({ channelAccountId, messageId }: ChannelMessageKey): Promise<ChannelMessage | undefined> {
    return this.#finding.get(channelAccountId, messageId);
  }

  /** False when somebody has brought it before. */
  add(message: ChannelMessage): Promise<boolean> {
    return this.#adding.get(message);
  }

  /** All or none, and who was not the first is found one by one. */
  async #addAll(messages: readonly ChannelMessage[]): Promise<readonly boolean[]> {
    const add = (...rows: readonly ChannelMessage[]): Promise<boolean> => inserted(() => this.#db.insertInto('channelMessages').values(rows).execute());
    if (messages.length > 1 && (await add(...messages))) return messages.map(() => true);
    return Promise.all(messages.map((message) => add(message)));
  }

  /** To another chat; nothing changes where somebody was faster. */
  async move({ channelAccountId, messageId, conversation }: ChannelMessageKey & Pick<ChannelMessage, 'conversation'>, to: string): Promise<void> {
    await this.#db.updateTable('channelMessages').set({ conversation: to })
      .where('channelAccountId', '=', channelAccountId).where('messageId', '=', messageId).where('conversation', '=', conversation).where('posted', '=', 0).execute();
  }

  /** It is in this chat's log. False where it has been moved to another. */
  posted({ channelAccountId, conversation, messageId }: ChannelMessageKey & Said): Promise<boolean> {
    return this.#posting.get(channelAccountId, { messageId, conversation });
  }

  async #postAll(account: string, said: readonly Said[]): Promise<readonly boolean[]> {
    const { numUpdatedRows } = await this.#db.updateTable('channelMessages').set({ posted: 1 }).where('channelAccountId', '=', account)
      .where('messageId', 'in', said.map(({ messageId }) => messageId))
      .where(({ and, or }) => or(said.map((one) => and({ messageId: one.messageId, conversation: one.conversation })))).executeTakeFirst();
    if (numUpdatedRows === BigInt(said.length)) return said.map(() => true);
    return Promise.all(said.map(async ({ conversation, messageId }) => (await this.#finding.get(account, messageId))?.conversation === conversation));
  }

  /** Forgets what was received before `before`, some of it; false when there is more. */
  async prune(before: number): Promise<boolean> {
    const keys = await this.#db.selectFrom('channelMessages').select(['channelAccountId', 'messageId']).where('receivedAt', '<', before).orderBy('receivedAt').limit(PRUNED).execute();
    for (const [account, rows] of Map.groupBy(keys, ({ channelAccountId }) => channelAccountId)) {
      await this.#db.deleteFrom('channelMessages').where('channelAccountId', '=', account).where('messageId', 'in', rows.map(({ messageId }) => messageId)).execute();
    }
    return keys.length < PRUNED;
  }
}

import type { Selectable } from 'kysely';
import type { ChannelMessagesTable } from './channel-messages.table.ts';
import { inserted } from './conflict.ts';
import type { Db } from './database.ts';
import { TogetherByGroup } from './together.ts';

export type ChannelMessage = Readonly<Selectable<ChannelMessagesTable>>;
export type ChannelMessageKey = Pick<ChannelMessage, 'channelAccountId' | 'messageId'>;

/** Rows a deletion: one that takes long would hold up everybody's writes. */
const PRUNED = 1_000;

/** Messages of channels by the provider's id: whoever brings one again, here or at another node, is told where it went. */
export class ChannelMessageRepository {
  readonly #db: Db;
  readonly #finding = new TogetherByGroup(
    (account, ids) => this.#db.selectFrom('channelMessages').selectAll().where('channelAccountId', '=', account).where('messageId', 'in', ids).execute(), ({ messageId }) => messageId,
  );

  constructor(db: Db) {
    this.#db = db;
  }

  find({ channelAccountId, messageId }: ChannelMessageKey): Promise<ChannelMessage | undefined> {
    return this.#finding.get(channelAccountId, messageId);
  }

  /** False when somebody has brought it before. */
  add(message: ChannelMessage): Promise<boolean> {
    return inserted(() => this.#db.insertInto('channelMessages').values(message).execute());
  }

  /** To another chat; nothing changes where somebody was faster. */
  async move({ channelAccountId, messageId, conversation }: ChannelMessageKey & Pick<ChannelMessage, 'conversation'>, to: string): Promise<void> {
    await this.#db.updateTable('channelMessages').set({ conversation: to })
      .where('channelAccountId', '=', channelAccountId).where('messageId', '=', messageId).where('conversation', '=', conversation).where('posted', '=', 0).execute();
  }

  /** It is in this chat's log. False where it has been moved to another. */
  async posted({ channelAccountId, messageId, conversation }: ChannelMessageKey & Pick<ChannelMessage, 'conversation'>): Promise<boolean> {
    const ours = this.#db.updateTable('channelMessages').where('channelAccountId', '=', channelAccountId).where('messageId', '=', messageId).where('conversation', '=', conversation);
    await ours.set({ posted: 1 }).execute();
    return (await this.find({ channelAccountId, messageId }))?.conversation === conversation;
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

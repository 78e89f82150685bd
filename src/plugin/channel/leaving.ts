import type { PluginWorkRepository } from '#store/plugin-work.repository.ts';
import type { OutgoingMessage, Undelivered } from './channel.ts';
import type { ChannelOf, Chats } from './chats.ts';
import { SENDER } from './sender.ts';

const PAGE = 200;
const AT_ONCE = 20;

export interface LeavingOptions {
  readonly work: Pick<PluginWorkRepository, 'done' | 'waiting'>;
  readonly chats: Pick<Chats, 'accounts'>;
  readonly undelivered: (what: Undelivered) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** A channel is taken away: it takes nobody in any more, and agents are told what it will not say. Once more is no harm. */
export async function leave(channel: ChannelOf, { chats, onError, undelivered, work }: LeavingOptions): Promise<void> {
  await chats.accounts(channel, []);
  const whose = { plugin: channel.plugin, worker: SENDER };
  for (let page = await work.waiting(whose, PAGE); page.length > 0; page = await work.waiting(whose, PAGE)) {
    for (let at = 0; at < page.length; at += AT_ONCE) {
      // The house's own outbox wrote it.
      await Promise.all(page.slice(at, at + AT_ONCE).map(async ({ payload }) => undelivered(lost(JSON.parse(payload) as OutgoingMessage)).catch(onError)));
    }
    await work.done(page.map(({ id }) => id));
  }
}

export const lost = ({ conversation, seq }: Pick<OutgoingMessage, 'conversation' | 'seq'>): Undelivered => ({ conversation, seq, reason: 'channel-removed', detail: '' });

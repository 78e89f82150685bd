import type { ChannelAccount, IncomingMessage, OutgoingMessage, Undelivered } from './channel.ts';
import type { Chats } from './chats.ts';

/** What a channel did with chats, in its author's tests. */
export interface TestedChats {
  readonly chats: Chats;
  readonly accounts: readonly ChannelAccount[];
  /** What it brought in, each message once. */
  readonly received: readonly IncomingMessage[];
  readonly undelivered: readonly Undelivered[];
}

/** Chats of which everybody has one, `c-<externalId>`. */
export function testedChats(): TestedChats {
  const received: IncomingMessage[] = [];
  const undelivered: Undelivered[] = [];
  let accounts: readonly ChannelAccount[] = [];
  return {
    received, undelivered,
    get accounts() {
      return accounts;
    },
    chats: {
      accounts: async (_channel, all) => void (accounts = all),
      receive: async (_channel, message) => {
        const duplicate = received.some(({ account, id }) => account === message.account && id === message.id);
        if (!duplicate) received.push(message);
        return { conversation: `c-${message.externalId}`, duplicate };
      },
      typing: async () => {},
      undelivered: async (_channel, what) => void undelivered.push(what),
    },
  };
}

/** What an agent says, as a channel gets it. */
export const outgoing = (text: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => {
  const message = { conversation: 'c-anna', seq: 3, account: 'shop', to: 'anna', by: { kind: 'agent', name: 'Lin' }, kind: 'text', body: { text }, at: 0, ...more } as const;
  return { id: `${message.conversation}-${message.seq}`, ...message };
};

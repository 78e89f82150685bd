import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '#cluster/cluster.ts';
import { conversationOf, departmentOf, deskOf } from '#cluster/identity.ts';
import type { Store } from '#store/store.ts';
import { FRESH_MS } from './directory.ts';
import type { Directory } from './directory.ts';

/** Told after a change is in the store, so that desks, departments and chats on any node follow it. Must not throw. */
export interface DeskChanges {
  /** Name, role, capacity, or departments of an agent. */
  agent(id: string): void;
  /** Sessions of the agent ended: open sockets should close with `unauthorised`. */
  signedOut(id: string): void;
  /** Name, way of assignment, members, or archived. */
  department(id: string): void;
  /** What these contacts are called, or whom they stand for. */
  contacts(ids: readonly string[]): void;
  /** What these ways in are called. */
  channels(ids: readonly string[]): void;
}

/** Chats that are told at a time, and how long after those before them, ms: each that is down comes up, on the thread that serves the others. */
const AT_A_TIME = 32;
const BETWEEN_MS = 10;

export interface ChangesDeps {
  readonly channelAccounts: Pick<Store['channelAccounts'], 'find'>;
  readonly cluster: Pick<Cluster, 'ask' | 'askIfActive' | 'tell'>;
  readonly conversations: Pick<Store['conversations'], 'openOfChannels' | 'openOfContacts'>;
  readonly directory: Pick<Directory, 'forget'>;
  readonly onError: (error: unknown) => void;
}

export function createChanges({ channelAccounts, cluster, conversations, directory, onError }: ChangesDeps): DeskChanges {
  const refreshDesk = (id: string): void => void cluster.askIfActive(deskOf(id), 'refresh', {}).catch(onError);
  /** Also those that are not up: desks hold their cards. There may be thousands. */
  const callChannel = async (id: string, told: Map<string, string>): Promise<void> => {
    const open = await conversations.openOfChannels([id]);
    // As it is by now: it may have been called something else meanwhile.
    const channel = (await channelAccounts.find(id))?.name;
    if (channel === undefined) return;
    const chats = open.filter((chat) => told.get(chat) !== channel);
    for (let i = 0; i < chats.length; i += AT_A_TIME) {
      if (i > 0) await sleep(BETWEEN_MS, undefined, { ref: false });
      await Promise.all(chats.slice(i, i + AT_A_TIME).map(async (chat) => {
        // One that cannot be told now keeps nobody else from it, and is told later.
        await cluster.ask(conversationOf(chat), 'renamed', { channel }).then(() => told.set(chat, channel), onError);
      }));
    }
  };
  const callChannels = async (ids: readonly string[]): Promise<void> => {
    const told = new Map<string, string>();
    for (const id of ids) await callChannel(id, told);
    // Other nodes believe the old name for a while, and give it to chats that begin there.
    await sleep(FRESH_MS, undefined, { ref: false });
    for (const id of ids) await callChannel(id, told);
  };
  return {
    agent: refreshDesk,
    signedOut: refreshDesk,
    department: (id) => {
      directory.forget();
      cluster.tell(departmentOf(id), 'refresh', {});
    },
    contacts: (ids) => void conversations.openOfContacts(ids).then((chats) => {
      for (const chat of chats) cluster.tell(conversationOf(chat), 'renamed', {});
    }).catch(onError),
    channels: (ids) => {
      directory.forget();
      void callChannels(ids).catch(onError);
    },
  };
}

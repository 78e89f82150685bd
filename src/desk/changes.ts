import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '#cluster/cluster.ts';
import { conversationOf, departmentOf, deskOf } from '#cluster/identity.ts';
import type { Store } from '#store/store.ts';
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
  /** What these ways in are called now. */
  channels(ids: readonly string[], name: string): void;
}

/** Chats that are told at a time, and how long after those before them, ms: each that is down comes up, on the thread that serves the others. */
const AT_A_TIME = 32;
const BETWEEN_MS = 10;

export interface ChangesDeps {
  readonly cluster: Pick<Cluster, 'ask' | 'askIfActive' | 'tell'>;
  readonly conversations: Pick<Store['conversations'], 'openOfChannels' | 'openOfContacts'>;
  readonly directory: Pick<Directory, 'forget'>;
  readonly onError: (error: unknown) => void;
}

export function createChanges({ cluster, conversations, directory, onError }: ChangesDeps): DeskChanges {
  const refreshDesk = (id: string): void => void cluster.askIfActive(deskOf(id), 'refresh', {}).catch(onError);
  /** Also those that are not up: desks hold their cards. There may be thousands. */
  const callChannels = async (ids: readonly string[], channel: string): Promise<void> => {
    const chats = await conversations.openOfChannels(ids);
    for (let i = 0; i < chats.length; i += AT_A_TIME) {
      if (i > 0) await sleep(BETWEEN_MS, undefined, { ref: false });
      await Promise.all(chats.slice(i, i + AT_A_TIME).map((chat) => cluster.ask(conversationOf(chat), 'renamed', { channel })));
    }
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
    channels: (ids, name) => {
      directory.forget();
      void callChannels(ids, name).catch(onError);
    },
  };
}

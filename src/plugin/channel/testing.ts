import { RefusalError } from '#domain/errors.ts';
import { UNKNOWN_TYPE, fileName } from '#domain/file.ts';
import type { FileRef } from '#domain/file.ts';
import type { ChannelAccount, IncomingMessage, IncomingNote, OutgoingMessage, Undelivered } from './channel.ts';
import type { Chats } from './chats.ts';
import type { ChannelFiles, IncomingFile, ReadFile } from './files.ts';

/** What a channel did with chats, in its author's tests. */
export interface TestedChats {
  readonly chats: Chats;
  readonly accounts: readonly ChannelAccount[];
  /** What it brought in, each message once. */
  readonly received: readonly IncomingMessage[];
  /** What agents were told of its people, each note once. */
  readonly noted: readonly IncomingNote[];
  readonly undelivered: readonly Undelivered[];
}

/** What a channel brings; undefined where it is taken, else what that rejects with. */
export type Rejecting = (what: 'receive' | 'note' | 'keep') => Error | undefined;

function check(error: Error | undefined): void {
  if (error !== undefined) throw error;
}

/** Chats of which everybody has one, `c-<externalId>`. */
export function testedChats(reject: Rejecting = () => undefined): TestedChats {
  const received: IncomingMessage[] = [];
  const noted: IncomingNote[] = [];
  const undelivered: Undelivered[] = [];
  let accounts: readonly ChannelAccount[] = [];
  return {
    received, noted, undelivered,
    get accounts() {
      return accounts;
    },
    chats: {
      accounts: async (_channel, all) => void (accounts = all),
      receive: async (_channel, message) => {
        check(reject('receive'));
        const duplicate = received.some(({ account, id }) => account === message.account && id === message.id);
        if (!duplicate) received.push(message);
        return { conversation: `c-${message.externalId}`, duplicate };
      },
      note: async (_channel, note) => {
        check(reject('note'));
        if (!noted.some(({ account, id }) => account === note.account && id === note.id)) noted.push(note);
      },
      typing: async () => {},
      undelivered: async (_channel, what) => void undelivered.push(what),
    },
  };
}

/** Files of a channel, in its author's tests: all of them are its own, and are what it calls them. */
export interface TestedFiles {
  readonly files: ChannelFiles;
  readonly kept: ReadonlyMap<string, ReadFile>;
  keep(file: IncomingFile): FileRef;
}

export function testedFiles(reject: Rejecting = () => undefined): TestedFiles {
  const kept = new Map<string, ReadFile>();
  const keep = ({ bytes, durationMs, name, type = UNKNOWN_TYPE }: IncomingFile): FileRef => {
    if (bytes.length === 0) throw new RefusalError('file.empty');
    const id = String(kept.size + 1).padStart(32, '0');
    kept.set(id, { name: fileName(name), type, bytes });
    return { id, name: fileName(name), type, size: bytes.length, ...(durationMs === undefined ? {} : { durationMs }) };
  };
  const find = (id: string): ReadFile => {
    const file = kept.get(id);
    if (file === undefined) throw new RefusalError('file.unknown');
    return file;
  };
  return {
    kept, keep,
    files: {
      keep: async (_channel, file) => {
        check(reject('keep'));
        return keep(file);
      },
      read: async (_channel, id) => find(id),
      link: async (_channel, id) => {
        find(id);
        return `https://chat.example/files/${id}`;
      },
    },
  };
}

/** What an agent says, as a channel gets it. */
export const outgoing = (text: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => {
  const message = { conversation: 'c-anna', seq: 3, account: 'shop', to: 'anna', by: { kind: 'agent', name: 'Lin' }, kind: 'text', body: { text }, at: 0, ...more } as const;
  return { id: `${message.conversation}-${message.seq}`, ...message };
};

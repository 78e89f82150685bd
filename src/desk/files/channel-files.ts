import { RefusalError } from '#domain/errors.ts';
import type { ChannelOf } from '#plugin/channel/chats.ts';
import type { ChannelFiles } from '#plugin/channel/files.ts';
import { Semaphore } from '#plugin/semaphore.ts';
import type { FileRow } from '#store/files.repository.ts';
import type { Store } from '#store/store.ts';
import { ownerOf, type Files } from './files.ts';

export interface ChannelFilesOptions {
  readonly files: Files;
  readonly store: Pick<Store, 'channelAccounts' | 'conversations'>;
  /** Where people reach the house, `https://chat.example`. */
  readonly origin: () => string;
}

/** Files that plugins have read or kept at a time on a node, of those that are large. */
const LARGE_AT_ONCE = 6;
/** Bytes. */
const LARGE = 1 << 20;

/** The address of a file, behind the house's origin. */
const filePath = (id: string): string => `/files/${id}`;

export function createChannelFiles({ files, origin, store }: ChannelFilesOptions): ChannelFiles {
  const large = new Semaphore(LARGE_AT_ONCE);
  const sized = <T>(size: number, work: () => Promise<T>): Promise<T> => (size > LARGE ? large.run(work) : work());

  /** Of this channel's chats, or brought by it; others do not exist for it. */
  const own = async ({ plugin }: ChannelOf, id: string): Promise<FileRow> => {
    const row = await files.find(id);
    if (row === undefined || !(row.conversation === null ? row.owner === ownerOf(plugin) : await isOf(plugin, row.conversation))) throw new RefusalError('file.unknown');
    return row;
  };
  const isOf = async (plugin: string, conversation: string): Promise<boolean> => {
    const chat = await store.conversations.byPublicId(conversation);
    return chat !== undefined && (await store.channelAccounts.find(chat.channelAccountId))?.kind === plugin;
  };

  return {
    async keep({ plugin }, given) {
      const { bytes, durationMs, name, type } = given;
      if (typeof name !== 'string' || !(bytes instanceof Uint8Array)) throw new RefusalError('input.invalid', { fields: { file: 'a name, and bytes' } });
      if (bytes.length > files.maxBytes) throw new RefusalError('file.too-large', { max: files.maxBytes });
      return sized(bytes.length, () => files.keep({ owner: ownerOf(plugin), name, type: typeof type === 'string' ? type : undefined, durationMs }, once(bytes)));
    },
    async read(channel, id) {
      const { name, size, type } = await own(channel, id);
      return sized(size, async () => {
        const bytes = Buffer.alloc(size);
        let at = 0;
        for await (const part of files.read(id, 0, size)) {
          bytes.set(part, at);
          at += part.length;
        }
        return { name, type, bytes };
      });
    },
    async link(channel, id) {
      await own(channel, id);
      return `${origin()}${filePath(id)}`;
    },
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

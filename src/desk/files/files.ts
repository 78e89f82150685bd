import { randomBytes } from 'node:crypto';
import { RefusalError, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { checkFile, fileName, isDuration, isFileId, kindOfFile } from '#domain/file.ts';
import type { FileKind, FileRef } from '#domain/file.ts';
import type { MessageBody } from '#domain/message.ts';
import type { ParticipantId } from '#domain/participant.ts';
import type { FileRow } from '#store/files.repository.ts';
import type { Store } from '#store/store.ts';
import { HEAD, sniff } from './sniff.ts';
import { UnsentRoom } from './unsent-room.ts';

/** What nobody has posted for so long is removed, ms. */
export const UNSENT_MS = 24 * 3_600_000;
/** The same of visitors, whom nobody knows. */
export const VISITORS_UNSENT_MS = 2 * 3_600_000;
const SWEEP_EVERY_MS = 3_600_000;
const SWEPT_AT_ONCE = 100;

export interface FilesOptions {
  readonly store: Pick<Store, 'fileContent' | 'files'>;
  /** Bytes of one file. */
  readonly maxBytes: number;
  /** Bytes of all files in the house that nobody has posted. */
  readonly maxUnsentBytes: number;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** What somebody brings. */
export interface NewFile {
  /** A participant's id, or a plugin's as {@link ownerOf} makes it. */
  readonly owner: string;
  readonly name: string;
  /** What its sender calls it. */
  readonly type?: string | undefined;
  readonly durationMs?: number | undefined;
}

/** Who owns what a plugin has brought and nobody has said yet. */
export const ownerOf = (plugin: string): string => `p_${plugin}`;

/** Files that people send: kept before their message is posted, and read by whoever knows their id. */
export class Files {
  readonly #options: FilesOptions;
  readonly #room: UnsentRoom;
  #sweeping: NodeJS.Timeout | undefined;

  constructor(options: FilesOptions) {
    this.#options = options;
    this.#room = new UnsentRoom(options.maxUnsentBytes, () => options.store.files.unsentBytes());
  }

  /** Bytes. */
  get maxBytes(): number {
    return this.#options.maxBytes;
  }

  /** Resolves when it is durable. Rejects with `file.too-large` or `file.empty`, with `unavailable` where too much lies unsent, or as `bytes` does; nothing of it stays then. */
  async keep({ durationMs, name, owner, type }: NewFile, bytes: AsyncIterable<Uint8Array>): Promise<FileRef> {
    const { maxBytes, now, onError, store: { fileContent, files } } = this.#options;
    const row = { id: randomBytes(16).toString('hex'), owner, conversation: null, name: fileName(name), type: '', size: 0, width: null, height: null, durationMs: null, createdAt: now() };
    await this.#room.look();
    await files.begin(row);
    const measured = new Measured(bytes, maxBytes, this.#room);
    let kept = false;
    try {
      await fileContent.write(row.id, measured);
      if (measured.size === 0) throw new RefusalError('file.empty');
      const { height = null, type: found, width = null } = sniff(measured.head, type);
      const facts = { size: measured.size, type: found, width, height, durationMs: isDuration(durationMs) ? durationMs : null };
      await files.complete(row.id, facts);
      kept = true;
      return refOf({ ...row, ...facts });
    } catch (error) {
      await this.#remove(row.id).catch(onError); // or it is swept
      throw error;
    } finally {
      this.#room.settle(measured.size, kept);
    }
  }

  /** Undefined where there is none. */
  async find(id: string): Promise<FileRow | undefined> {
    return isFileId(id) ? this.#options.store.files.find(id) : undefined;
  }

  /** From `from` to before `to`. */
  read(id: string, from: number, to: number): AsyncIterable<Uint8Array> {
    return this.#options.store.fileContent.read(id, from, to);
  }

  /** Files of this owner that nobody has posted. */
  unsent(owner: string): Promise<number> {
    return this.#options.store.files.unsent(owner);
  }

  /**
   * What a message about a file may say, its kind and the file's own facts instead of what its sender says of it: `file.unknown` where
   * it is not the sender's, or in another chat already.
   */
  async check(kind: FileKind, body: MessageBody, by: ParticipantId, conversation: string): Promise<{ readonly kind: FileKind; readonly body: MessageBody } | Refusal> {
    const given = checkFile(body.file);
    if (given === null) return refuse('command.malformed', { field: 'file' });
    const row = await this.#options.store.files.find(given.id);
    if (row === undefined || row.owner !== by || (row.conversation !== null && row.conversation !== conversation)) return refuse('file.unknown');
    const file = refOf(row);
    return { kind: kindOfFile(file) === kind ? kind : 'file', body: { text: body.text, file } };
  }

  /** The chat has it from now on; null, or `file.unknown` where another has it by now. */
  async attach({ id }: FileRef, by: ParticipantId, conversation: string): Promise<Refusal | null> {
    const { files } = this.#options.store;
    await files.claim(id, by, conversation);
    const row = await files.find(id);
    return row?.owner === by && row.conversation === conversation ? null : refuse('file.unknown');
  }

  /** What a plugin has brought is this person's from now on. Again is no harm; `file.unknown` where it is neither's. */
  async handOver(id: string, plugin: string, to: ParticipantId): Promise<void> {
    const { files } = this.#options.store;
    await files.handOver(id, ownerOf(plugin), to, this.#options.now());
    if ((await this.find(id))?.owner !== to) throw new RefusalError('file.unknown');
  }

  /** Removes what was never posted, now and every hour. */
  start(): void {
    const sweep = (): void => void this.sweep().catch(this.#options.onError);
    this.#sweeping = setInterval(sweep, SWEEP_EVERY_MS);
    this.#sweeping.unref();
    sweep();
  }

  stop(): void {
    clearInterval(this.#sweeping);
  }

  async sweep(): Promise<void> {
    const { now, store: { files } } = this.#options;
    for (;;) {
      const ids = await files.orphans({ before: now() - UNSENT_MS, visitorsBefore: now() - VISITORS_UNSENT_MS }, SWEPT_AT_ONCE);
      for (const id of ids) await this.#remove(id);
      if (ids.length < SWEPT_AT_ONCE) return;
    }
  }

  /** The row first: whoever posts it at this moment has it, or is told that it is gone. */
  async #remove(id: string): Promise<void> {
    const { store: { fileContent, files } } = this.#options;
    if (await files.removeUnsent(id)) await fileContent.remove(id);
  }
}

const refOf = ({ durationMs, height, id, name, size, type, width }: FileRow): FileRef => ({
  id, name, type, size, ...(width === null || height === null ? {} : { width, height }), ...(durationMs === null ? {} : { durationMs }),
});

/** The same bytes; what has gone through is counted, and its beginning kept. */
class Measured implements AsyncIterable<Uint8Array> {
  readonly #bytes: AsyncIterable<Uint8Array>;
  readonly #max: number;
  readonly #room: UnsentRoom;
  readonly #head: Buffer[] = [];
  #headLength = 0;
  size = 0;

  constructor(bytes: AsyncIterable<Uint8Array>, max: number, room: UnsentRoom) {
    this.#bytes = bytes;
    this.#max = max;
    this.#room = room;
  }

  get head(): Buffer {
    return Buffer.concat(this.#head);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const part of this.#bytes) {
      this.size += part.length;
      this.#room.take(part.length);
      if (this.size > this.#max) throw new RefusalError('file.too-large', { max: this.#max });
      if (this.#headLength < HEAD) {
        const kept = Buffer.from(part.subarray(0, HEAD - this.#headLength));
        this.#head.push(kept);
        this.#headLength += kept.length;
      }
      yield part;
    }
  }
}

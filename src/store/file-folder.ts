import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isFileId } from '#domain/file.ts';
import { inPieces, PIECE, type FileContent } from './file-content.ts';
import { StoreError } from './store-error.ts';

/** Files in a folder of this machine, by the first two digits of their ids. */
export class FileFolder implements FileContent {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async write(id: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.#pathOf(id);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const piece of inPieces(bytes)) await file.writeFile(piece);
      await file.sync();
    } catch (error) {
      throw isDiskFull(error) ? new StoreError('store.disk', 'a file could not be written', error) : error;
    } finally {
      await file.close();
    }
  }

  async *read(id: string, from: number, to: number): AsyncGenerator<Uint8Array> {
    const file = await open(this.#pathOf(id), 'r');
    try {
      for (let at = from; at < to;) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(PIECE, to - at)), 0, Math.min(PIECE, to - at), at);
        if (bytesRead === 0) throw new StoreError('store.disk', `the file ${id} is shorter than it was`);
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.#pathOf(id), { force: true });
  }

  /** No id leads out of the folder. */
  #pathOf(id: string): string {
    if (!isFileId(id)) throw new TypeError('no id of a file');
    return join(this.#root, id.slice(0, 2), id);
  }
}

const isDiskFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'].includes(String((Object(error) as { readonly code?: unknown }).code));

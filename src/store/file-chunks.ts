import type { Db } from './database.ts';
import { inPieces, PIECE, type FileContent } from './file-content.ts';
import { StoreError } from './store-error.ts';

/** Files in the database, where all nodes have them: a row a piece, a statement each, so none holds anything up. */
export class FileChunks implements FileContent {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async write(id: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    let place = 0;
    for await (const piece of inPieces(bytes)) await this.#db.insertInto('fileChunks').values({ fileId: id, place: place++, bytes: piece }).execute();
  }

  async *read(id: string, from: number, to: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < to;) {
      const place = Math.floor(at / PIECE);
      const row = await this.#db.selectFrom('fileChunks').select('bytes').where('fileId', '=', id).where('place', '=', place).executeTakeFirst();
      const part = row?.bytes.subarray(at - place * PIECE, to - place * PIECE) ?? Buffer.alloc(0);
      if (part.length === 0) throw new StoreError('store.query', `the file ${id} is shorter than it was`);
      at += part.length;
      yield part;
    }
  }

  async remove(id: string): Promise<void> {
    await this.#db.deleteFrom('fileChunks').where('fileId', '=', id).execute();
  }
}

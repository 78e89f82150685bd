import type { Insertable, Selectable } from 'kysely';
import type { Db } from './database.ts';
import type { FilesTable } from './files.table.ts';

export type FileRow = Readonly<Selectable<FilesTable>>;
export type FileFacts = Pick<FileRow, 'durationMs' | 'height' | 'size' | 'type' | 'width'>;

/** Rows of files. One without a size is no file yet. */
export class FileRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Before its first byte is kept, so that whatever is kept can be found and swept. */
  async begin(row: Insertable<FilesTable>): Promise<void> {
    await this.#db.insertInto('files').values(row).execute();
  }

  async complete(id: string, facts: FileFacts): Promise<void> {
    await this.#db.updateTable('files').set(facts).where('id', '=', id).execute();
  }

  find(id: string): Promise<FileRow | undefined> {
    return this.#db.selectFrom('files').selectAll().where('id', '=', id).where('size', '>', 0).executeTakeFirst();
  }

  /** The chat has it from now on. Nothing changes where another has it, or it is not this owner's. */
  async claim(id: string, owner: string, conversation: string): Promise<void> {
    await this.#db.updateTable('files').set({ conversation }).where('id', '=', id).where('owner', '=', owner).where('conversation', 'is', null).where('size', '>', 0).execute();
  }

  /** What nobody has posted goes to somebody else, as if they had brought it then. */
  async handOver(id: string, from: string, to: string, at: number): Promise<void> {
    await this.#db.updateTable('files').set({ owner: to, createdAt: at }).where('id', '=', id).where('owner', '=', from).where('conversation', 'is', null).execute();
  }

  /** Files of this owner that nobody has posted. */
  async unsent(owner: string): Promise<number> {
    const { count } = await this.#db.selectFrom('files').select(({ fn }) => fn.countAll().as('count')).where('owner', '=', owner).where('conversation', 'is', null).executeTakeFirstOrThrow();
    return Number(count);
  }

  /** Bytes of all files that nobody has posted. */
  async unsentBytes(): Promise<number> {
    const { bytes } = await this.#db.selectFrom('files').select(({ fn }) => fn.sum('size').as('bytes')).where('conversation', 'is', null).executeTakeFirstOrThrow();
    return Number(bytes);
  }

  /** Of those that were begun before `before`, or by a visitor before `visitorsBefore`, and never posted, some. */
  async orphans({ before, visitorsBefore }: { readonly before: number; readonly visitorsBefore: number }, limit: number): Promise<readonly string[]> {
    const rows = await this.#db.selectFrom('files').select('id').where('conversation', 'is', null).where(({ and, eb, or }) => or([eb('createdAt', '<', before), and([eb('owner', 'like', 'v_%'), eb('createdAt', '<', visitorsBefore)])])).orderBy('createdAt').limit(limit).execute();
    return rows.map(({ id }) => id);
  }

  /** False where it has been posted by now. */
  async removeUnsent(id: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db.deleteFrom('files').where('id', '=', id).where('conversation', 'is', null).executeTakeFirstOrThrow();
    return numDeletedRows > 0n;
  }
}

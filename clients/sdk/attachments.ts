import type { FileKind, FileRef } from '#domain/file.ts';
import type { FileLimits } from '#wire/api.ts';
import type { ErrorCode } from '#wire/vocabulary.ts';
import { RefusedError } from './errors.ts';
import { Store } from './store.ts';
import { uploadFile } from './upload.ts';

/** A file that is to go with the next words. */
export interface Attachment {
  readonly key: number;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** An address in this page that shows it; null for what is no picture. */
  readonly preview: string | null;
  /** 0 to 1. */
  readonly progress: number;
  readonly status: 'uploading' | 'ready' | 'failed';
  /** Why it failed. */
  readonly code: ErrorCode | null;
  /** Bytes of which it has more than are taken; null where it failed for something else. */
  readonly most: number | null;
  /** It failed, and may succeed when it is sent again. */
  readonly retryable: boolean;
  /** Once it is ready. */
  readonly file: FileRef | null;
}

export interface AttachmentsSnapshot { readonly items: readonly Attachment[] }

/** Where files go, and in whose name; asked for each. */
export type UploadAddress = () => { readonly path: string; readonly headers?: Readonly<Record<string, string>> };

/** What an upload says that broke off with the line. */
const CUT_OFF: ReadonlySet<string | null> = new Set(['unavailable', 'file.broken-off'] satisfies ErrorCode[]);

/** Beside one message. */
const MOST = 10;

/** What it goes as, if it is what it seems: the server looks for itself. */
const kindOf = ({ type, width }: FileRef): FileKind => (width === undefined ? (type.startsWith('audio/') ? 'voice' : 'file') : 'image');

let limits: Promise<FileLimits> | undefined;

/** Asked once: what is too large fails before it is sent. */
const askLimits = (): Promise<FileLimits> => (limits ??= fetch('/api/v1/files').then(async (answer) => (await answer.json()) as FileLimits).catch((error: unknown) => {
  limits = undefined;
  throw error;
}));

/** Files on their way up, and those that are there and wait for the words that they go with. */
export class Attachments extends Store<AttachmentsSnapshot> {
  readonly #address: UploadAddress;
  readonly #given = new Map<number, { readonly file: File; stop: AbortController }>();
  #last = 0;

  constructor(address: UploadAddress) {
    super({ items: [] });
    this.#address = address;
  }

  add(files: Iterable<File>): void {
    for (const file of [...files].slice(0, MOST - this.snapshot.items.length)) {
      const key = ++this.#last;
      const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
      this.set({ items: [...this.snapshot.items, { key, name: file.name, size: file.size, preview, progress: 0, status: 'uploading', code: null, most: null, retryable: false, file: null }] });
      void this.#upload(key, file);
    }
  }

  retry(key: number): void {
    const given = this.#given.get(key);
    if (given !== undefined) void this.#upload(key, given.file);
  }

  /** The line is back: what broke off with it goes up again. */
  resume(): void {
    for (const { code, key, retryable, status } of this.snapshot.items) if (status === 'failed' && retryable && CUT_OFF.has(code)) this.retry(key);
  }

  /** Also while it is on its way. */
  remove(key: number): void {
    this.#given.get(key)?.stop.abort();
    this.#given.delete(key);
    const { preview } = this.snapshot.items.find((item) => item.key === key) ?? {};
    if (typeof preview === 'string') URL.revokeObjectURL(preview);
    this.set({ items: this.snapshot.items.filter((item) => item.key !== key) });
  }

  /** Those that are ready, which are not here any more. */
  #take(): readonly FileRef[] {
    const ready = this.snapshot.items.flatMap(({ file, key }) => (file === null ? [] : [{ file, key }]));
    this.batch(() => ready.forEach(({ key }) => this.remove(key)));
    return ready.map(({ file }) => file);
  }

  /** Those that are ready, and the words: the caption of one that goes alone, and after several of them. */
  send(text: string, post: (text: string, kind?: FileKind, file?: FileRef) => void): void {
    const files = this.#take();
    const captioned = files.length === 1;
    for (const file of files) post(captioned ? text : '', kindOf(file), file);
    if (!captioned && text !== '') post(text);
  }

  clear(): void {
    this.batch(() => this.snapshot.items.forEach(({ key }) => this.remove(key)));
  }

  #change(key: number, change: Partial<Attachment>): void {
    this.set({ items: this.snapshot.items.map((item) => (item.key === key ? { ...item, ...change } : item)) });
  }

  async #upload(key: number, file: File): Promise<void> {
    const stop = new AbortController();
    this.#given.set(key, { file, stop });
    this.#change(key, { status: 'uploading', progress: 0, code: null, most: null, retryable: false });
    try {
      if (file.size === 0) throw new RefusedError('file.empty', false);
      const { maxBytes } = await askLimits();
      if (file.size > maxBytes) return this.#change(key, { status: 'failed', code: 'file.too-large', most: maxBytes });
      const kept = await uploadFile(this.#address(), file, (progress) => this.#change(key, { progress }), stop.signal);
      this.#change(key, { status: 'ready', progress: 1, file: kept });
    } catch (error) {
      const { code, retryable } = error instanceof RefusedError ? error : new RefusedError('unavailable', true);
      if (!stop.signal.aborted) this.#change(key, { status: 'failed', code, retryable });
    }
  }
}

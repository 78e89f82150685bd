import type { SentFile } from '../simulator.ts';
import { bad } from './refusal.ts';

const MAX_FETCH = 20 << 20;

/** Of what was uploaded, in base64: a file is read once. */
export const bytesIn = new WeakMap<File, string>();

/** What people have sent: a bot learns an id, asks for a path, and fetches it from there. */
export class FilesAtTelegram {
  readonly #files: { readonly bytes: Buffer; readonly name: string; readonly size: number }[] = [];

  /** As it stands in their message. */
  put({ base64, kind, name, type }: SentFile): object {
    const bytes = Buffer.from(base64, 'base64');
    // A test says so of a file that nobody would want to carry about.
    const size = name.startsWith('large') ? MAX_FETCH + 1 : bytes.length;
    const number = this.#files.push({ bytes, name, size }) - 1;
    const file = { file_id: `file-${number}`, file_unique_id: `unique-${number}`, file_size: size };
    switch (kind) {
      case 'image': return { photo: [{ ...file, file_id: 'too-small', width: 1, height: 1, file_size: 1 }, { ...file, width: 4, height: 4 }] };
      case 'voice': return { voice: { ...file, mime_type: type, duration: 3 } };
      case 'file': return { document: { ...file, file_name: name, mime_type: type } };
    }
  }

  get(id: unknown): object {
    const number = Number(String(id).replace('file-', ''));
    const file = this.#files[number];
    if (file === undefined) throw bad('invalid file_id');
    if (file.size > MAX_FETCH) throw bad('file is too big');
    return { file_id: id, file_unique_id: `unique-${number}`, file_size: file.size, file_path: `documents/file_${number}` };
  }

  at(path: string): Buffer | undefined {
    return this.#files[Number(path.replace('documents/file_', ''))]?.bytes;
  }
}

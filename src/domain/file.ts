/** A file that a message carries. The house found out all of this itself; who posts one has it from the upload. */
export interface FileRef {
  /** 128 random bits in hex: who knows it may read the file. */
  readonly id: string;
  /** As people see it, 1 to {@link MAX_FILE_NAME} units, as {@link fileName} leaves it. */
  readonly name: string;
  /** From its first bytes where they tell, e.g. `image/png`; else what its sender calls it, or `application/octet-stream`. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Of a picture as it is shown, turned upright, px. */
  readonly width?: number;
  readonly height?: number;
  /** Of a recording, where its sender said so. */
  readonly durationMs?: number;
}

export type FileKind = 'image' | 'file' | 'voice';

export const isFileKind = (kind: unknown): kind is FileKind => kind === 'image' || kind === 'file' || kind === 'voice';

export const isFileId = (id: unknown): id is string => typeof id === 'string' && /^[0-9a-f]{32}$/.test(id);

/** UTF-16 units. */
export const MAX_FILE_NAME = 120;
const MAX_EXTENSION = 12;
export const UNKNOWN_TYPE = 'application/octet-stream';
/** Larger pictures take more memory to show than to send: they go as files. Pixels. */
const MOST_PIXELS = 50_000_000;
const MAX_SIDE = 65_535;
const DAY_MS = 86_400_000;

/** What browsers show by themselves and that can do nothing: everything else is only ever saved. */
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
const RECORDINGS: ReadonlySet<string> = new Set(['audio/mpeg', 'audio/ogg', 'audio/wav', 'audio/mp4', 'audio/webm', 'audio/aac', 'audio/amr', 'audio/flac']);
const FILMS: ReadonlySet<string> = new Set(['video/mp4', 'video/webm']);

export const isShowable = (type: string): boolean => PICTURES.has(type) || RECORDINGS.has(type) || FILMS.has(type);

/** What a file may go as: a picture or a recording only where it is one. */
export function kindOfFile({ height = 0, type, width = 0 }: Pick<FileRef, 'height' | 'type' | 'width'>): FileKind {
  if (PICTURES.has(type)) return width > 0 && height > 0 && width * height <= MOST_PIXELS ? 'image' : 'file';
  return RECORDINGS.has(type) ? 'voice' : 'file';
}

/** Control characters, and marks that turn the direction of what follows: `gpj.exe` would read `exe.jpg`. */
// oxlint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A name without a path and without what nobody sees; the extension is kept where it is too long. */
export function fileName(given: string): string {
  const base = (given.split(/[/\\]/).at(-1) ?? '').toWellFormed().replace(UNSEEN, '').trim().replace(/^\.+/, '');
  if (base === '') return 'file';
  if (base.length <= MAX_FILE_NAME) return base;
  const dot = base.lastIndexOf('.');
  const extension = dot > 0 && base.length - dot <= MAX_EXTENSION ? base.slice(dot) : '';
  const stem = base.slice(0, MAX_FILE_NAME - extension.length);
  return `${stem.isWellFormed() ? stem : stem.slice(0, -1)}${extension}`;
}

const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,49}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,49}$/;

export const isMediaType = (type: unknown): type is string => typeof type === 'string' && MEDIA_TYPE.test(type);

const whole = (value: unknown, most: number): value is number => Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= most;

export const isDuration = (value: unknown): value is number => whole(value, DAY_MS);

/** A file as a message may carry it, with nothing else in it; null for what is none. */
export function checkFile(given: unknown): FileRef | null {
  const { durationMs, height, id, name, size, type, width } = Object(given) as { readonly [K in keyof FileRef]?: unknown };
  if (!isFileId(id) || typeof name !== 'string' || fileName(name) !== name || !isMediaType(type) || !whole(size, Number.MAX_SAFE_INTEGER)) return null;
  return {
    id, name, type, size,
    ...(whole(width, MAX_SIDE) && whole(height, MAX_SIDE) ? { width, height } : {}),
    ...(isDuration(durationMs) ? { durationMs } : {}),
  };
}

import type { FileRef } from '#domain/file.ts';
import type { ChannelOf } from './chats.ts';

/** A file that a channel brings. */
export interface IncomingFile {
  /** As people will see it; paths are cut off. */
  readonly name: string;
  /** What the provider calls it, e.g. `image/jpeg`. Its first bytes are believed more. */
  readonly type?: string;
  /** Of a recording. */
  readonly durationMs?: number;
  /** 20 MB unless the operator says otherwise; 2 MiB from a plugin in a process of its own. */
  readonly bytes: Uint8Array;
}

export interface ReadFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What a channel may do with files: of its own chats, and those that it has brought itself. */
export interface PluginFiles {
  /** What it answers goes into the body of a message to `chats.receive`, within a day. Rejects with `file.too-large`, `file.empty`. */
  keep(file: IncomingFile): Promise<FileRef>;
  /** Rejects with `file.unknown`, or with `file.too-large` where it would not go through the pipe of a plugin's own process. */
  read(id: string): Promise<ReadFile>;
  /** Where anybody who has the address may read it, for good: for providers that fetch what they are to deliver. */
  link(id: string): Promise<string>;
}

/** The house's side of {@link PluginFiles}. */
export type ChannelFiles = { readonly [M in keyof PluginFiles]: (channel: ChannelOf, ...given: Parameters<PluginFiles[M]>) => ReturnType<PluginFiles[M]> };

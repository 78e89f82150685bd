/** What people have sent, or are about to; what is in them is elsewhere (`file-content.ts`). */
export interface FilesTable {
  /** 32 hex digits. */
  id: string;
  /** Who may post it: a participant's id, or `p_<plugin>` for what a channel has brought and not said yet. */
  owner: string;
  /** The public id of the chat in which it was posted; null until then. */
  conversation: string | null;
  name: string;
  type: string;
  /** Bytes; 0 while they are on their way. */
  size: number;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  createdAt: number;
}

/** On MySQL only: a file's bytes, in pieces. */
export interface FileChunksTable {
  fileId: string;
  /** From 0. */
  place: number;
  bytes: Buffer;
}

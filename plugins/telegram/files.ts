import { codeOf, isForGood, type FileRef } from 'parlor/plugin';
import { BotApiError, call, download } from './api.ts';
import type { Account, Own } from './config.ts';
import type { Media } from './updates.ts';

/** Bytes: of what a bot may fetch. */
const MAX_FETCH = 20 << 20;
/** A webhook has ten seconds in all, ms. */
const FETCH_MS = 7_000;
/** So often a file that does not come is asked for, each time that Telegram brings its message; then it is said without. */
const MOST_TRIES = 3;
const MOST_REMEMBERED = 1_000;

const tries = new Map<string, number>();

/** Copies a file of a message, at once: Telegram's address of it holds the token, and ends. Null where it cannot be had; rejects where it may the next time. */
export async function copy(ctx: Own, account: Account, media: Media): Promise<FileRef | null> {
  const bytes = await fetched(ctx, account, media);
  if (bytes === null) return null;
  const { durationMs, name, type } = media;
  try {
    return await ctx.files.keep({ name, bytes, ...(type === undefined ? {} : { type }), ...(durationMs === undefined || durationMs === 0 ? {} : { durationMs }) });
  } catch (error) {
    // A house that cannot keep it now says nothing of the file.
    if (isForGood(error)) return null;
    throw error;
  }
}

async function fetched(ctx: Own, account: Account, { file_id: id, size = 0 }: Media): Promise<Uint8Array | null> {
  if (size > MAX_FETCH) return null;
  try {
    const { file_path: path } = await call(ctx, account, 'getFile', { file_id: id });
    const bytes = path === undefined ? null : await download(ctx, account, path, FETCH_MS);
    tries.delete(id);
    return bytes;
  } catch (error) {
    if (codeOf(error) === 'plugin.state') throw error;
    if ((error instanceof BotApiError && error.status === 400) || triedOften(id)) return null;
    throw error;
  }
}

function triedOften(id: string): boolean {
  const count = (tries.get(id) ?? 0) + 1;
  if (tries.size >= MOST_REMEMBERED) tries.clear();
  if (count < MOST_TRIES) tries.set(id, count);
  else tries.delete(id);
  return count >= MOST_TRIES;
}

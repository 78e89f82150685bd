import { useSyncExternalStore } from 'react';

/** Words that were written and not sent, a chat each: they survive a reload and a change of chat. */
const PREFIX = 'parlor.draft.';
const listeners = new Set<() => void>();
const drafts = new Map<string, string>();

const keyOf = (chat: string, note: boolean): string => `${chat}${note ? '.note' : ''}`;

function read(key: string): string {
  const known = drafts.get(key);
  if (known !== undefined) return known;
  let kept = '';
  try {
    kept = localStorage.getItem(PREFIX + key) ?? '';
  } catch {
    // Storage is refused: drafts live as long as the page.
  }
  drafts.set(key, kept);
  return kept;
}

export function writeDraft(chat: string, note: boolean, text: string): void {
  const key = keyOf(chat, note);
  drafts.set(key, text);
  try {
    if (text === '') localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, text);
  } catch {
    // As above.
  }
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const draftOf = (chat: string, note: boolean): string => read(keyOf(chat, note));

export const useDraft = (chat: string, note: boolean): string => useSyncExternalStore(subscribe, () => read(keyOf(chat, note)));

/** Forgets what this device kept of unsent words. */
export function forgetDrafts(): void {
  drafts.clear();
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
  for (const tell of listeners) tell();
}

import { keep, recall } from '#ui/storage.ts';

/** Unsent words, by chat; before a chat exists under `new`. */
export interface Drafts {
  readonly read: (conversation: string | null) => string;
  readonly write: (conversation: string | null, text: string) => void;
}

export function draftsOf(token: string): Drafts {
  const keyOf = (conversation: string | null): string => `parlor:draft:${token}:${conversation ?? 'new'}`;
  return {
    read: (conversation) => recall(keyOf(conversation)) ?? '',
    write: (conversation, text) => keep(keyOf(conversation), text === '' ? null : text),
  };
}

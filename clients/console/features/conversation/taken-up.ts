import type { Chat } from '#sdk/index.ts';
import type { Suggestion } from './timeline.ts';

/** Suggestions that are being edited in composers, by chat: for as long as the page lives. */
const taken = new Map<string, Suggestion>();

export const takeUp = (chat: string, suggestion: Suggestion): void => void taken.set(chat, suggestion);

/** Its words were taken out again. */
export const leaveOff = (chat: string): void => void taken.delete(chat);

export const forgetTaken = (): void => taken.clear();

/** The bot learns what became of the suggestion that these words were made of. */
export function settleTaken(chat: Pick<Chat, 'command' | 'id'>, words: string): void {
  const suggestion = taken.get(chat.id);
  if (suggestion === undefined) return;
  taken.delete(chat.id);
  chat.command({ type: 'suggestion.settle', suggestion: suggestion.seq, how: words === suggestion.text.trim() ? 'sent' : 'edited' });
}

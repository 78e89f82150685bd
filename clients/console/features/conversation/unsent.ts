import { forgetAttachments } from './attachments.ts';
import { forgetDrafts } from './drafts.ts';
import { forgetTaken } from './taken-up.ts';

/** Whose unsent words and files this device holds. */
const KEY = 'parlor.unsent-of';

/** Forgets words and files that were never sent: at sign-out. */
export function forgetUnsent(): void {
  forgetDrafts();
  forgetAttachments();
  forgetTaken();
}

/** Whoever signs in finds what they had not sent themselves, as when their session ran out, and nothing of anybody else. */
export function keepUnsentOf(agent: string): void {
  try {
    if (localStorage.getItem(KEY) === agent) return;
    localStorage.setItem(KEY, agent);
  } catch {
    // Storage is refused: nobody knows whose it is.
  }
  forgetUnsent();
}

import { isMac } from './command.ts';
import type { Command } from './command.ts';

/** How long the first key of a sequence waits for the second, ms. */
const SEQUENCE_MS = 1_200;

/** True where keys are words: fields, and what behaves like one. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/u.test(target.tagName));
}

/** True where Enter and the arrows already mean something. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, [role="menu"], [role="listbox"], [role="radiogroup"]') !== null;
}

const nameOf = (event: KeyboardEvent): string =>
  `${(isMac ? event.metaKey : event.ctrlKey) ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${event.key.toLowerCase()}`;

const TAKEN_BY_CONTROLS = new Set(['enter', 'arrowdown', 'arrowup', ' ']);

/** Runs commands by key. `find` is asked anew at each key. Returns the undo. */
export function listenToKeys(find: () => readonly Command[]): () => void {
  let first: { readonly key: string; readonly at: number } | null = null;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat && !event.key.startsWith('Arrow')) return;
    // A dialog has the keys to itself.
    if (document.querySelector('[aria-modal="true"]') !== null) return;
    const key = nameOf(event);
    const writing = isWriting(event.target);
    if (isControl(event.target) && TAKEN_BY_CONTROLS.has(key)) return;
    const sequence = first !== null && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${key}` : null;
    const commands = find().filter((command) => command.keys !== undefined && (!writing || command.anywhere === true));
    const command = commands.find(({ keys }) => keys === sequence) ?? commands.find(({ keys }) => keys === key);
    first = !writing && command === undefined ? { key, at: event.timeStamp } : null;
    if (command === undefined) return;
    event.preventDefault();
    command.run();
  };

  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

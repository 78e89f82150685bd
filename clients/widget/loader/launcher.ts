import { launcherIcon } from '#ui/launcher-icon.ts';
import { el, icon } from './dom.ts';
import type { Settings } from './settings.ts';
import type { Words } from './words/words.ts';

const DOWN = 'm6 9 6 6 6-6';
const CLOSE = 'm7 7 10 10M17 7 7 17';

export interface LauncherState {
  readonly words: Words;
  readonly settings: Settings;
  readonly hidden: boolean;
  readonly open: boolean;
  readonly unread: number;
  /** What the bubble beside the launcher says, or null for no bubble. */
  readonly bubble: { readonly name: string | null; readonly text: string } | null;
}

export interface Launcher {
  readonly elements: readonly HTMLElement[];
  readonly button: HTMLButtonElement;
  readonly draw: (state: LauncherState) => void;
}

export function createLauncher(on: { readonly toggle: () => void; readonly dismiss: () => void }): Launcher {
  const badge = el('span', { class: 'badge', 'aria-hidden': 'true' });
  const title = el('span', { class: 'title' });
  const button = el('button', { class: 'launcher', type: 'button', 'aria-haspopup': 'dialog' }, icon(launcherIcon, 'icon chat'), icon(DOWN, 'icon down'), title, badge);
  const from = el('strong');
  const text = el('span');
  const words = el('button', { class: 'words', type: 'button' }, from, text);
  const dismiss = el('button', { class: 'dismiss', type: 'button' }, icon(CLOSE, 'icon'));
  const bubble = el('div', { class: 'bubble' }, words, dismiss);

  button.addEventListener('click', on.toggle);
  words.addEventListener('click', on.toggle);
  dismiss.addEventListener('click', on.dismiss);

  const draw = ({ words, settings, hidden, open, unread, bubble: said }: LauncherState): void => {
    const expanded = settings.type === 'expanded_bubble' && !open;
    const label = open ? words.close : unread > 0 ? words.openUnread(unread) : words.open;
    title.textContent = expanded ? (settings.launcherTitle ?? words.title) : '';
    badge.textContent = unread > 9 ? '9+' : String(unread);
    button.setAttribute('aria-label', expanded ? `${title.textContent}: ${label}` : label);
    button.setAttribute('aria-expanded', String(open));
    button.classList.toggle('expanded', expanded);
    badge.hidden = unread === 0 || open;
    button.hidden = hidden;
    bubble.hidden = said === null || open || hidden;
    from.textContent = said?.name ?? '';
    from.hidden = !said?.name;
    text.textContent = said?.text ?? '';
    dismiss.setAttribute('aria-label', words.dismiss);
  };
  return { elements: [bubble, button], button, draw };
}

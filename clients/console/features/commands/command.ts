import type { ConsoleIcon } from '#ui/console-icons.ts';
import type { Card } from '#wire/protocol.ts';
import type { SlotIcon } from '#wire/slots.ts';

/** Something that can be done by name or by key. Buttons do the same through the same functions. */
export interface Command {
  readonly id: string;
  readonly group: 'chat' | 'go' | 'me' | 'chats' | 'settings';
  readonly label: string;
  /** The chat that it leads to. */
  readonly card?: Card;
  /** Said last in that chat, or what the page is for: the palette finds it by these as well. */
  readonly words?: string;
  readonly icon: ConsoleIcon | SlotIcon;
  /** Keys as `event.key` in lower case, parts of a sequence with a space between: `t`, `g w`. `mod+` is Ctrl, or ⌘ on a Mac. */
  readonly keys?: string;
  /** Works while one writes, too. */
  readonly anywhere?: boolean;
  readonly run: () => void;
}

export const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

const shown: Readonly<Record<string, string>> = { enter: '↵', arrowdown: '↓', arrowup: '↑', f2: 'F2', alt: isMac ? '⌥' : 'Alt', mod: isMac ? '⌘' : 'Ctrl', escape: 'Esc' };

/** The keys as people read them: `['G', 'W']`, `['Ctrl', 'K']`. */
export const keysShown = (keys: string): readonly string[] => keys.split(/[ +]/u).map((key) => shown[key] ?? key.toLocaleUpperCase());

import type { Texts } from '../../i18n/en.ts';
import { EDIT_KEYS, SEND_KEYS } from '../conversation/suggestion-keys.ts';

interface Shortcut {
  readonly label: string;
  /** Each does the same. */
  readonly keys: readonly string[];
}

/** What the sheet of shortcuts tells, by where it works: each thing once, with all of its keys. */
export function shortcutsOf({ shortcuts, commands, nav, inbox, chat, suggestion }: Texts): readonly (readonly [string, readonly Shortcut[]])[] {
  const row = (label: string, ...keys: readonly string[]): Shortcut => ({ label, keys });
  return [
    [shortcuts.inList, [row(commands.next, 'j', 'arrowdown', 'alt+arrowdown'), row(commands.previous, 'k', 'arrowup', 'alt+arrowup'), row(shortcuts.openSelected, 'enter'), row(inbox.takeNext, 'n')]],
    [shortcuts.anywhere, [
      row(nav.commands, 'mod+k'), row(shortcuts.find, '/'), row(commands.goWaiting, 'g w'), row(commands.goMine, 'g m'), row(commands.goAll, 'g a'), row(commands.goEnded, 'g e'),
      row(nav.contacts, 'g c'), row(commands.goSettings, 'g s'), row(shortcuts.sheet, '?'),
    ]],
    [shortcuts.inChat, [
      row(commands.focusComposer, 'r'), row(commands.writeNote, 'i'), row(suggestion.sendBest, SEND_KEYS), row(suggestion.editBest, EDIT_KEYS), row(chat.transfer, 't'),
      row(`${chat.complete} · ${chat.completeHint}`, 'e'), row(`${chat.close} · ${chat.closeHint}`, 'x'), row(chat.returnToQueue, 'u'), row(chat.reopen, 'o'),
      row(commands.toggleDetails, 'd'), row(shortcuts.leaveField, 'escape'),
    ]],
  ];
}

import { Modal } from '@mantine/core';
import { Fragment, useSyncExternalStore } from 'react';
import { useTexts } from '../../app/preferences.tsx';
import { EDIT_KEYS, SEND_KEYS } from '../conversation/suggestion-keys.ts';
import { keysShown } from './command.ts';
import classes from './shortcut-sheet.module.css';

let opened = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  opened = next;
  for (const tell of listeners) tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Opened by a key, the palette and the menu alike. */
export const shortcutSheet = { open: () => set(true), close: () => set(false) };

function Keys({ keys }: { readonly keys: string }) {
  const { shortcuts } = useTexts();
  return (
    <span className={classes.keys}>
      {keys.split(' ').map((part, index) => (
        <Fragment key={part}>
          {index > 0 ? <span className={classes.then}>{shortcuts.followedBy}</span> : null}
          {keysShown(part).map((key) => <kbd key={key}>{key}</kbd>)}
        </Fragment>
      ))}
    </span>
  );
}

export function ShortcutSheet() {
  const { shortcuts, commands, nav, inbox, chat, common, suggestion } = useTexts();
  const open = useSyncExternalStore(subscribe, () => opened);
  const sections: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    [shortcuts.inList, [['j', commands.next], ['k', commands.previous], ['alt+arrowdown', commands.next], ['alt+arrowup', commands.previous], ['enter', shortcuts.openSelected], ['n', inbox.takeNext]]],
    [shortcuts.anywhere, [['mod+k', nav.commands], ['g w', commands.goWaiting], ['g m', commands.goMine], ['g a', commands.goAll], ['g e', commands.goEnded], ['g s', commands.goSettings], ['?', shortcuts.sheet]]],
    [shortcuts.inChat, [['r', commands.focusComposer], ['i', commands.writeNote], [SEND_KEYS, suggestion.sendBest], [EDIT_KEYS, suggestion.editBest], ['t', chat.transfer], ['e', `${chat.complete} · ${chat.completeHint}`], ['x', `${chat.close} · ${chat.closeHint}`], ['u', chat.returnToQueue], ['o', chat.reopen], ['d', commands.toggleDetails], ['escape', shortcuts.leaveField]]],
  ];
  return (
    <Modal opened={open} onClose={shortcutSheet.close} title={shortcuts.title} size={680} closeButtonProps={{ 'aria-label': common.close }}>
      <p className={classes.lead}>{shortcuts.lead}</p>
      <div className={classes.columns}>
        {sections.map(([title, rows]) => (
          <section key={title} className={classes.section}>
            <h3>{title}</h3>
            <dl>{rows.map(([keys, label]) => <div key={keys}><dt>{label}</dt><dd><Keys keys={keys} /></dd></div>)}</dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

import { Modal } from '@mantine/core';
import { Fragment, useSyncExternalStore } from 'react';
import { useTexts } from '../../app/preferences.tsx';
import { keysShown } from './command.ts';
import { shortcutsOf } from './shortcuts.ts';
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

function AnyOf({ keys }: { readonly keys: readonly string[] }) {
  const { shortcuts } = useTexts();
  return keys.map((each, index) => (
    <Fragment key={each}>
      {index > 0 ? <span className={classes.or}>{shortcuts.or}</span> : null}
      <Keys keys={each} />
    </Fragment>
  ));
}

export function ShortcutSheet() {
  const texts = useTexts();
  const { shortcuts, common } = texts;
  const open = useSyncExternalStore(subscribe, () => opened);
  return (
    <Modal opened={open} onClose={shortcutSheet.close} title={shortcuts.title} size={680} closeButtonProps={{ 'aria-label': common.close }}>
      <p className={classes.lead}>{shortcuts.lead}</p>
      <div className={classes.columns}>
        {shortcutsOf(texts).map(([title, rows]) => (
          <section key={title} className={classes.section}>
            <h3>{title}</h3>
            <dl>{rows.map(({ label, keys }) => <div key={label}><dt>{label}</dt><dd><AnyOf keys={keys} /></dd></div>)}</dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

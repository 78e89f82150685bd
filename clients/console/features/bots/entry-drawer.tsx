import { Drawer } from '@mantine/core';
import { useState } from 'react';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { Rows } from '../../app/rows.tsx';
import { useLayout } from '../../lib/use-layout.ts';
import type { Bot, Entry } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import { EntryForm } from './entry-form.tsx';
import { useEntry } from './use-bots.ts';

/** One that is stored, or the beginning of a new one. */
export type Edited = { readonly id: string; readonly entry?: never } | { readonly entry: Entry; readonly id?: never };

interface EntryDrawerProps {
  readonly api: BotsApi;
  readonly bot: Bot;
  readonly edited: Edited | null;
  /** Those that there are, to choose from. */
  readonly categories: readonly string[];
  readonly onClose: () => void;
}

type FormOf = Omit<EntryDrawerProps, 'edited'> & { readonly onDirty: (dirty: boolean) => void };

function Stored({ id, ...form }: FormOf & { readonly id: string }) {
  const { data, error, isPending, refetch } = useEntry(form.api, form.bot.id, id);
  if (isPending) return <Rows />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  return <EntryForm {...form} entry={data} />;
}

/** Where an entry is written, beside the list that it belongs to. */
export function EntryDrawer({ edited, onClose, ...rest }: EntryDrawerProps) {
  const { texts: { bots: { knowledge: words }, common } } = usePreferences();
  const stack = useLayout() === 'stack';
  const [dirty, setDirty] = useState(false);
  const close = () => {
    setDirty(false);
    onClose();
  };
  const form = { ...rest, onClose: close, onDirty: setDirty };
  return (
    // Words are not lost by a slip: once something was changed only the buttons close it.
    <Drawer
      opened={edited !== null} onClose={close} position="right" size={stack ? '100%' : 520} title={edited?.id === undefined ? words.add : words.edit} closeOnClickOutside={!dirty} closeOnEscape={!dirty}
      closeButtonProps={{ 'aria-label': common.close }} transitionProps={{ duration: 160 }} overlayProps={{ color: 'var(--scrim)', backgroundOpacity: 1 }}
    >
      {edited === null ? null : edited.id === undefined ? <EntryForm {...form} entry={edited.entry} /> : <Stored {...form} id={edited.id} />}
    </Drawer>
  );
}

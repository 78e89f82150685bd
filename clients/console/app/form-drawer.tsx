import { Drawer } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { NotLoaded } from './not-loaded.tsx';
import { usePreferences } from './preferences.tsx';
import { Rows } from './rows.tsx';
import { useLayout } from '../lib/use-layout.ts';

export interface FormInDrawer {
  readonly onDirty: (dirty: boolean) => void;
  readonly onClose: () => void;
}

interface FormDrawerProps {
  /** Null: it is closed. */
  readonly title: string | null;
  readonly onClose: () => void;
  readonly children: (form: FormInDrawer) => ReactNode;
}

/** Where something is written, beside the list that it belongs to. */
export function FormDrawer({ title, onClose, children }: FormDrawerProps) {
  const { texts: { common } } = usePreferences();
  const stack = useLayout() === 'stack';
  const [dirty, setDirty] = useState(false);
  const close = () => {
    setDirty(false);
    onClose();
  };
  return (
    // Words are not lost by a slip: once something was changed only the buttons close it.
    <Drawer
      opened={title !== null} onClose={close} position="right" size={stack ? '100%' : 640} title={title} closeOnClickOutside={!dirty} closeOnEscape={!dirty}
      closeButtonProps={{ 'aria-label': common.close }} transitionProps={{ duration: 160 }} overlayProps={{ color: 'var(--scrim)', backgroundOpacity: 1 }}
    >
      {title === null ? null : children({ onDirty: setDirty, onClose: close })}
    </Drawer>
  );
}

/** What was asked for, once it is there. */
export function Loaded<T>({ query: { data, error, isPending, refetch }, children }: { readonly query: UseQueryResult<T>; readonly children: (data: T) => ReactNode }) {
  if (isPending) return <Rows />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  return children(data);
}

import { Drawer } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { NotLoaded } from './not-loaded.tsx';
import { usePreferences } from './preferences.tsx';
import { Rows } from './rows.tsx';
import { useLayout } from '../lib/use-layout.ts';
import { useClosing } from '../lib/unsaved.ts';

export interface FormInDrawer {
  readonly onDirty: (dirty: boolean) => void;
  readonly onClose: () => void;
}

interface FormDrawerProps {
  /** Null: it is closed. */
  readonly title: string | null;
  /** Pixels, where it does not fill the screen. */
  readonly size?: number;
  readonly onClose: () => void;
  readonly children: (form: FormInDrawer) => ReactNode;
}

/** Where something is written, beside the list that it belongs to. */
export function FormDrawer({ title, size = 640, onClose, children }: FormDrawerProps) {
  const { texts: { common } } = usePreferences();
  const stack = useLayout() === 'stack';
  const { close, leave, onDirty } = useClosing(onClose);
  return (
    <Drawer
      opened={title !== null} onClose={leave} position="right" size={stack ? '100%' : size} title={title}
      closeButtonProps={{ 'aria-label': common.close }} transitionProps={{ duration: 160 }} overlayProps={{ color: 'var(--scrim)', backgroundOpacity: 1 }}
    >
      {title === null ? null : children({ onDirty, onClose: close })}
    </Drawer>
  );
}

/** What was asked for, once it is there. */
export function Loaded<T>({ query: { data, error, isPending, refetch }, children }: { readonly query: UseQueryResult<T>; readonly children: (data: T) => ReactNode }) {
  if (isPending) return <Rows />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  return children(data);
}

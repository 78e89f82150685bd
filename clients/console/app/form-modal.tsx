import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useClosing } from '../lib/unsaved.ts';
import type { FormInDrawer } from './form-drawer.tsx';
import { useTexts } from './preferences.tsx';

interface FormModalProps {
  readonly opened: boolean;
  readonly title: string;
  readonly size: number;
  readonly onClose: () => void;
  readonly children: (form: FormInDrawer) => ReactNode;
}

/** Where something short is written, over the page. */
export function FormModal({ opened, title, size, onClose, children }: FormModalProps) {
  const { common } = useTexts();
  const { close, leave, onDirty } = useClosing(onClose);
  return <Modal opened={opened} onClose={leave} title={title} size={size} closeButtonProps={{ 'aria-label': common.close }}>{children({ onDirty, onClose: close })}</Modal>;
}

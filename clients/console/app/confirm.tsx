import { Button, Modal, getDefaultZIndex } from '@mantine/core';
import classes from './confirm.module.css';
import { useTexts } from './preferences.tsx';

interface ConfirmProps {
  readonly opened: boolean;
  readonly title: string;
  readonly lead?: string;
  readonly action: string;
  /** Default: it takes something away. */
  readonly color?: 'accent' | 'danger';
  /** The other answer, in its own words, which then is the one that Enter gives. */
  readonly stay?: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot simply be undone. */
export function Confirm({ opened, title, lead, action, color = 'danger', stay, onConfirm, onClose }: ConfirmProps) {
  const { common } = useTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={400} zIndex={getDefaultZIndex('popover')} closeButtonProps={{ 'aria-label': common.close }}>
      {lead === undefined ? null : <p className={classes.lead}>{lead}</p>}
      <div className={classes.actions}>
        <Button variant="default" data-autofocus={stay === undefined ? undefined : true} onClick={onClose}>{stay ?? common.cancel}</Button>
        <Button color={color} data-autofocus={stay === undefined ? true : undefined} onClick={() => { onClose(); onConfirm(); }}>{action}</Button>
      </div>
    </Modal>
  );
}

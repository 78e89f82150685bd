import { Button, Modal } from '@mantine/core';
import classes from './confirm.module.css';
import { useTexts } from './preferences.tsx';

interface ConfirmProps {
  readonly opened: boolean;
  readonly title: string;
  readonly lead?: string;
  readonly action: string;
  /** Default: it takes something away. */
  readonly color?: 'accent' | 'danger';
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot simply be undone. */
export function Confirm({ opened, title, lead, action, color = 'danger', onConfirm, onClose }: ConfirmProps) {
  const { common } = useTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={400} closeButtonProps={{ 'aria-label': common.close }}>
      {lead === undefined ? null : <p className={classes.lead}>{lead}</p>}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button color={color} data-autofocus onClick={() => { onClose(); onConfirm(); }}>{action}</Button>
      </div>
    </Modal>
  );
}

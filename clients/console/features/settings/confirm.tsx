import { Button, Modal } from '@mantine/core';
import { useTexts } from '../../app/preferences.tsx';
import classes from './list.module.css';
import { Actions } from './pieces.tsx';

interface ConfirmProps {
  readonly opened: boolean;
  readonly title: string;
  readonly lead: string;
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot simply be undone. */
export function Confirm({ opened, title, lead, action, onConfirm, onClose }: ConfirmProps) {
  const { common } = useTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={400} closeButtonProps={{ 'aria-label': common.close }}>
      <p className={classes.lead}>{lead}</p>
      <Actions>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button color="danger" data-autofocus onClick={() => { onClose(); onConfirm(); }}>{action}</Button>
      </Actions>
    </Modal>
  );
}

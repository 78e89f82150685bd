import { Button, Modal } from '@mantine/core';
import { useTexts } from '../../app/preferences.tsx';
import classes from './list.module.css';
import { Actions, CopyText } from './pieces.tsx';

/** A one-time password that was just set, and for whom. */
export interface Issued {
  readonly name: string;
  readonly password: string;
}

export function OneTimeDialog({ issued, onClose }: { readonly issued: Issued | null; readonly onClose: () => void }) {
  const { agents: words, common } = useTexts();
  return (
    <Modal opened={issued !== null} onClose={onClose} title={words.oneTimeTitle(issued?.name ?? '')} size={420} closeOnClickOutside={false} closeButtonProps={{ 'aria-label': common.close }}>
      <p className={classes.lead}>{words.oneTimeLead}</p>
      <output className={classes.secret} style={{ display: 'block' }}>{issued?.password}</output>
      <Actions>
        <Button variant="default" onClick={onClose}>{common.close}</Button>
        <CopyText value={issued?.password ?? ''} variant="filled" />
      </Actions>
    </Modal>
  );
}

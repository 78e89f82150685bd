import { Button, FileButton, Modal, Select } from '@mantine/core';
import { useState } from 'react';
import { patiently } from '../../api/patiently.ts';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { textOfFile } from '../../lib/text-of-file.ts';
import type { RepliesApi } from './replies-api.ts';
import type { ShelfOption } from './reply-form.tsx';
import { piecesOf, readReplies, type Reading } from './reply-table.ts';
import classes from './replies.module.css';
import { useReplyTexts } from './texts/use-reply-texts.ts';
import { useReplyDeed } from './use-replies.ts';

interface ImportDialogProps {
  readonly api: RepliesApi;
  readonly shelves: readonly ShelfOption[];
  readonly opened: boolean;
  readonly onClose: () => void;
}

const MAX_BYTES = 5_000_000;
/** Lines that are named; nobody reads more before they look at the file. */
const LINES_NAMED = 8;

function Importing({ api, shelves, onClose }: Omit<ImportDialogProps, 'opened'>) {
  const { common } = useTexts();
  const words = useReplyTexts();
  const { tell } = useToast();
  const [shelf, setShelf] = useState(shelves[0]?.value ?? '');
  const [file, setFile] = useState<{ readonly name: string; readonly reading: Reading } | null>(null);
  const [flaw, setFlaw] = useState<string | null>(null);
  const bring = useReplyDeed(async (replies: Reading['replies']) => {
    const { signal } = new AbortController();
    for (const { rows } of piecesOf(replies)) await patiently(() => api.bring(shelf, rows), signal);
    return replies.length;
  });
  const look = async (chosen: File): Promise<void> => {
    const reading = chosen.size > MAX_BYTES ? null : readReplies(textOfFile(await chosen.arrayBuffer()));
    setFlaw(chosen.size > MAX_BYTES ? words.tooLarge : reading === null ? words.noColumns : null);
    setFile(reading === null ? null : { name: chosen.name, reading });
  };
  const replies = file?.reading.replies ?? [];
  const flawed = file?.reading.flawed ?? [];
  return (
    <div className={classes.form}>
      <p className={classes.hint}>{words.columns}</p>
      <div className={classes.file}>
        <FileButton accept=".csv,.tsv,text/csv" onChange={(chosen) => { if (chosen !== null) void look(chosen); }} inputProps={{ 'aria-label': words.choose }}>
          {(props) => <Button {...props} variant={file === null ? 'filled' : 'default'} data-autofocus leftSection={<Icon name="upload" size={16} />}>{words.choose}</Button>}
        </FileButton>
        {file === null ? null : <b>{file.name}</b>}
      </div>
      {flaw === null ? null : <p className={classes.note} role="alert">{flaw}</p>}
      {file === null ? null : <p role="status">{words.comes(replies.length)}</p>}
      {flawed.length === 0 ? null : <p className={classes.note}>{words.stays(flawed.length, `${flawed.slice(0, LINES_NAMED).join(', ')}${flawed.length > LINES_NAMED ? '…' : ''}`)}</p>}
      <Select label={words.whose} data={[...shelves]} value={shelf} allowDeselect={false} onChange={(value) => { if (value !== null) setShelf(value); }} />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button disabled={replies.length === 0} loading={bring.isPending} onClick={() => bring.mutate(replies, { onSuccess: (count) => { tell({ text: words.brought(count) }); onClose(); } })}>{words.go(replies.length)}</Button>
      </div>
    </div>
  );
}

/** Brings replies in from a table: looked at first, then kept. */
export function ImportDialog({ opened, onClose, ...rest }: ImportDialogProps) {
  const { common } = useTexts();
  const words = useReplyTexts();
  return <Modal opened={opened} onClose={onClose} title={words.bringTitle} size={480} closeButtonProps={{ 'aria-label': common.close }}><Importing onClose={onClose} {...rest} /></Modal>;
}

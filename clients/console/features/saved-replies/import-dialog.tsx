import { Button, FileButton, Modal, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { textOfFile } from '../../lib/text-of-file.ts';
import { ReplyRefusal, type RepliesApi } from './replies-api.ts';
import { OUTCOMES, type Brought } from './reply.ts';
import type { ShelfOption } from './reply-form.tsx';
import { piecesOf, readReplies, type Reading } from './reply-table.ts';
import classes from './replies.module.css';
import { useReplyTexts } from './texts/use-reply-texts.ts';
import { bringAll, usePlan, useReplyDeed } from './use-replies.ts';

interface ImportDialogProps {
  readonly api: RepliesApi;
  readonly shelves: readonly ShelfOption[];
  readonly opened: boolean;
  readonly onClose: () => void;
}

const MAX_BYTES = 5_000_000;
/** Lines that are named; nobody reads more before they look at the file. */
const LINES_NAMED = 8;
/** Titles that are named, for the same reason. */
const TITLES_NAMED = 3;

/** What becomes of a table, in words; nothing of what does not happen. */
function Plan({ brought }: { readonly brought: Brought }) {
  const { outcomes, titles } = useReplyTexts();
  return (
    <div role="status"><ul className={classes.plan}>
      {OUTCOMES.filter((outcome) => brought[outcome].length > 0).map((outcome) => (
        <li key={outcome}>{outcomes[outcome](brought[outcome].length)}{outcome === 'same' ? null : <span> {titles(brought[outcome].slice(0, TITLES_NAMED), brought[outcome].length > TITLES_NAMED)}</span>}</li>
      ))}
    </ul></div>
  );
}

function Importing({ api, shelves, onClose }: Omit<ImportDialogProps, 'opened'>) {
  const { common } = useTexts();
  const words = useReplyTexts();
  const { tell } = useToast();
  const [shelf, setShelf] = useState(shelves[0]?.value ?? '');
  const [file, setFile] = useState<{ readonly name: string; readonly number: number; readonly reading: Reading } | null>(null);
  const [flaw, setFlaw] = useState<string | null>(null);
  const look = async (chosen: File): Promise<void> => {
    const reading = chosen.size > MAX_BYTES ? null : readReplies(textOfFile(await chosen.arrayBuffer()));
    setFlaw(chosen.size > MAX_BYTES ? words.tooLarge : reading === null ? words.noColumns : null);
    setFile((before) => (reading === null ? null : { name: chosen.name, number: (before?.number ?? 0) + 1, reading }));
  };
  const pieces = useMemo(() => piecesOf(file?.reading.replies ?? []), [file]);
  const { data: plan, error, isFetching } = usePlan(api, file?.number ?? 0, shelf, pieces);
  const full = error instanceof ReplyRefusal ? words.refusals[error.reason] : plan !== undefined && plan.added.length > plan.room ? words.refusals.full : null;
  const work = plan === undefined ? 0 : plan.added.length + plan.changed.length;
  const bring = useReplyDeed(() => bringAll(api, shelf, pieces, true, new AbortController().signal));
  const say = (brought: Brought): void => {
    tell({ text: words.brought, detail: OUTCOMES.filter((outcome) => brought[outcome].length > 0).map((outcome) => words.outcomes[outcome](brought[outcome].length)).join(' · ') });
    onClose();
  };
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
      {plan === undefined || full !== null ? null : <Plan brought={plan} />}
      {full === null ? null : <p className={classes.note} role="alert">{full}</p>}
      {flawed.length === 0 ? null : <p className={classes.note}>{words.stays(flawed.length, `${flawed.slice(0, LINES_NAMED).join(', ')}${flawed.length > LINES_NAMED ? '…' : ''}`)}</p>}
      <Select label={words.whose} data={[...shelves]} value={shelf} allowDeselect={false} onChange={(value) => { if (value !== null) setShelf(value); }} />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button disabled={work === 0 || full !== null} loading={bring.isPending || isFetching} onClick={() => bring.mutate(undefined, { onSuccess: say })}>{words.go(work)}</Button>
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

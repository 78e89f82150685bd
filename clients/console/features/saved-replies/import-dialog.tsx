import { Button, FileButton, Modal, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { textOfFile } from '../../lib/text-of-file.ts';
import { countsOf, piecesOf, planOf, sortLines, type KnownShelf } from './import-plan.ts';
import { ImportPreview } from './import-preview.tsx';
import { ReplyRefusal, type RepliesApi } from './replies-api.ts';
import { readLines, type TableLine } from './reply-table.ts';
import type { ShelfOption } from './shelves.ts';
import classes from './replies.module.css';
import { useReplyTexts } from './texts/use-reply-texts.ts';
import { bringAll, usePlan, useReplyDeed } from './use-replies.ts';

interface ImportDialogProps {
  readonly api: RepliesApi;
  /** For whom the reader may keep one. */
  readonly shelves: readonly ShelfOption[];
  /** All for whom there may be some. */
  readonly known: readonly KnownShelf[];
  readonly opened: boolean;
  readonly onClose: () => void;
}

const MAX_BYTES = 5_000_000;

function Importing({ api, known, shelves, onClose }: Omit<ImportDialogProps, 'opened'>) {
  const { common } = useTexts();
  const words = useReplyTexts();
  const { tell } = useToast();
  const [shelf, setShelf] = useState(shelves[0]?.value ?? '');
  const [file, setFile] = useState<{ readonly name: string; readonly number: number; readonly lines: readonly TableLine[] } | null>(null);
  const [flaw, setFlaw] = useState<string | null>(null);
  const look = async (chosen: File): Promise<void> => {
    const lines = chosen.size > MAX_BYTES ? null : readLines(textOfFile(await chosen.arrayBuffer()));
    setFlaw(chosen.size > MAX_BYTES ? words.tooLarge : lines === null ? words.noColumns : null);
    setFile((before) => (lines === null ? null : { name: chosen.name, number: (before?.number ?? 0) + 1, lines }));
  };
  const sorted = useMemo(() => sortLines(file?.lines ?? [], known, shelf), [file, known, shelf]);
  const pieces = useMemo(() => piecesOf(sorted.going), [sorted]);
  const { data: told, error, isFetching } = usePlan(api, [file?.number, known, shelf], pieces);
  const plan = file === null || (pieces.length > 0 && told === undefined) ? null : planOf(sorted, told ?? []);
  const { added, changed } = plan === null ? { added: 0, changed: 0 } : countsOf(plan);
  const bring = useReplyDeed(async () => planOf(sorted, await bringAll(api, pieces, true, new AbortController().signal)));
  const silent = file?.lines.filter(({ whose }) => whose === '').length ?? 0;
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
      {plan === null ? null : <ImportPreview plan={plan} />}
      {error instanceof ReplyRefusal ? <p className={classes.note} role="alert">{words.refusals[error.reason]}</p> : null}
      {file !== null && silent === 0 ? null : <Select label={file === null || silent === file.lines.length ? words.whose : words.others} data={[...shelves]} value={shelf} allowDeselect={false} onChange={(value) => { if (value !== null) setShelf(value); }} />}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button disabled={added + changed === 0} loading={bring.isPending || isFetching} onClick={() => bring.mutate(undefined, { onSuccess: (done) => { tell({ text: words.brought, detail: words.counts(countsOf(done)) }); onClose(); } })}>{words.go(added + changed)}</Button>
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

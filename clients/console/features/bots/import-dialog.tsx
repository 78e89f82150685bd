import { Button, FileButton, Modal, Progress } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { formatNumber } from '#ui/format.ts';
import { patiently } from '../../api/patiently.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences, useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import type { Bot } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import classes from './import-dialog.module.css';
import { ImportPreview } from './import-preview.tsx';
import { piecesOf } from './pieces.ts';
import { readFile } from './read-entries.ts';
import type { Reading } from './read-entries.ts';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { useBotFailure, useBotsChanged } from './use-bots.ts';

interface ImportDialogProps {
  readonly api: BotsApi;
  readonly bot: Bot;
  readonly opened: boolean;
  readonly onClose: () => void;
}

interface ReadFile { readonly name: string; readonly reading: Reading }

/** A file of 50,000 entries has about so many bytes. */
const MAX_BYTES = 20_000_000;

function Choose({ flaw, onFile }: { readonly flaw: string | null; readonly onFile: (file: File) => void }) {
  const { bots: { bring: words } } = useTexts();
  const { sheetHint } = useBotTexts();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) onFile(file);
  };
  return (
    <>
      <div className={classes.drop} data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <Icon name="upload" size={22} />
        <p>{words.drop}</p>
        <FileButton accept=".xlsx,.csv,.json,text/csv,application/json,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" onChange={(file) => { if (file !== null) onFile(file); }} inputProps={{ 'aria-label': words.choose }}>
          {(props) => <Button {...props} data-autofocus>{words.choose}</Button>}
        </FileButton>
      </div>
      {flaw === null ? null : <p className={classes.flaw} role="alert"><Icon name="alert" size={16} />{flaw}</p>}
      <dl className={classes.formats}>
        <dt>Excel</dt><dd>{sheetHint}</dd>
        <dt>CSV</dt><dd>{words.csvHint}</dd>
        <dt>JSON</dt><dd>{words.jsonHint}</dd>
      </dl>
    </>
  );
}

function Importing({ api, bot, onClose, onBusy }: Omit<ImportDialogProps, 'opened'> & { readonly onBusy: (busy: boolean) => void }) {
  const { texts: { bots: { bring: words }, common }, locale } = usePreferences();
  const { tell } = useToast();
  const fail = useBotFailure();
  const changed = useBotsChanged();
  const [file, setFile] = useState<ReadFile | null>(null);
  const [flaw, setFlaw] = useState<string | null>(null);
  /** Of how many; null while nothing is brought in. */
  const [done, setDone] = useState<number | null>(null);
  const stop = useRef<AbortController>(null);
  useEffect(() => () => stop.current?.abort(), []);

  const take = async (taken: File): Promise<void> => {
    if (taken.size > MAX_BYTES) return setFlaw(words.tooLarge);
    const reading = await readFile(await taken.arrayBuffer());
    setFlaw(reading.kind === 'columns' ? words.columns : reading.kind === 'unreadable' ? words.unreadable(reading.line) : reading.entries.length + reading.flaws.length === 0 ? words.nothing : null);
    setFile(reading.kind === 'entries' && reading.entries.length + reading.flaws.length > 0 ? { name: taken.name, reading } : null);
  };
  const entries = file?.reading.kind === 'entries' ? file.reading.entries : [];
  const bring = async (): Promise<void> => {
    const { signal } = (stop.current = new AbortController());
    let brought = 0;
    setDone(0);
    onBusy(true);
    try {
      for (const piece of piecesOf(entries)) {
        await patiently(() => api.bring(bot.id, piece), signal);
        brought += piece.length;
        setDone(brought);
      }
      tell({ text: words.brought(brought) });
      onClose();
    } catch (error) {
      if (signal.aborted) tell({ text: words.stopped(brought) });
      else fail(error);
      setDone(null);
    } finally {
      onBusy(false);
      await changed();
    }
  };

  if (file === null || file.reading.kind !== 'entries') return <Choose flaw={flaw} onFile={(taken) => void take(taken)} />;
  if (done !== null) {
    return (
      <div className={classes.progress}>
        <p role="status">{words.underWay(formatNumber(done, locale), formatNumber(entries.length, locale))}</p>
        <Progress value={(100 * done) / entries.length} aria-label={words.title} transitionDuration={160} />
        <div className={classes.actions}><Button variant="default" onClick={() => stop.current?.abort()}>{words.stop}</Button></div>
      </div>
    );
  }
  return (
    <>
      <ImportPreview name={file.name} reading={file.reading} />
      <div className={classes.actions}>
        <Button variant="default" onClick={() => setFile(null)}>{words.another}</Button>
        {entries.length === 0 ? <Button onClick={onClose}>{common.close}</Button> : <Button data-autofocus onClick={() => void bring()}>{words.go(entries.length)}</Button>}
      </div>
    </>
  );
}

/** Brings entries in from a file: looked at first, then taken piece by piece. */
export function ImportDialog({ api, bot, opened, onClose }: ImportDialogProps) {
  const { bots: { bring: words }, common } = useTexts();
  const [busy, setBusy] = useState(false);
  return (
    <Modal opened={opened} onClose={onClose} title={words.title} size={640} closeOnClickOutside={!busy} closeOnEscape={!busy} withCloseButton={!busy} closeButtonProps={{ 'aria-label': common.close }}>
      <Importing api={api} bot={bot} onClose={onClose} onBusy={setBusy} />
    </Modal>
  );
}

import { Button, FileButton, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { formatNumber } from '#ui/format.ts';
import { Icon } from '../../../app/icon.tsx';
import { usePreferences } from '../../../app/preferences.tsx';
import { useToast } from '../../../app/toast.tsx';
import { textOfFile } from '../../../lib/text-of-file.ts';
import { useFlawedField } from '../../../lib/use-flawed-field.ts';
import type { Bot } from '../bot.ts';
import type { BotsApi } from '../bots-api.ts';
import form from '../form.module.css';
import { flawsOf, MOST_DOCUMENT } from '../outside/outside.ts';
import type { Written } from '../outside/outside.ts';
import { useOutsideTexts } from '../outside/texts/use-texts.ts';
import type { FormInDrawer } from '../../../app/form-drawer.tsx';
import { useBotChange } from '../use-bots.ts';
import classes from './documents.module.css';

interface DocumentFormProps extends FormInDrawer {
  readonly api: BotsApi;
  readonly bot: Bot;
  readonly document: Written;
}

/** A larger file has more characters than a document may have, in any writing; bytes. */
const MAX_BYTES = 4 * MOST_DOCUMENT.text;

/** A document, as it is written, or read from a file. */
export function DocumentForm({ api, bot, document, onClose, onDirty }: DocumentFormProps) {
  const { documents: words } = useOutsideTexts();
  const { texts: { common }, locale } = usePreferences();
  const { tell } = useToast();
  const [shown, setShown] = useState(document);
  /** How often somebody tried to save what cannot be. */
  const [vain, setVain] = useState(0);
  const whole = useFlawedField(vain);
  const [over, setOver] = useState(false);
  const [unreadable, setUnreadable] = useState<'long' | 'unreadable' | null>(null);
  const save = useBotChange((whole: Written) => api.saveDocument(bot.id, whole));
  const flaws = flawsOf(shown);
  const dirty = JSON.stringify(shown) !== JSON.stringify(document);
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const set = (change: Partial<Written>) => {
    setUnreadable(null);
    setShown({ ...shown, ...change });
  };
  const take = async (file: File): Promise<void> => {
    if (file.size > MAX_BYTES) return setUnreadable('long');
    const text = textOfFile(await file.arrayBuffer()).replaceAll('\r\n', '\n');
    if (text.includes('\0')) return setUnreadable('unreadable');
    set({ text, title: shown.title.trim() === '' ? file.name.replace(/\.(?:txt|md|markdown)$/i, '').slice(0, MOST_DOCUMENT.title) : shown.title });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (Object.keys(flaws).length > 0) return setVain(vain + 1);
    save.mutate({ ...shown, title: shown.title.trim(), url: shown.url.trim(), text: shown.text.trim() }, { onSuccess: () => {
      tell({ text: words.saved, detail: shown.title.trim() });
      onClose();
    } });
  };
  const told = (field: keyof typeof flaws): string | undefined => {
    const flaw = flaws[field];
    return flaw === undefined || (flaw === 'needed' && vain === 0) ? undefined : words.flaws[flaw];
  };
  return (
    <form ref={whole} className={form.form} onSubmit={submit}>
      <TextInput data-autofocus label={words.title} description={words.titleHint} value={shown.title} maxLength={MOST_DOCUMENT.title} onChange={(event) => set({ title: event.currentTarget.value })} error={told('title')} />
      <TextInput label={words.link} description={words.linkHint} placeholder="https://" value={shown.url} maxLength={MOST_DOCUMENT.url} onChange={(event) => set({ url: event.currentTarget.value })} error={told('url')} />
      <div
        className={classes.text} data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); setOver(false); const [file] = event.dataTransfer.files; if (file !== undefined) void take(file); }}
      >
        <Textarea autosize minRows={12} maxRows={24} label={words.text} description={words.textHint} value={shown.text} onChange={(event) => set({ text: event.currentTarget.value })} error={unreadable === null ? told('text') : words.flaws[unreadable]} />
        <div className={classes.file}>
          <FileButton accept=".txt,.md,.markdown,text/plain,text/markdown" onChange={(file) => { if (file !== null) void take(file); }} inputProps={{ 'aria-label': words.choose }}>
            {(props) => <Button {...props} size="xs" variant="default" leftSection={<Icon name="upload" size={14} />}>{words.choose}</Button>}
          </FileButton>
          <span>{words.drop}</span>
          <span className={classes.count}>{words.characters(formatNumber(shown.text.length, locale))}</span>
        </div>
      </div>
      <div className={form.actions}>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button type="submit" loading={save.isPending} disabled={!dirty || (vain > 0 && Object.keys(flaws).length > 0)}>{common.save}</Button>
      </div>
    </form>
  );
}

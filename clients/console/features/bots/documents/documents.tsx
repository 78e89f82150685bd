import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { formatNumber } from '#ui/format.ts';
import { Ago } from '../../../app/ago.tsx';
import { EmptyState } from '../../../app/empty-state.tsx';
import { Icon } from '../../../app/icon.tsx';
import { usePreferences } from '../../../app/preferences.tsx';
import { useToast } from '../../../app/toast.tsx';
import type { Bot } from '../bot.ts';
import type { BotsApi } from '../bots-api.ts';
import type { DocumentRow, Written } from '../outside/outside.ts';
import { useOutsideTexts } from '../outside/texts/use-texts.ts';
import { useDocument, useDocuments } from '../outside/use-outside.ts';
import { Loaded, FormDrawer } from '../../../app/form-drawer.tsx';
import type { FormInDrawer } from '../../../app/form-drawer.tsx';
import skills from '../skills.module.css';
import { useBotChange } from '../use-bots.ts';
import { DocumentForm } from './document-form.tsx';
import classes from './documents.module.css';

interface DocumentsProps {
  readonly api: BotsApi;
  readonly bot: Bot;
}

const BLANK: Written = { title: '', url: '', text: '' };

function Item({ api, bot, row: { at, id, passages, size, title, url }, onOpen }: DocumentsProps & { readonly row: DocumentRow; readonly onOpen: () => void }) {
  const { documents: words } = useOutsideTexts();
  const { texts: { common: { undo } }, locale } = usePreferences();
  const { tell } = useToast();
  const restore = useBotChange((document: Written) => api.saveDocument(bot.id, document));
  // All in one: the row is gone as soon as the list has followed.
  const remove = useBotChange(async () => {
    const text = await api.document(bot.id, id);
    await api.removeDocument(bot.id, id);
    tell({ text: words.removed, detail: title, action: { label: undo, run: () => restore.mutate({ id, title, url, text }) } });
  });
  return (
    <li>
      <span className={classes.sheet}><Icon name="note" size={16} /></span>
      <div className={skills.words}>
        <button type="button" className={skills.open} onClick={onOpen}>{title}</button>
        <p>{url === '' ? null : <>{url.replace(/^https?:\/\//, '')} · </>}<span className={classes.size}>{words.characters(formatNumber(size, locale))} · {words.parts(passages)} · <Ago at={at} /></span></p>
      </div>
      <ActionIcon className={skills.above ?? ''} variant="subtle" color="gray" size={32} aria-label={words.remove(title)} loading={remove.isPending} onClick={() => remove.mutate(undefined)}><Icon name="trash" size={16} /></ActionIcon>
    </li>
  );
}

function Stored({ row, ...form }: DocumentsProps & FormInDrawer & { readonly row: DocumentRow }) {
  const query = useDocument(form.api, form.bot.id, row.id);
  return <Loaded query={query}>{(text) => <DocumentForm {...form} document={{ id: row.id, title: row.title, url: row.url, text }} />}</Loaded>;
}

/** Texts that a language model answers from. */
export function Documents({ api, bot }: DocumentsProps) {
  const { documents: words } = useOutsideTexts();
  const { locale } = usePreferences();
  const documents = useDocuments(api, bot.id);
  const [opened, setOpened] = useState<DocumentRow | 'new' | null>(null);
  return (
    <Loaded query={documents}>
      {({ most, rows }) => (
        <>
          {rows.length === 0 ? <EmptyState icon="note" title={words.empty} lead={words.emptyLead} action={{ label: words.add, run: () => setOpened('new') }} /> : (
            <>
              <div className={skills.top}>
                <div><h2>{words.count(rows.length)}</h2><p>{words.room(formatNumber(rows.reduce((sum, { size }) => sum + size, 0), locale), formatNumber(most.characters, locale))}</p></div>
                <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpened('new')}>{words.add}</Button>
              </div>
              {bot.outside.model ? null : <p className={classes.note}><Icon name="alert" size={15} />{words.noModel}</p>}
              <ul className={skills.list}>{rows.map((row) => <Item key={row.id} api={api} bot={bot} row={row} onOpen={() => setOpened(row)} />)}</ul>
            </>
          )}
          <FormDrawer title={opened === null ? null : opened === 'new' ? words.add : words.edit} onClose={() => setOpened(null)}>
            {(form) => (opened === 'new' || opened === null ? <DocumentForm {...form} api={api} bot={bot} document={BLANK} /> : <Stored {...form} api={api} bot={bot} row={opened} />)}
          </FormDrawer>
        </>
      )}
    </Loaded>
  );
}

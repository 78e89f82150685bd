import { Button, Menu, Pagination, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { formatNumber } from '#ui/format.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { Rows } from '../../app/rows.tsx';
import type { Bot, Entry } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import { ChosenBar } from './chosen-bar.tsx';
import { EntryDrawer } from './entry-drawer.tsx';
import type { Edited } from './entry-drawer.tsx';
import { EntryItem } from './entry-item.tsx';
import { ImportDialog } from './import-dialog.tsx';
import classes from './knowledge.module.css';
import { useEntries } from './use-bots.ts';
import { useExport } from './use-export.ts';

interface KnowledgeProps {
  readonly api: BotsApi;
  readonly bot: Bot;
}

/** While one types nothing is asked, ms. */
const TYPING_MS = 200;
const BLANK: Entry = { post: '', similar: [], replies: [''], enabled: true, categories: [] };

/** The questions that a bot answers: searched, read page by page, written and brought in. */
export function Knowledge({ api, bot }: KnowledgeProps) {
  const { texts: { bots: { knowledge: words, ...texts } }, locale } = usePreferences();
  const [text, setText] = useState('');
  const [category, setCategory] = useState('');
  const [page, setPage] = useState(1);
  const [query] = useDebouncedValue(text.trim(), TYPING_MS);
  const [edited, setEdited] = useState<Edited | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [importing, setImporting] = useState(false);
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const exporting = useExport(api, bot);
  const { data, error, isPending, isPlaceholderData, refetch } = useEntries(api, bot.id, { query, category, page });

  if (isPending) return <Rows count={5} />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const { all, categories, entries, pages, total } = data;
  // What stood on it is gone.
  if (page > pages && !isPlaceholderData) setPage(pages);
  const dialogs = (
    <>
      <EntryDrawer api={api} bot={bot} edited={edited} categories={categories} onClose={() => setEdited(null)} />
      <ImportDialog api={api} bot={bot} opened={importing} onClose={() => setImporting(false)} />
    </>
  );
  if (all === 0) {
    return (
      <>
        <EmptyState icon="book" title={words.empty} lead={words.emptyLead} action={{ label: words.add, run: () => setEdited({ entry: BLANK }) }} />
        <div className={classes.or}><Button variant="subtle" onClick={() => setImporting(true)}>{words.bring}</Button></div>
        {dialogs}
      </>
    );
  }
  return (
    <>
      <div className={classes.toolbar}>
        <TextInput className={classes.search ?? ''} type="search" leftSection={<Icon name="search" size={16} />} aria-label={words.search} placeholder={words.search} value={text} onChange={(event) => { setText(event.currentTarget.value); setPage(1); }} maxLength={200} />
        {categories.length === 0 ? null : <Select className={classes.categories ?? ''} aria-label={words.category} placeholder={words.everyCategory} data={[...categories]} value={category === '' ? null : category} clearable searchable onChange={(next) => { setCategory(next ?? ''); setPage(1); }} />}
        <span className={classes.gap} />
        <Menu position="bottom-end" width={200} shadow="md">
          <Menu.Target><Button variant="default" loading={exporting.busy} rightSection={<Icon name="chevronDown" size={14} />}>{words.files}</Button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Icon name="upload" size={16} />} onClick={() => setImporting(true)}>{words.bring}</Menu.Item>
            <Menu.Divider />
            <Menu.Item leftSection={<Icon name="download" size={16} />} onClick={() => exporting.run('xlsx')}>{words.export('Excel')}</Menu.Item>
            <Menu.Item leftSection={<Icon name="download" size={16} />} onClick={() => exporting.run('csv')}>{words.export('CSV')}</Menu.Item>
            <Menu.Item leftSection={<Icon name="download" size={16} />} onClick={() => exporting.run('json')}>{words.export('JSON')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEdited({ entry: BLANK })}>{words.add}</Button>
      </div>
      <ChosenBar
        api={api} bot={bot} all={entries.map(({ id }) => id)} chosen={chosen} onChoose={setChosen}
        count={total === all ? texts.entries(all, formatNumber(all, locale)) : words.found(formatNumber(total, locale), formatNumber(all, locale))}
      />
      {total === 0 ? <EmptyState icon="search" title={words.noneFound} lead={words.noneFoundLead} action={{ label: words.addThis, run: () => setEdited({ entry: { ...BLANK, post: query } }) }} /> : (
        <ul className={classes.list} data-stale={isPlaceholderData || undefined}>
          {entries.map((row) => <EntryItem key={row.id} api={api} bot={bot} row={row} chosen={chosen.has(row.id)} onChoose={() => toggle(row.id)} onOpen={() => setEdited({ id: row.id })} />)}
        </ul>
      )}
      {pages > 1 ? <div className={classes.pages}><Pagination size="sm" total={pages} value={Math.min(page, pages)} onChange={setPage} getControlProps={(control) => ({ 'aria-label': words.turn[control] })} /></div> : null}
      {dialogs}
    </>
  );
}

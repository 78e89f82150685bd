import { Button, Menu, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useDepartments } from '../../api/queries.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { Icon } from '../../app/icon.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { PageHead } from '../../app/page-head.tsx';
import { Rows } from '../../app/rows.tsx';
import type { SlotComponentProps } from '../slots/components.ts';
import { ImportDialog } from './import-dialog.tsx';
import { repliesApi } from './replies-api.ts';
import type { Listed } from './reply.ts';
import { ReplyDrawer } from './reply-drawer.tsx';
import { ReplyItem } from './reply-item.tsx';
import classes from './replies.module.css';
import { shelvesOf } from './shelves.ts';
import { useReplyTexts } from './texts/use-reply-texts.ts';
import { useReplies } from './use-replies.ts';
import { useTake } from './use-take.ts';

/** While one types nothing is asked, ms. */
const TYPING_MS = 150;

/** What a team says again and again: found, written, brought in and taken away. */
export function RepliesPage({ ask }: SlotComponentProps) {
  const api = useMemo(() => repliesApi(ask), [ask]);
  const words = useReplyTexts();
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed.trim(), TYPING_MS);
  const [shelf, setShelf] = useState<string | null>(null);
  const [edited, setEdited] = useState<Listed | 'new' | null>(null);
  const [importing, setImporting] = useState(false);
  const { data: departments = [] } = useDepartments();
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage, isPending, isPlaceholderData, refetch } = useReplies(api, query, shelf);
  const take = useTake(api);

  const first = data?.pages[0];
  if (isPending) return <Rows count={5} />;
  if (first === undefined || data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const { total } = first;
  const items = data.pages.flatMap((page) => page.items);
  const { kept, known, shown } = shelvesOf(departments, first, words);
  const writes = kept.length > 0;
  return (
    <div data-titled>
      <PageHead title={words.title} below={<p className={classes.lead}>{words.lead}</p>}>
        <Menu position="bottom-end" width={200}>
          <Menu.Target><Button variant="default" rightSection={<Icon name="chevronDown" size={14} />} loading={take.busy} disabled={!writes && total === 0}>CSV</Button></Menu.Target>
          <Menu.Dropdown>
            {writes ? <Menu.Item leftSection={<Icon name="upload" size={16} />} onClick={() => setImporting(true)}>{words.bring}</Menu.Item> : null}
            <Menu.Item leftSection={<Icon name="download" size={16} />} disabled={total === 0} onClick={take.save}>{words.take}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {writes && total > 0 ? <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEdited('new')}>{words.add}</Button> : null}
      </PageHead>
      {total === 0 ? <EmptyState icon="bolt" title={words.empty} lead={writes ? words.emptyLead : words.emptyRead} {...(writes ? { action: { label: words.add, run: () => setEdited('new') } } : {})} /> : (
        <>
          <div className={classes.toolbar}>
            <TextInput className={classes.search ?? ''} leftSection={<Icon name="search" size={16} />} placeholder={words.search} aria-label={words.search} autoComplete="off" maxLength={120} value={typed} onChange={({ currentTarget: { value } }) => setTyped(value)} />
            <Select className={classes.filter ?? ''} aria-label={words.filter} placeholder={words.whole} clearable data={[...shown]} value={shelf} onChange={setShelf} />
          </div>
          {items.length === 0 ? <p className={classes.none} role="status">{words.noneSuch}</p> : <ul className={classes.list} data-stale={isPlaceholderData || undefined}>{items.map((item) => <ReplyItem key={`${item.shelf} ${item.id}`} api={api} reply={item} onOpen={() => setEdited(item)} />)}</ul>}
          {hasNextPage ? <Button className={classes.rest} variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{words.more}</Button> : null}
        </>
      )}
      <ReplyDrawer api={api} edited={edited} shelves={kept} onClose={() => setEdited(null)} />
      <ImportDialog api={api} shelves={kept} known={known} opened={importing} onClose={() => setImporting(false)} />
    </div>
  );
}

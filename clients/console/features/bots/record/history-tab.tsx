import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { EmptyState } from '../../../app/empty-state.tsx';
import { NotLoaded } from '../../../app/not-loaded.tsx';
import { Icon } from '../../../app/icon.tsx';
import { useTexts } from '../../../app/preferences.tsx';
import { useToast } from '../../../app/toast.tsx';
import { Rows } from '../../../app/rows.tsx';
import { useLayout } from '../../../lib/use-layout.ts';
import type { Bot } from '../bot.ts';
import type { BotsApi } from '../bots-api.ts';
import { EntryDrawer } from '../entry-drawer.tsx';
import type { Edited } from '../entry-drawer.tsx';
import { EVERYTHING, useBotChange, useEntries } from '../use-bots.ts';
import { DaysField } from './days-field.tsx';
import { PickEntry } from './pick-entry.tsx';
import { KINDS } from './record.ts';
import type { Kind, SaidRow } from './record.ts';
import classes from './record.module.css';
import { useRecordTexts } from './texts/use-texts.ts';
import { TurnRow } from './turn-row.tsx';
import { useHistory } from './use-record.ts';

interface HistoryTabProps {
  readonly api: BotsApi;
  readonly bot: Bot;
}

/** While one types nothing is asked, ms. */
const TYPING_MS = 250;
const nameOf = ({ conversation, turn }: SaidRow): string => `${conversation}-${turn}`;
const kindOf = (value: string): Kind | null => KINDS.find((kind) => kind === value) ?? null;

/** What the bot said in chats and why, the newest first; from each of it it can learn. */
export function HistoryTab({ api, bot }: HistoryTabProps) {
  const { common } = useTexts();
  const texts = useRecordTexts();
  const words = texts.history;
  const { tell } = useToast();
  const stack = useLayout() === 'stack';
  const [text, setText] = useState('');
  const [query] = useDebouncedValue(text.trim(), TYPING_MS);
  const [kind, setKind] = useState<Kind | null>(null);
  const [days, setDays] = useState(30);
  const [opened, setOpened] = useState<string | null>(null);
  const [edited, setEdited] = useState<Edited | null>(null);
  const [picking, setPicking] = useState<{ readonly row: SaidRow; readonly corrects: boolean } | null>(null);
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage, isPending, isPlaceholderData, refetch } = useHistory(api, bot.id, { kind, query, days });
  const categories = useEntries(api, bot.id, EVERYTHING).data?.categories ?? [];

  const takeBack = useBotChange((row: SaidRow) => api.uncorrect(bot.id, row));
  const unteach = useBotChange(({ entry, questions }: { readonly entry: string; readonly questions: readonly string[] }) => api.unteach(bot.id, entry, questions));
  const correct = useBotChange(({ row, entry }: { readonly row: SaidRow; readonly entry: string | null }) => api.correct(bot.id, row, entry));
  const teach = useBotChange(({ entry, row }: { readonly row: SaidRow; readonly entry: string }) => api.teach(bot.id, entry, [row.question]));
  const mute = useBotChange(({ muted, row }: { readonly row: SaidRow; readonly muted: boolean }) => api.mute(bot.id, row.visitor, muted));
  const wrong = (row: SaidRow, entry: string | null, post: string) => correct.mutate({ row, entry }, {
    onSuccess: () => tell({ text: words.corrected, detail: entry === null ? words.correctedNone : words.correctedTo(post), action: { label: common.undo, run: () => takeBack.mutate(row) } }),
  });
  const add = (row: SaidRow, entry: string, post: string) => teach.mutate({ row, entry }, {
    onSuccess: ({ taught }) => tell({ text: taught.length === 0 ? words.already : words.added, detail: post, ...(taught.length === 0 ? {} : { action: { label: common.undo, run: () => unteach.mutate({ entry, questions: taught }) } }) }),
  });

  if (isPending) return <Rows count={6} />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const rows = data.pages.flatMap((page) => page.rows);
  const filters = [{ value: 'all', label: words.all }, ...KINDS.map((each) => ({ value: each, label: words.kinds[each] }))];
  const isFiltered = query !== '' || kind !== null || days !== 30;
  return (
    <>
      <div className={classes.toolbar}>
        <TextInput className={classes.search ?? ''} type="search" leftSection={<Icon name="search" size={16} />} aria-label={words.search} placeholder={words.find} value={text} maxLength={200} onChange={(event) => setText(event.currentTarget.value)} />
        {stack
          ? <Select className={classes.kind ?? ''} aria-label={words.kind} data={filters} value={kind ?? 'all'} allowDeselect={false} onChange={(value) => setKind(kindOf(value ?? ''))} />
          : <SegmentedControl size="xs" aria-label={words.kind} data={filters} value={kind ?? 'all'} onChange={(value) => setKind(kindOf(value))} />}
        <span className={classes.gap} />
        <DaysField value={days} onChange={setDays} />
      </div>
      {rows.length === 0 ? <EmptyState icon={isFiltered ? 'search' : 'clock'} title={isFiltered ? words.none : words.empty} lead={isFiltered ? words.noneLead : words.emptyLead} /> : (
        <ul className={classes.list} data-stale={isPlaceholderData || undefined}>
          {rows.map((row) => (
            <TurnRow
              key={nameOf(row)} row={row} bot={bot} open={opened === nameOf(row)} onOpen={() => setOpened(opened === nameOf(row) ? null : nameOf(row))} onEdit={(id) => setEdited({ id })}
              onMake={({ question }) => setEdited({ entry: { post: question, similar: [], replies: [''], enabled: true, categories: [] } })} onAdd={() => setPicking({ row, corrects: false })} onWrong={() => setPicking({ row, corrects: true })}
              onTakeBack={() => takeBack.mutate(row, { onSuccess: () => tell({ text: words.takenBack }) })}
              onMute={(_row, muted) => mute.mutate({ row, muted }, { onSuccess: () => tell({ text: muted ? words.muted(row.visitor.name) : words.unmuted(row.visitor.name), action: { label: common.undo, run: () => mute.mutate({ row, muted: !muted }) } }) })}
            />
          ))}
        </ul>
      )}
      {hasNextPage ? <div className={classes.more}><Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{texts.more}</Button></div> : null}
      <EntryDrawer api={api} bot={bot} edited={edited} categories={categories} onClose={() => setEdited(null)} />
      <PickEntry
        api={api} bot={bot} question={picking?.row.question ?? null} hits={picking?.row.hits.filter(({ id }) => picking.row.known.includes(id) && (!picking.corrects || id !== picking.row.entry)) ?? []} onClose={() => setPicking(null)}
        onPick={({ id, post }) => {
          if (picking !== null) (picking.corrects ? wrong : add)(picking.row, id, post);
          setPicking(null);
        }}
        {...(picking?.corrects === true ? { onNone: () => {
          wrong(picking.row, null, '');
          setPicking(null);
        } } : {})}
      />
    </>
  );
}

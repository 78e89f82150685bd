import { useState } from 'react';
import type { ReactNode } from 'react';
import { formatNumber } from '#ui/format.ts';
import { EmptyState } from '../../../app/empty-state.tsx';
import { NotLoaded } from '../../../app/not-loaded.tsx';
import { Figure, Figures } from '../../../app/figures.tsx';
import { usePreferences } from '../../../app/preferences.tsx';
import { Rows } from '../../../app/rows.tsx';
import type { Bot } from '../bot.ts';
import type { BotsApi } from '../bots-api.ts';
import { EntryDrawer } from '../entry-drawer.tsx';
import type { Edited } from '../entry-drawer.tsx';
import { percent } from '../score.tsx';
import { EVERYTHING, useEntries } from '../use-bots.ts';
import { Confusions } from './confusions.tsx';
import { DayChart } from './day-chart.tsx';
import { DaysField } from './days-field.tsx';
import record from './record.module.css';
import classes from './statistics.module.css';
import { useRecordTexts } from './texts/use-texts.ts';
import { useStatistics } from './use-record.ts';

interface StatisticsTabProps {
  readonly api: BotsApi;
  readonly bot: Bot;
}

/** Rows with a bar each, the longest for the most. */
function Shares({ title, rows }: { readonly title: string; readonly rows: readonly { readonly key: string; readonly name: ReactNode; readonly times: number }[] }) {
  const { locale } = usePreferences();
  const most = Math.max(1, ...rows.map(({ times }) => times));
  return (
    <section className={classes.shares} aria-label={title}>
      <h2>{title}</h2>
      <ul>{rows.map(({ key, name, times }) => <li key={key}><span>{name}</span><b>{formatNumber(times, locale)}</b><i style={{ width: `${(times / most) * 100}%` }} aria-hidden="true" /></li>)}</ul>
    </section>
  );
}

/** How a bot does: what it resolves, what it hands over and why, and what it might learn from. */
export function StatisticsTab({ api, bot }: StatisticsTabProps) {
  const { texts: { bots: { test } }, locale } = usePreferences();
  const words = useRecordTexts().statistics;
  const [days, setDays] = useState(7);
  const [edited, setEdited] = useState<Edited | null>(null);
  const { data, error, isPending, isPlaceholderData, refetch } = useStatistics(api, bot.id, days);
  const categories = useEntries(api, bot.id, EVERYTHING).data?.categories ?? [];
  if (isPending) return <Rows count={5} />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const { accuracy, confusions, corrected, days: byDay, top, total } = data;
  const handed = Object.values(total.handed).reduce((all, times) => all + times, 0);
  const [used, settled] = [total.sent + total.edited, total.sent + total.edited + total.dismissed];
  const answers = Object.values(total.by).reduce((sum, times) => sum + times, 0);
  const shareOf = (part: number): string => percent(part / Math.max(1, total.chats));
  const names: Readonly<Record<string, string | undefined>> = test.by;
  const rowsOf = <K extends string>(counts: Readonly<Record<K, number>>, texts: Readonly<Record<K, string>>) => (Object.keys(texts) as K[]).map((key) => ({ key, name: texts[key], times: counts[key] })).filter(({ times }) => times > 0);
  return (
    <>
      <div className={record.toolbar}><span className={record.gap} /><DaysField value={days} onChange={setDays} /></div>
      {answers + total.suggested + total.chats === 0 ? <EmptyState icon="chart" title={words.empty} lead={words.emptyLead} /> : (
        <div className={classes.page} data-stale={isPlaceholderData || undefined}>
          <Figures className={classes.figures}>
            <Figure name={words.chats} value={formatNumber(total.chats, locale)} beside={words.chatsLead} />
            <Figure name={words.resolved} value={formatNumber(total.resolved, locale)} beside={words.resolvedLead(shareOf(total.resolved))} />
            <Figure name={words.handed} value={formatNumber(handed, locale)} beside={words.handedLead(shareOf(handed))} />
            <Figure name={words.accepted} value={settled === 0 ? '–' : percent(used / settled)} beside={settled === 0 ? words.noneSettled : words.acceptedLead(used, settled)} />
          </Figures>
          {answers === 0 ? null : <section className={classes.answers}><h2>{words.answers}</h2><DayChart days={byDay} /></section>}
          <div className={classes.columns}>
            {top.length === 0 ? null : <Shares title={words.top} rows={top.map(({ id, post, times }) => ({ key: id, times, name: <button type="button" onClick={() => setEdited({ id })}>{post}</button> }))} />}
            {answers === 0 ? null : <Shares title={words.byPart} rows={Object.entries(total.by).sort(([, a], [, b]) => b - a).map(([part, times]) => ({ key: part, times, name: names[part] ?? part }))} />}
            {handed === 0 ? null : <Shares title={words.reasons} rows={rowsOf(total.handed, words.reason)} />}
            {settled === 0 ? null : <Shares title={words.suggestions} rows={rowsOf({ sent: total.sent, edited: total.edited, dismissed: total.dismissed }, words.fate)} />}
            {corrected.length === 0 ? null : <Shares title={words.corrected} rows={corrected.map(({ by, of, times }) => ({ key: `${by} ${of}`, times, name: of === '' ? (names[by] ?? by) : `${names[by] ?? by}: ${of}` }))} />}
          </div>
        </div>
      )}
      {confusions.length === 0 ? null : <Confusions accuracy={accuracy} confusions={confusions} />}
      <EntryDrawer api={api} bot={bot} edited={edited} categories={categories} onClose={() => setEdited(null)} />
    </>
  );
}

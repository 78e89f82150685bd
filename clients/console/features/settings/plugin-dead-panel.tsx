import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { PluginWorker } from '#wire/api.ts';
import { usePluginDead, useSettleDead } from '../../api/plugin-background.ts';
import type { DeadAct } from '../../api/plugin-background.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { Confirm } from '../../app/confirm.tsx';
import { Rows } from '../../app/rows.tsx';
import { Panel } from './pieces.tsx';
import classes from './plugin-background.module.css';
import { PluginDeadRow } from './plugin-dead-row.tsx';

interface PluginDeadPanelProps { readonly plugin: string; readonly workers: readonly PluginWorker[] }

function DeadList({ plugin, workers }: PluginDeadPanelProps) {
  const { texts: { background: words, common }, locale } = usePreferences();
  const { tell, fail } = useToast();
  const { data, isPending, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = usePluginDead(plugin);
  const settle = useSettleDead(plugin);
  /** `every`: also those that are not on the page. */
  const [chosen, setChosen] = useState<ReadonlySet<string> | 'every'>(new Set());
  const [discarding, setDiscarding] = useState(false);
  if (isPending) return <Rows count={2} />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <EmptyState icon="circleCheck" title={words.noDead} lead={words.noDeadLead} />;

  // What was chosen and has gone meanwhile does not count.
  const picked = chosen === 'every' ? items : items.filter(({ id }) => chosen.has(id));
  const whole = picked.length === items.length;
  const total = Math.max(items.length, workers.reduce((sum, { dead }) => sum + dead, 0));
  const count = chosen === 'every' ? total : picked.length;
  const idle = count === 0 || settle.isPending;

  const toggle = (id: string) => {
    const next = new Set(picked.map((item) => item.id));
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const act = (what: DeadAct['act']) => settle.mutate({ act: what, ids: chosen === 'every' ? null : picked.map(({ id }) => id) }, {
    onSuccess: () => {
      setChosen(new Set());
      tell({ text: what === 'replay' ? words.replayed(count) : words.discarded(count) });
    },
    onError: (failure) => fail(failure),
  });
  const titleOf = (name: string) => workers.find((worker) => worker.name === name)?.title[locale] ?? name;

  return (
    <>
      <p className={classes.lead}>{words.deadLead}</p>
      <div className={classes.bar}>
        <Checkbox checked={whole} indeterminate={!whole && picked.length > 0} label={count === 0 ? words.selectAll : words.selected(count)} onChange={() => setChosen(whole ? new Set() : new Set(items.map(({ id }) => id)))} />
        {whole && hasNextPage && chosen !== 'every' ? <button type="button" className={classes.every} onClick={() => setChosen('every')}>{words.selectEvery(total)}</button> : null}
        <div className={classes.acts}>
          <Button size="xs" variant="default" disabled={idle} onClick={() => act('replay')}>{common.retry}</Button>
          <Button size="xs" variant="default" disabled={idle} onClick={() => setDiscarding(true)}>{words.discard}</Button>
        </div>
      </div>
      <ul>
        {items.map((item) => <PluginDeadRow key={item.id} item={item} worker={titleOf(item.worker)} chosen={chosen === 'every' || chosen.has(item.id)} onToggle={() => toggle(item.id)} />)}
      </ul>
      {hasNextPage ? <div className={classes.more}><Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{words.more}</Button></div> : null}
      <Confirm opened={discarding} title={words.discardTitle(count)} lead={words.discardLead} action={words.discard} onClose={() => setDiscarding(false)} onConfirm={() => act('discard')} />
    </>
  );
}

/** What was given up: to be tried again, or thrown away. */
export function PluginDeadPanel(props: PluginDeadPanelProps) {
  const { texts: { background: words } } = usePreferences();
  return <Panel title={words.dead}><DeadList {...props} /></Panel>;
}

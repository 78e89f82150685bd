import { Button } from '@mantine/core';
import { useLocation } from 'wouter';
import { formatNumber, inARow } from '#ui/format.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { Facts } from '../../app/facts.tsx';
import { Icon } from '../../app/icon.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { PageHead } from '../../app/page-head.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { RowLink, RowLinks } from '../../app/row-link.tsx';
import { Rows } from '../../app/rows.tsx';
import { useNow } from '../../lib/use-now.ts';
import { isOpen, type Broadcast } from './broadcast.ts';
import type { BroadcastsApi } from './broadcasts-api.ts';
import classes from './broadcast-list.module.css';
import { Begins, Progress, StageTag } from './standing.tsx';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';
import { NEW, placeOf, useBroadcasts, usePlaces } from './use-broadcasts.ts';

const SHOWN = ['sent', 'delivered', 'answered'] as const;

function BroadcastRow({ broadcast }: { readonly broadcast: Broadcast }) {
  const { locale } = usePreferences();
  const { figures, untitled } = useBroadcastTexts();
  const { id, stage, title } = broadcast;
  const now = useNow(10_000);
  return (
    <RowLink
      href={placeOf(id)} name={<>{title === '' ? untitled : title}<StageTag stage={stage} /></>}
      below={<><Facts><Begins broadcast={broadcast} /><span>{broadcast.by}</span></Facts>{stage === 'running' || stage === 'stopping' ? <Progress broadcast={broadcast} /> : null}</>}
    >
      {isOpen(broadcast, now) ? null : <dl className={classes.short}>{SHOWN.map((figure) => <div key={figure}><dt>{figures[figure]}</dt><dd>{formatNumber(broadcast[figure], locale)}</dd></div>)}</dl>}
    </RowLink>
  );
}

export function BroadcastList({ api }: { readonly api: BroadcastsApi }) {
  const { locale } = usePreferences();
  const words = useBroadcastTexts();
  const [, navigate] = useLocation();
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage, isPending, refetch } = useBroadcasts(api);
  const { data: places } = usePlaces(api);
  if (isPending) return <Rows />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const all = data.pages.flatMap(({ items }) => items);
  const begin = (): void => navigate(placeOf(NEW));
  return (
    <div data-titled>
      <PageHead title={words.title} below={<p className={classes.lead}>{inARow([words.lead, words.reachLead], locale)}</p>}>
        {all.length === 0 ? null : <Button leftSection={<Icon name="plus" size={16} />} onClick={begin}>{words.add}</Button>}
      </PageHead>
      {all.length === 0 ? <EmptyState icon="megaphone" title={words.empty} lead={places?.accounts.length === 0 ? words.noChannel : words.emptyLead} action={{ label: words.add, run: begin }} /> : <RowLinks>{all.map((broadcast) => <BroadcastRow key={broadcast.id} broadcast={broadcast} />)}</RowLinks>}
      {hasNextPage ? <Button className={classes.rest} variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{words.more}</Button> : null}
    </div>
  );
}

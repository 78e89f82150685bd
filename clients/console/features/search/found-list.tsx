import { Button, Loader } from '@mantine/core';
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { wordsOf } from '#domain/words.ts';
import { formatDay } from '#ui/format.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { Rows } from '../../app/rows.tsx';
import { useNow } from '../../lib/use-now.ts';
import { FoundCard } from './found-card.tsx';
import classes from './found-list.module.css';
import { useChatSearch } from './search-api.ts';
import { FILTERS, nothing, searchOf } from './sought.ts';
import type { SearchScope, Sought } from './sought.ts';
import { useSearchTexts } from './texts/use-search-texts.ts';

/** So many are looked for without being asked again: more than a list shows at once. */
const ENOUGH = 20;

interface FoundListProps {
  readonly scope: SearchScope;
  readonly selected: string | undefined;
  /** What is looked for; something. */
  readonly sought: Sought;
}

/** Nothing was found: what it may be for, and where else there may be something. */
function NothingFound({ scope, sought }: Pick<FoundListProps, 'scope' | 'sought'>) {
  const texts = useSearchTexts();
  const [, navigate] = useLocation();
  const narrowed = FILTERS.some((name) => sought[name] !== '');
  const other = scope === 'all' ? 'ended' : 'all';
  const [to, label] = narrowed ? [scope, texts.filter.clear] as const : [other, texts.field[other]] as const;
  const action = { label, run: () => navigate(`/${to}${searchOf({ ...nothing, text: sought.text })}`) };
  return <EmptyState icon="search" title={texts.none} lead={narrowed ? texts.noneNarrowed : texts.noneLead} action={action} />;
}

/** Chats that match, the newest first. The server looks for a moment at a time: it is asked again until there is a screenful, or nothing left. */
export function FoundList({ scope, selected, sought }: FoundListProps) {
  const { locale } = usePreferences();
  const texts = useSearchTexts();
  const { data, error, fetchNextPage, hasNextPage, isFetching, isFetchNextPageError, isPending, refetch } = useChatSearch(scope, sought);
  const now = useNow(60_000);
  const words = wordsOf(sought.text);
  const found = data?.found ?? [];
  const goesOn = hasNextPage && !isFetchNextPageError && found.length < ENOUGH;
  useEffect(() => {
    if (goesOn && !isFetching) void fetchNextPage();
  }, [fetchNextPage, goesOn, isFetching]);

  return (
    <div className={classes.viewport}>
      {isPending ? <Rows /> : data === undefined ? <NotLoaded error={error} retry={refetch} /> : null}
      {found.length === 0 && data !== undefined && !hasNextPage ? <NothingFound scope={scope} sought={sought} /> : null}
      <ul className={classes.list} aria-label={texts.list}>{found.map((chat) => <li key={chat.card.id}><FoundCard chat={chat} scope={scope} selected={chat.card.id === selected} sought={sought} words={words} /></li>)}</ul>
      {isFetchNextPageError ? <NotLoaded error={error} retry={fetchNextPage} /> : null}
      <div className={classes.foot}>
        <span role="status">{data === undefined ? '' : goesOn ? texts.looking : found.length > 0 ? texts.count(found.length, hasNextPage) : ''}</span>
        {hasNextPage && data?.lookedTo != null ? <span>{texts.lookedTo(formatDay(data.lookedTo, now, locale))}</span> : null}
        {goesOn ? <Loader size="xs" color="gray" /> : null}
        {hasNextPage && !goesOn && !isFetchNextPageError ? <Button size="xs" variant="subtle" color="gray" loading={isFetching} onClick={() => void fetchNextPage()}>{texts.further}</Button> : null}
      </div>
    </div>
  );
}

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { EmptyState } from '../../app/empty-state.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useLayout } from '../../lib/use-layout.ts';
import { ChatCard } from './chat-card.tsx';
import classes from './chat-list.module.css';
import { FirstSteps, useFreshHouse } from './first-steps.tsx';
import type { Scope } from './lists.ts';
import type { ScopeList } from './use-lists.ts';
import { useQuiet } from './use-quiet.ts';
import { useSteady } from './use-steady.ts';

const CARD_HEIGHT = 62;

interface ChatListProps {
  readonly scope: Scope;
  readonly list: ScopeList;
  readonly selected: string | undefined;
}

const Skeleton = () => (
  <div className={classes.skeleton} aria-hidden="true">
    {[0.72, 0.5, 0.64].map((width) => (
      <div key={width} className={classes.bone}><i /><span><b style={{ width: `${width * 60}%` }} /><b style={{ width: `${width * 100}%` }} /></span></div>
    ))}
  </div>
);

function Empty({ scope }: { readonly scope: Scope }) {
  const { inbox } = useTexts();
  const stack = useLayout() === 'stack';
  const fresh = useFreshHouse();
  const { list: quiet } = useQuiet();
  // Where there is a pane beside the list, they stand there.
  if (fresh === true && stack && scope !== 'ended') return <FirstSteps />;
  if (scope === 'waiting') return <EmptyState icon="clock" {...quiet} />;
  if (scope === 'mine') return <EmptyState icon="inbox" title={inbox.emptyMine} lead={inbox.emptyMineLead} />;
  if (scope === 'all') return <EmptyState icon="inbox" title={inbox.emptyAll} lead={inbox.emptyAllLead} />;
  return <EmptyState icon="archive" title={inbox.emptyEnded} lead={inbox.emptyEndedLead} />;
}

/** The cards of one scope. Only what is in view is drawn; cards glide to new places, and never under the pointer. */
export function ChatList({ scope, list, selected }: ChatListProps) {
  const texts = useTexts();
  const viewport = useRef<HTMLDivElement>(null);
  const { cards, hold } = useSteady(list.cards, scope);
  const rows = useVirtualizer({ count: cards.length, getScrollElement: () => viewport.current, estimateSize: () => CARD_HEIGHT, overscan: 8, getItemKey: (index) => cards[index]?.id ?? index });
  const drawn = rows.getVirtualItems();
  const atEnd = (drawn.at(-1)?.index ?? -1) >= cards.length - 4;

  useEffect(() => {
    if (list.more && atEnd) list.loadMore();
  }, [list, atEnd]);

  const index = cards.findIndex((card) => card.id === selected);
  useEffect(() => {
    if (index >= 0) rows.scrollToIndex(index, { align: 'auto' });
  }, [index, rows]);

  return (
    <div ref={viewport} className={classes.viewport} {...hold}>
      {list.pending ? <Skeleton /> : list.failed !== null ? <NotLoaded error={list.failed} retry={list.retry} /> : cards.length === 0 ? <Empty scope={scope} /> : null}
      <ul className={classes.list} aria-label={texts.inbox.list} style={{ height: rows.getTotalSize() }}>
        {drawn.map(({ key, index, start }) => {
          const card = cards[index];
          return card === undefined ? null : (
            <li key={key} className={classes.item} style={{ transform: `translateY(${start}px)` }} aria-setsize={cards.length} aria-posinset={index + 1}>
              <ChatCard card={card} scope={scope} selected={card.id === selected} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

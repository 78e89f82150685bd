import { Fragment, useMemo, useState } from 'react';
import { formatDay } from '#ui/format.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../lib/use-now.ts';
import { useDeskState } from '../desk/desk-provider.tsx';
import { MessageNotes } from '../slots/message-notes.tsx';
import { LiveTyping } from './live-typing.tsx';
import { MessageGroup } from './message-group.tsx';
import classes from './messages.module.css';
import { SuggestionCard } from './suggestion-card.tsx';
import { SystemLine } from './system-line.tsx';
import { timelineOf } from './timeline.ts';
import type { Group, Row } from './timeline.ts';
import { useArrivals } from './use-arrivals.ts';
import type { OpenChat } from './use-chat.ts';
import { useLanding } from './use-landing.ts';
import type { Names } from './use-names.ts';
import { useOlder } from './use-older.ts';
import { useScroll } from './use-scroll.ts';
import type { Suggested } from './use-suggestions.ts';
import { useUnreadMark } from './use-unread-mark.ts';

interface MessageListProps extends OpenChat {
  readonly names: Names;
  /** The agent serves the chat: what is seen counts as read. */
  readonly serving: boolean;
  readonly suggested: Suggested;
}

const Skeleton = () => (
  <div className={classes.skeleton} aria-hidden="true">
    <i style={{ width: '52%' }} /><i style={{ width: '38%' }} /><i data-side="out" style={{ width: '46%' }} /><i style={{ width: '60%' }} />
  </div>
);

export function MessageList({ chat, snapshot, names, serving, suggested }: MessageListProps) {
  const { texts, locale } = usePreferences();
  const self = useDeskState((desk) => desk.self) ?? '';
  const today = useNow(60_000);
  const unreadAfter = useUnreadMark(snapshot, self, serving);
  const { events, pending } = snapshot;
  const rows = useMemo(() => timelineOf({ events, pending, self, unreadAfter }), [events, pending, self, unreadAfter]);
  const receipt = snapshot.receipts.find(({ participant }) => participant.startsWith('v_'));
  const older = useOlder(chat, snapshot);
  const scroll = useScroll({ firstKey: rows[0]?.key, size: rows.length + snapshot.signals.length, content: events, own: pending.length, onTop: older.load });
  const marked = useLanding(snapshot, { loadTo: older.loadTo, show: scroll.show });
  // What is there at first was not just said.
  const [from, setFrom] = useState<number | null>(null);
  if (from === null && snapshot.live) setFrom(events.at(-1)?.seq ?? 0);
  const isFresh = ({ said: [first] }: Group): boolean => from !== null && first !== undefined && (first.seq === null || first.seq > from);
  const announcement = useArrivals({ chat, snapshot, self, names, from, serving, seen: scroll.pinned });

  const draw = (row: Row) => {
    if (row.kind === 'day') return <div className={classes.day} role="separator">{formatDay(row.at, today, locale)}</div>;
    if (row.kind === 'unread') return <div className={classes.unread} role="separator">{texts.chat.newMessages}</div>;
    if (row.kind === 'suggestions') return <SuggestionCard row={row} by={names.nameOf(row.by).name} suggested={suggested} serving={serving} />;
    if (row.kind === 'line') return <SystemLine event={row.event} names={names} />;
    return <MessageGroup group={row} speaker={names.nameOf(row.by)} own={row.by === self} receipt={receipt} chat={chat} fresh={isFresh(row)} marked={row.said.some(({ seq }) => seq !== null && seq === marked) ? marked : null} />;
  };

  return (
    <>
    {/* It scrolls, so the keyboard must reach it. */}
    {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
    <div ref={scroll.viewport} className={classes.viewport} onScroll={scroll.onScroll} role="log" aria-live="off" aria-label={texts.chat.messages} tabIndex={0}>
      <div className={classes.inner}>
        <div className={classes.spacer} />
        {snapshot.state === null ? <Skeleton /> : (
          <div className={classes.edge}>
            {snapshot.more ? <button type="button" onClick={older.load} disabled={older.loading}>{older.loading ? `${texts.common.loading}…` : texts.chat.older}</button> : null}
          </div>
        )}
        <MessageNotes conversation={chat.id} events={events}>{rows.map((row) => <Fragment key={row.key}>{draw(row)}</Fragment>)}</MessageNotes>
        <LiveTyping signals={snapshot.signals.filter(({ participant }) => participant !== self)} names={names} />
        {scroll.pinned ? null : (
          <button type="button" className={classes.jump} onClick={scroll.toEnd}><Icon name="chevronDown" size={15} />{texts.chat.jumpToNewest}</button>
        )}
      </div>
    </div>
    <div className="visually-hidden" role="status">{announcement}</div>
    </>
  );
}

import { ActionIcon } from '@mantine/core';
import type { ChatSnapshot } from '#sdk/index.ts';
import { formatDay, formatFull, formatNumber, formatTime } from '#ui/format.ts';
import { isLocale, localeNames } from '#ui/locale.ts';
import { Avatar } from '../../app/avatar.tsx';
import { Fact } from '../../app/fact.tsx';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../lib/use-now.ts';
import { ContactSection } from '../contacts/contact-section.tsx';
import { PageSection } from '../contacts/page-section.tsx';
import { ChatPanels } from '../slots/chat-panels.tsx';
import classes from './context-pane.module.css';
import { standingOf } from './outcome.ts';
import { lastSaidAt } from './timeline.ts';
import type { Names } from './use-names.ts';
import { useChannelOf, useWay } from './use-way.ts';

interface ContextPaneProps {
  readonly id: string;
  readonly snapshot: ChatSnapshot;
  readonly names: Names;
  readonly onClose: () => void;
}

/** What is known beside the words. */
export function ContextPane({ id, snapshot, names, onClose }: ContextPaneProps) {
  const { texts: { context, common, status }, locale } = usePreferences();
  const { state } = snapshot;
  const way = useWay(id);
  const channel = useChannelOf(id);
  const said = lastSaidAt(snapshot.events);
  const today = useNow(60_000);
  const when = (at: number) => <time dateTime={new Date(at).toISOString()} title={formatFull(at, locale)}>{formatDay(at, today, locale)} {formatTime(at, locale)}</time>;
  return (
    <aside className={classes.pane} aria-label={context.title}>
      <header className={classes.header}>
        <h2>{context.title}</h2>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={common.close} onClick={onClose}><Icon name="close" size={16} /></ActionIcon>
      </header>
      {state === null ? null : (
        <div className={classes.body}>
          <div className={classes.person}>
            <Avatar name={names.visitor} size={44} visitor />
            <div>
              <div className={classes.name}>{names.visitor}</div>
              {way === null ? <div className={classes.online} data-online={snapshot.visitorOnline || undefined}>{snapshot.visitorOnline ? context.online : context.offline}</div> : null}
            </div>
          </div>
          <ContactSection conversation={id} own={names.visitorOwn} />
          <PageSection conversation={id} ended={state.endedAt !== null} />
          <section>
            <h3>{context.chat}</h3>
            <dl>
              {state.status === null ? null : <Fact name={context.state}>{status[standingOf(state)]}</Fact>}
              <Fact name={context.assignee}>{state.assignee === null ? context.nobody : names.nameOf(state.assignee).name}</Fact>
              <Fact name={context.department}>{names.departmentName(state.department)}</Fact>
              <Fact name={context.channel}>{channel}</Fact>
              <Fact name={context.language}>{isLocale(state.locale) ? localeNames[state.locale] : state.locale}</Fact>
              <Fact name={context.messages}>{formatNumber(state.messages, locale)}</Fact>
            </dl>
          </section>
          <section>
            <h3>{context.times}</h3>
            <dl>
              <Fact name={context.started}>{when(state.startedAt)}</Fact>
              {state.status !== 'queued' || state.queuedAt === null ? null : <Fact name={context.waited}>{when(state.queuedAt)}</Fact>}
              {state.endedAt === null ? <Fact name={said === null ? context.lastActivity : context.lastWords}>{when(said ?? state.at)}</Fact> : <Fact name={context.ended}>{when(state.endedAt)}</Fact>}
            </dl>
          </section>
          <ChatPanels conversation={id} version={String(state.seq)} />
          <p className={classes.number}>{context.number} <code>{id}</code></p>
        </div>
      )}
    </aside>
  );
}

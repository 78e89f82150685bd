import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ConversationState } from '#wire/vocabulary.ts';
import { isServedByBot } from '#domain/state.ts';
import { formatClock } from '#ui/format.ts';
import type { ConsoleIcon } from '#ui/console-icons.ts';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useNow } from '../../lib/use-now.ts';
import type { SlotIcon } from '#wire/slots.ts';
import { useSession } from '../session/session-gate.tsx';
import classes from './standing-bar.module.css';
import { isDisputed } from './outcome.ts';
import { useChatActions } from './use-chat-actions.ts';
import type { Standing } from './use-chat.ts';
import type { Names } from './use-names.ts';

interface StandingBarProps {
  readonly id: string;
  readonly state: ConversationState;
  readonly standing: Standing;
  readonly names: Names;
}

interface BarProps {
  readonly icon: ConsoleIcon | SlotIcon;
  readonly tone: 'queued' | 'transferring' | 'closed' | 'completed';
  readonly title: string;
  readonly detail?: ReactNode;
  readonly children?: ReactNode;
}

const Bar = ({ icon, tone, title, detail, children }: BarProps) => (
  <div className={classes.bar} data-standing data-tone={tone} role="group" aria-label={title}>
    <span className={classes.icon}><Icon name={icon} size={20} /></span>
    <div className={classes.words}>
      <div className={classes.title}>{title}</div>
      {detail === undefined ? null : <div className={classes.detail}>{detail}</div>}
    </div>
    <div className={classes.actions}>{children}</div>
  </div>
);

function Waiting({ id, state, names }: Omit<StandingBarProps, 'standing'>) {
  const { chat } = useTexts();
  const { accept } = useChatActions();
  const waited = useNow() - (state.queuedAt ?? state.startedAt);
  return (
    <Bar icon="clock" tone="queued" title={chat.acceptTitle(names.visitor)} detail={chat.acceptLead(formatClock(waited))}>
      <Button size="md" onClick={() => void accept(id)} aria-keyshortcuts="Enter" rightSection={<kbd className={classes.key}>↵</kbd>}>{chat.accept}</Button>
    </Bar>
  );
}

function TimeLeft({ until }: { readonly until: number }) {
  const { chat } = useTexts();
  const left = until - useNow();
  return left > 0 ? <time>{chat.expiresIn(formatClock(left))}</time> : null;
}

function Offered({ id, state, names }: Omit<StandingBarProps, 'standing'>) {
  const { chat } = useTexts();
  const { accept, acceptTransfer, declineTransfer } = useChatActions();
  const { transfer } = state;
  if (transfer === null) return null;
  const giver = state.assignee === null ? '' : names.nameOf(state.assignee).name;
  const personal = transfer.to.agent !== undefined;
  return (
    <Bar icon="handOver" tone="transferring" title={transfer.to.agent === undefined ? chat.offeredToDepartment(giver, names.departmentName(transfer.to.department)) : chat.offeredToYou(giver)} detail={<TimeLeft until={transfer.expiresAt} />}>
      {personal ? <Button variant="default" onClick={() => void declineTransfer(id, transfer.offer)}>{chat.declineTransfer}</Button> : null}
      <Button onClick={() => void (personal ? acceptTransfer(id, transfer.offer) : accept(id))} aria-keyshortcuts="Enter" rightSection={<kbd className={classes.key}>↵</kbd>}>{chat.acceptTransfer}</Button>
    </Bar>
  );
}

function GivenAway({ id, state, names }: Omit<StandingBarProps, 'standing'>) {
  const { chat } = useTexts();
  const { cancelTransfer } = useChatActions();
  if (state.transfer === null) return null;
  return (
    <Bar icon="handOver" tone="transferring" title={chat.offeredAway(names.targetName(state.transfer.to))} detail={<TimeLeft until={state.transfer.expiresAt} />}>
      <Button variant="default" onClick={() => void cancelTransfer(id)}>{chat.cancelTransfer}</Button>
    </Bar>
  );
}

/** Where the chat stands and the next step that it offers, just above the hands. */
export function StandingBar({ id, state, standing, names }: StandingBarProps) {
  const { chat } = useTexts();
  const { agent } = useSession();
  const { takeOver, reopen } = useChatActions();
  if (standing === 'waiting') return <Waiting id={id} state={state} names={names} />;
  if (standing === 'offered') return <Offered id={id} state={state} names={names} />;
  if (standing === 'mine') return <GivenAway id={id} state={state} names={names} />;
  if (standing === 'theirs' && state.assignee !== null && isServedByBot(state)) {
    return (
      <Bar icon="robot" tone="closed" title={chat.botHas(names.nameOf(state.assignee).name)} detail={chat.botHasLead}>
        <Button onClick={() => void takeOver(id)}>{chat.takeOver}</Button>
      </Bar>
    );
  }
  if (standing === 'theirs' && state.assignee !== null) {
    return (
      <Bar icon="eye" tone="closed" title={chat.takenBy(names.nameOf(state.assignee).name)}>
        {agent.role === 'agent' ? null : <Button variant="default" onClick={() => void takeOver(id)}>{chat.takeOver}</Button>}
      </Bar>
    );
  }
  if (standing !== 'ended') return null;
  const completed = state.status === 'completed';
  const disputed = isDisputed(state);
  const title = completed ? (disputed ? chat.endedCompletedDisputed : chat.endedCompleted) : disputed ? chat.endedClosedDisputed : chat.endedClosed;
  return (
    <Bar icon={disputed ? 'alert' : completed ? 'circleCheck' : 'circleMinus'} tone={disputed ? 'queued' : completed ? 'completed' : 'closed'} title={title}>
      <Button variant="default" leftSection={<Icon name="undo" size={16} />} onClick={() => void reopen(id)}>{chat.reopen}</Button>
    </Bar>
  );
}

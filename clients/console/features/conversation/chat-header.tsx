import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { ConversationState } from '#wire/vocabulary.ts';
import type { ConsoleIcon } from '#ui/console-icons.ts';
import { Avatar } from '../../app/avatar.tsx';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useLayout } from '../../lib/use-layout.ts';
import type { Scope } from '../inbox/lists.ts';
import { useListAddress } from '../search/use-sought.ts';
import classes from './chat-header.module.css';
import type { botsIn } from './bots-in-chat.ts';
import { isDisputed, standingOf } from './outcome.ts';
import { useChatActions } from './use-chat-actions.ts';
import type { Standing } from './use-chat.ts';
import { useWay } from './use-way.ts';

interface ChatHeaderProps {
  readonly id: string;
  readonly scope: Scope;
  readonly state: ConversationState | null;
  readonly standing: Standing;
  readonly visitorName: string;
  /** What they call themselves, where the house has another name for them. */
  readonly visitorOwn: string | null;
  readonly visitorOnline: boolean;
  readonly department: string;
  readonly bots: ReturnType<typeof botsIn>;
  readonly details: boolean;
  readonly onDetails: () => void;
  readonly onTransfer: () => void;
}

interface IconButtonProps { readonly icon: ConsoleIcon; readonly label: string; readonly keys?: string; readonly onClick: () => void; readonly pressed?: boolean }

const IconButton = ({ icon, label, keys, onClick, pressed }: IconButtonProps) => (
  <Tooltip label={<>{label}{keys === undefined ? null : <> <kbd>{keys}</kbd></>}</>}>
    <ActionIcon variant="subtle" color="gray" size={32} className={classes.icon ?? ''} aria-label={label} onClick={onClick} {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}><Icon name={icon} /></ActionIcon>
  </Tooltip>
);

const Hint = ({ children }: { readonly children: ReactNode }) => <span className={classes.hint}>{children}</span>;

/** Who it is, where the chat stands, and what can be done with it. */
export function ChatHeader({ id, scope, state, standing, visitorName, visitorOwn, visitorOnline, department, bots, details, onDetails, onTransfer }: ChatHeaderProps) {
  const { texts, chat, context, common } = useWords();
  const [, navigate] = useLocation();
  const list = useListAddress(scope);
  const layout = useLayout();
  const way = useWay(id);
  const actions = useChatActions();
  const mine = standing === 'mine';
  const key = (name: string): ReactNode => (layout === 'stack' ? null : <> <kbd>{name}</kbd></>);
  const transferable = mine && state?.status === 'active';
  return (
    <header className={classes.header}>
      {layout === 'stack' ? <IconButton icon="back" label={common.back} onClick={() => navigate(list)} /> : null}
      <Avatar name={visitorName} size={32} visitor />
      <div className={classes.who}>
        <div className={classes.names}><h2 className={classes.name}>{visitorName}</h2>{visitorOwn === null || layout === 'stack' ? null : <span className={classes.own}>{visitorOwn}</span>}</div>
        <div className={classes.sub}>
          {way === null ? (
            <>
              <span className={classes.online} data-online={visitorOnline || undefined} />
              <span className={classes.presence}>{visitorOnline ? context.online : context.offline}<span aria-hidden="true">·</span></span>
            </>
          ) : <span className={classes.way}><Icon name={way.icon} size={14} />{way.name}<span aria-hidden="true">·</span></span>}
          {layout === 'stack' && way !== null ? null : department}
          {state?.status == null ? null : <span className={classes.status} data-status={state.status} data-disputed={isDisputed(state) || undefined}>{texts.status[standingOf(state)]}</span>}
        </div>
      </div>
      {mine && layout !== 'stack' ? (
        <>
          {transferable ? <IconButton icon="handOver" label={chat.transfer} keys="T" onClick={onTransfer} /> : null}
          <Tooltip label={<>{chat.completeHint} <kbd>E</kbd></>}>
            <Button variant="default" leftSection={<Icon name="circleCheck" size={16} />} onClick={() => void actions.complete(id, visitorName)}>{chat.complete}</Button>
          </Tooltip>
        </>
      ) : null}
      {mine ? (
        <Menu position="bottom-end" width={220} shadow="md">
          <Menu.Target><ActionIcon variant="subtle" color="gray" size={32} className={classes.icon ?? ''} aria-label={chat.more}><Icon name="more" /></ActionIcon></Menu.Target>
          <Menu.Dropdown>
            {layout === 'stack' ? <Menu.Item leftSection={<Icon name="circleCheck" size={16} />} rightSection={<Hint>{chat.completeHint}</Hint>} onClick={() => void actions.complete(id, visitorName)}>{chat.complete}</Menu.Item> : null}
            <Menu.Item leftSection={<Icon name="circleMinus" size={16} />} rightSection={<Hint>{chat.closeHint}{key('X')}</Hint>} onClick={() => void actions.close(id, visitorName)}>{chat.close}</Menu.Item>
            <Menu.Item leftSection={<Icon name="handOver" size={16} />} rightSection={<Hint>{key('T')}</Hint>} disabled={!transferable} onClick={onTransfer}>{chat.transfer}</Menu.Item>
            <Menu.Item leftSection={<Icon name="undo" size={16} />} rightSection={<Hint>{key('U')}</Hint>} onClick={() => void actions.returnToQueue(id, visitorName)}>{chat.returnToQueue}</Menu.Item>
            {bots === 'none' ? null : <Menu.Item leftSection={<Icon name="robot" size={16} />} onClick={() => void actions.pauseBots(id, bots === 'active')}>{bots === 'active' ? chat.pauseBots : chat.resumeBots}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <IconButton icon="panel" label={details ? chat.hideDetails : chat.showDetails} keys="D" onClick={onDetails} pressed={details} />
    </header>
  );
}

function useWords() {
  const texts = useTexts();
  return { texts, chat: texts.chat, context: texts.context, common: texts.common };
}

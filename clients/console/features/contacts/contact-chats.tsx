import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { isEnded } from '#domain/state.ts';
import type { Card } from '#wire/protocol.ts';
import { useDepartmentName } from '../../api/queries.ts';
import { Ago } from '../../app/ago.tsx';
import { Facts } from '../../app/facts.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useChannelName } from '../../app/use-channel-name.ts';
import { spokenOf } from '../conversation/spoken.ts';
import { speakerOf } from '../inbox/speaker.ts';
import { useSession } from '../session/session-gate.tsx';
import { ChannelIcon } from './channel-icon.tsx';
import classes from './contact-chats.module.css';
import { useContactChats } from './contacts-api.ts';
import { useContactTexts } from './texts/use-contact-texts.ts';

/** Where a chat is read, wherever it stands. */
export const chatAddress = (card: Card): string => `/${isEnded(card) ? 'ended' : 'all'}/${card.id}`;

function ChatRow({ card }: { readonly card: Card }) {
  const { texts } = usePreferences();
  const words = useContactTexts();
  const departmentName = useDepartmentName();
  const channelName = useChannelName();
  const said = spokenOf(card.previewKind, card.preview, texts);
  const { agent } = useSession();
  const speaker = speakerOf(card, agent.id, texts);
  const state = isEnded(card) ? texts.ended[card.status === 'completed' ? 'completed' : 'closed'] : texts.status[card.status ?? 'queued'];
  return (
    <li>
      <Link href={chatAddress(card)} className={classes.chat} data-chat={card.id}>
        <span className={classes.icon} title={channelName(card)}><ChannelIcon icon={card.channelIcon} /></span>
        <span className={classes.body}>
          <span className={classes.words}>{said === '' ? texts.inbox.noWords : speaker === null ? said : `${texts.inbox.said(speaker)}${said}`}</span>
          <Facts>
            <span className={classes.state} data-status={card.status}>{state}</span>
            <span>{departmentName(card.department)}</span>
            <span>{card.assigneeName === null ? words.nobody : words.served(card.assigneeName)}</span>
          </Facts>
        </span>
        <span className={classes.when}><Ago at={card.startedAt} /></span>
      </Link>
    </li>
  );
}

interface ContactChatsProps {
  readonly contact: string;
  /** The chat that is looked at anyway. */
  readonly except?: string;
}

/** What they have talked about, on all channels: the newest first. */
export function ContactChats({ contact, except }: ContactChatsProps) {
  const words = useContactTexts();
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage } = useContactChats(contact);
  if (data === undefined) return null;
  const cards = data.filter(({ id }) => id !== except);
  if (cards.length === 0 && !hasNextPage) return <p className={classes.quiet} data-nothing={except === undefined ? undefined : true}>{words.noChats}</p>;
  return (
    <>
      <ul>{cards.map((card) => <ChatRow key={card.id} card={card} />)}</ul>
      {hasNextPage ? <Button size="xs" variant="subtle" color="gray" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{words.more}</Button> : null}
    </>
  );
}

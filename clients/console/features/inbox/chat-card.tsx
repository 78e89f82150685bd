import { memo } from 'react';
import type { Card } from '#wire/protocol.ts';
import { isEnded } from '#domain/state.ts';
import { formatAgo, formatFull } from '#ui/format.ts';
import { Avatar } from '../../app/avatar.tsx';
import { CornerMark } from '../../app/corner-mark.tsx';
import { Icon } from '../../app/icon.tsx';
import { ListCard, ListName } from '../../app/list-card.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../lib/use-now.ts';
import { ownName, visitorName } from '../../lib/visitor-name.ts';
import { useDraft } from '../conversation/drafts.ts';
import { isDisputed, standingOf } from '../conversation/outcome.ts';
import { spokenOf } from '../conversation/spoken.ts';
import { useSession } from '../session/session-gate.tsx';
import classes from './chat-card.module.css';
import { isOfferedTo, isServedByBot } from './lists.ts';
import type { Scope } from './lists.ts';
import { speakerOf } from './speaker.ts';
import { useReadHere } from './use-read-here.ts';
import { useLiveTyping } from './use-live-typing.ts';
import { WaitClock } from './wait-clock.tsx';
import { Where } from './where.tsx';

interface ChatCardProps {
  readonly card: Card;
  readonly scope: Scope;
  readonly selected: boolean;
}

/** The second line: whatever matters most now. */
function LastWords({ card, scope }: Pick<ChatCardProps, 'card' | 'scope'>) {
  const { texts } = usePreferences();
  const { agent } = useSession();
  const draft = useDraft(card.id, false);
  const typing = useLiveTyping(card.id);
  if (isOfferedTo(card, agent.id)) return <span className={classes.offer}>{texts.inbox.incoming(card.transferFrom ?? card.assigneeName ?? '')}</span>;
  if (typing !== null) return <span className={classes.typing}>{typing.text === null || typing.text === '' ? texts.inbox.typing : typing.text}</span>;
  if (scope === 'mine' && draft.trim() !== '') return <><span className={classes.draft}>{texts.chat.draftHere}</span> {draft}</>;
  const words = spokenOf(card.previewKind, card.preview, texts);
  if (words === '') return <span className={classes.faint}>{texts.inbox.noWords}</span>;
  const speaker = speakerOf(card, agent.id, texts);
  return <>{speaker === null ? null : <span className={classes.faint}>{texts.inbox.said(speaker)}</span>}{words}</>;
}

function When({ card }: { readonly card: Card }) {
  const { texts, locale } = usePreferences();
  const now = useNow(30_000);
  if (card.status === 'queued' && card.queuedAt !== null) return <WaitClock since={card.queuedAt} />;
  const at = card.endedAt ?? card.updatedAt;
  return <time className={classes.time} dateTime={new Date(at).toISOString()} title={formatFull(at, locale)}>{formatAgo(at, now, locale, texts.common.justNow)}</time>;
}

/** How it ended; that the visitor says otherwise stands out, because somebody may want to go back to it. */
function Outcome({ card: { solved = null, status } }: Pick<ChatCardProps, 'card'>) {
  const { texts } = usePreferences();
  if (isDisputed({ status, solved })) {
    const words = texts.status[standingOf({ status, solved })];
    return <span className={classes.outcome} data-status="disputed" title={words}><Icon name="alert" size={15} /><span className="visually-hidden">{words}</span></span>;
  }
  return <span className={classes.outcome} data-status={status}><Icon name={status === 'completed' ? 'circleCheck' : 'circleMinus'} size={15} /><span className="visually-hidden">{texts.ended[status === 'completed' ? 'completed' : 'closed']}</span></span>;
}

/** A chat in a list: two lines and whatever asks for attention. */
export const ChatCard = memo(function ChatCard({ card, scope, selected }: ChatCardProps) {
  const { texts } = usePreferences();
  const name = visitorName(card.visitor, texts);
  const own = ownName(card.visitorOwn);
  const unread = useReadHere(card.id) ? 0 : card.unread;
  return (
    <ListCard
      href={`/${scope}/${card.id}`} selected={selected} data-unread={unread > 0 || undefined} data-chat={card.id}
      face={(
        <span className={classes.face}>
          <Avatar name={name} size={36} visitor />
          <CornerMark state={card.status} title={card.status === 'completed' || card.status === 'closed' ? texts.ended[card.status] : texts.status[card.status ?? 'queued']} />
        </span>
      )}
      first={(
        <>
          <ListName name={name} title={own ?? undefined} />
          {isServedByBot(card) ? <span className={classes.bot} title={texts.inbox.byBot}><Icon name="robot" size={14} /><span className="visually-hidden">{texts.message.bot}</span></span> : null}
          <Where card={card} scope={scope} />
          <When card={card} />
        </>
      )}
      second={(
        <>
          <span className={classes.words} data-unread={unread > 0 || undefined}><LastWords card={card} scope={scope} /></span>
          {isEnded(card) ? <Outcome card={card} /> : null}
          {card.status === 'transferring' ? <span className={classes.outcome} data-status="transferring"><Icon name="handOver" size={15} /><span className="visually-hidden">{texts.status.transferring}</span></span> : null}
          {unread > 0 ? <span className={classes.unread} aria-label={texts.inbox.unread(unread)}>{unread > 99 ? '99+' : unread}</span> : null}
        </>
      )}
    />
  );
});

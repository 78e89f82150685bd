import { agentOf, isBotId } from '#domain/participant.ts';
import { isEnded } from '#domain/state.ts';
import type { FoundChat, FoundWords } from '#wire/api.ts';
import { Ago } from '../../app/ago.tsx';
import { Avatar } from '../../app/avatar.tsx';
import { CornerMark } from '../../app/corner-mark.tsx';
import { Icon } from '../../app/icon.tsx';
import { ListCard } from '../../app/list-card.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { visitorName } from '../../lib/visitor-name.ts';
import { spokenOf } from '../conversation/spoken.ts';
import { Where } from '../inbox/where.tsx';
import { useSession } from '../session/session-gate.tsx';
import classes from './found-list.module.css';
import { Marked } from './marked.tsx';
import { addressOf } from './sought.ts';
import type { SearchScope, Sought } from './sought.ts';
import { useSearchTexts } from './texts/use-search-texts.ts';

function Said({ said: { from, name, note, text }, words }: { readonly said: FoundWords; readonly words: readonly string[] }) {
  const { inbox, message } = useTexts();
  const { agent } = useSession();
  const search = useSearchTexts();
  const speaker = from === null ? null : agentOf(from) === agent.id ? inbox.you : isBotId(from) ? message.bot : (name ?? inbox.colleague);
  return (
    <>
      {note ? <span className={classes.note} title={search.note}><Icon name="note" size={14} /><span className="visually-hidden">{search.note}</span></span> : null}
      <span className={classes.words}>{speaker === null ? null : <span className={classes.faint}>{inbox.said(speaker)}</span>}<Marked text={text} words={words} /></span>
    </>
  );
}

interface FoundCardProps {
  readonly chat: FoundChat;
  readonly scope: SearchScope;
  readonly selected: boolean;
  readonly sought: Sought;
  readonly words: readonly string[];
}

/** A chat that was found, by the words for which it was. */
export function FoundCard({ chat, scope, selected, sought, words }: FoundCardProps) {
  const { card, said } = chat;
  const texts = useTexts();
  const name = visitorName(card.visitor, texts);
  const ended = isEnded(card) && card.status === 'completed' ? texts.ended.completed : texts.ended.closed;
  return (
    <ListCard
      href={addressOf(scope, chat, sought)} selected={selected} data-found={card.id}
      face={<span className={classes.face}><Avatar name={name} size={36} visitor /><CornerMark state={card.status} title={isEnded(card) ? ended : texts.status[card.status ?? 'queued']} /></span>}
      first={<><span className={classes.name}><Marked text={name} words={words} /></span><Where card={card} scope={scope} /><span className={classes.when}><Ago at={card.endedAt ?? card.updatedAt} /></span></>}
      second={said === null ? <span className={classes.words}>{spokenOf(card.previewKind, card.preview, texts) || texts.inbox.noWords}</span> : <Said said={said} words={words} />}
    />
  );
}

import { memo, useState } from 'react';
import type { Receipt } from '#wire/protocol.ts';
import type { Chat } from '#sdk/index.ts';
import { formatFull, formatTime } from '#ui/format.ts';
import { Avatar } from '../../app/avatar.tsx';
import { Icon } from '../../app/icon.tsx';
import { usePreferences, useTexts } from '../../app/preferences.tsx';
import { NotesUnder } from '../slots/message-notes.tsx';
import { MessageFile } from './message-file.tsx';
import { MessageText } from './message-text.tsx';
import classes from './messages.module.css';
import type { Group, Said } from './timeline.ts';
import { whyOf } from './undelivered.ts';
import type { Named } from './use-names.ts';

interface MessageGroupProps {
  readonly group: Group;
  readonly speaker: Named;
  readonly own: boolean;
  /** How far the visitor's side has come. */
  readonly receipt: Receipt | undefined;
  readonly chat: Chat;
  /** It is said before one's eyes, rather than read back. */
  readonly fresh: boolean;
  /** Which of its messages somebody came for, and stands out for a moment; null for none. */
  readonly marked: number | null;
}

/** How far the last words of a group have come. */
function Tick({ said, receipt }: { readonly said: Said; readonly receipt: Receipt | undefined }) {
  const { message } = useTexts();
  if (said.pending?.status === 'failed' || said.undelivered !== null) return null;
  const at = said.publicSeq;
  const state = at === null ? 'sending' : (receipt?.read ?? 0) >= at ? 'read' : (receipt?.delivered ?? 0) >= at ? 'delivered' : 'sent';
  const icon = state === 'sending' ? 'clock' : state === 'sent' ? 'check' : 'checkDouble';
  return <span className={classes.tick} data-state={state} role="img" aria-label={message[state]} title={message[state]}><Icon name={icon} size={14} /></span>;
}

function Failed({ said, chat }: { readonly said: Said; readonly chat: Chat }) {
  const { texts, errors } = usePreferences();
  const failed = said.pending;
  if (failed?.status !== 'failed') return null;
  return (
    <div className={classes.failed} role="alert">
      <span><strong>{texts.message.failed}.</strong> {failed.code === null ? null : errors[failed.code]}</span>
      <button type="button" onClick={() => chat.retry(failed.id)}>{texts.message.retry}</button>
      <button type="button" onClick={() => chat.discard(failed.id)}>{texts.message.discard}</button>
    </div>
  );
}

function Undelivered({ said: { undelivered } }: { readonly said: Said }) {
  const { message } = useTexts();
  return undelivered === null ? null : <div className={classes.failed}><Icon name="alert" size={13} /><span>{message.undelivered(whyOf(undelivered, message.why))}</span></div>;
}

/** What one speaker said within a minute: a face, a name, a time, and bubbles. */
export const MessageGroup = memo(function MessageGroup({ group, speaker, own, receipt, chat, fresh, marked }: MessageGroupProps) {
  const { texts, locale } = usePreferences();
  const [arrives] = useState(fresh);
  const [first] = group.said;
  const last = group.said.at(-1);
  if (first === undefined || last === undefined) return null;
  const side = speaker.kind === 'visitor' ? 'in' : 'out';
  return (
    <article className={classes.group} data-side={side} data-note={group.note || undefined} data-arrives={arrives || undefined} aria-label={`${speaker.name}, ${formatTime(first.at, locale)}${group.note ? `, ${texts.message.note}` : ''}`}>
      {side === 'in' ? <span className={classes.face}><Avatar name={speaker.name} size={28} visitor /></span> : null}
      <div className={classes.column}>
        <header className={classes.meta}>
          {group.note ? <span className={classes.noteTag}><Icon name="note" size={13} />{texts.message.note}</span> : null}
          <span className={classes.speaker}>{own ? texts.common.you : (group.announcement ?? speaker.name)}</span>
          {group.announcement !== undefined ? <span className={classes.botTag}><Icon name="megaphone" size={12} />{texts.message.broadcast}</span> : speaker.kind === 'bot' ? <span className={classes.botTag}><Icon name="robot" size={12} />{texts.message.bot}</span> : null}
          <time dateTime={new Date(first.at).toISOString()} title={formatFull(first.at, locale)}>{formatTime(first.at, locale)}</time>
          {side === 'out' && !group.note ? <Tick said={last} receipt={receipt} /> : null}
        </header>
        {group.said.map((said) => (
          <div key={said.key} className={classes.said} data-seq={said.seq ?? undefined} data-marked={(marked !== null && said.seq === marked) || undefined}>
            {said.file === null ? null : <MessageFile file={said.file} kind={said.kind} />}
            {said.file !== null && said.text === '' ? null : <div className={classes.bubble} data-state={said.undelivered === null ? said.pending?.status : 'failed'}><MessageText text={said.text} /></div>}
            {said.choices.length === 0 ? null : <ul className={classes.choices} aria-label={texts.message.choices}>{said.choices.map((choice) => <li key={choice}>{choice}</li>)}</ul>}
            <Failed said={said} chat={chat} />
            <Undelivered said={said} />
            {said.seq === null ? null : <NotesUnder seq={said.seq} />}
          </div>
        ))}
      </div>
    </article>
  );
});

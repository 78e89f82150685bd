import { ActionIcon, SegmentedControl, Textarea, Tooltip } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import { useSearch } from 'wouter';
import { MAX_TEXT } from '#domain/message.ts';
import type { Chat } from '#sdk/index.ts';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useCaret } from '../../lib/use-caret.ts';
import { ChannelChoice } from '../contacts/channel-choice.tsx';
import { ComposerButtons } from '../slots/composer-buttons.tsx';
import { atIn } from '../search/sought.ts';
import type { Slash } from '../slots/slash.ts';
import { useSlash } from '../slots/use-slash.tsx';
import { AttachButton } from './attach-button.tsx';
import { AttachedFiles } from './attached-files.tsx';
import { useAttachments } from './attachments.ts';
import classes from './composer.module.css';
import { draftOf, useDraft, writeDraft } from './drafts.ts';
import { leaveOff, settleTaken } from './taken-up.ts';

export type ComposerMode = 'reply' | 'note';

interface ComposerProps {
  readonly chat: Chat;
  readonly visitorName: string;
  readonly mode: ComposerMode;
  readonly onMode: (mode: ComposerMode) => void;
  /** Only whoever serves the chat may reply; notes are open to every colleague. */
  readonly mayReply: boolean;
}

/** How near to the limit the count begins to show. */
const COUNT_FROM = MAX_TEXT - 200;

/** Where words are written. A draft belongs to its chat and is never lost. */
export function Composer({ chat, visitorName, mode, onMode, mayReply }: ComposerProps) {
  const { composer } = useTexts();
  const field = useRef<HTMLTextAreaElement>(null);
  const note = mode === 'note';
  const text = useDraft(chat.id, note);
  const [caret, setCaret] = useState(text.length);
  const putCaret = useCaret(field, text);
  const tooLong = text.length - MAX_TEXT;
  const { attachments, items } = useAttachments(chat.id, note);
  const some = text.trim() !== '' || items.some(({ status }) => status === 'ready');
  const ready = some && tooLong <= 0 && items.every(({ status }) => status !== 'uploading');

  /** A phone's keyboard comes when it is called. */
  const focus = () => {
    if (matchMedia('(hover: hover)').matches) field.current?.focus({ preventScroll: true });
  };
  const opened = useRef<Chat>(null);
  const sought = atIn(useSearch()) !== null;
  const begin = useEffectEvent(() => {
    const comes = opened.current !== chat;
    opened.current = chat;
    // Who only reads along keeps the keys, and so does who comes for a message that was found: the next `/` looks for another.
    if (mayReply && !(comes && sought)) focus();
  });
  useEffect(() => begin(), [chat, mode, mayReply]);

  const write = (value: string) => {
    writeDraft(chat.id, note, value);
    if (note) return;
    if (value.trim() === '') leaveOff(chat.id);
    chat.typing(value.trim() !== '', value);
  };
  // Somebody may have written on while a plugin answered.
  const insert = (words: string) => {
    const written = draftOf(chat.id, note);
    write(written === '' || /\s$/u.test(written) ? written + words : `${written} ${words}`);
    field.current?.focus();
  };
  const replace = (words: string, { query, start }: Slash) => {
    const written = draftOf(chat.id, note);
    const end = start + 1 + query.length;
    if (written.slice(start, end) !== `/${query}`) return insert(words);
    putCaret(start + words.length);
    write(written.slice(0, start) + words + written.slice(end));
  };
  const send = () => {
    if (!ready) return;
    attachments.send(text.trim(), (words, kind, file) => chat.post(words, note ? 'agents' : 'public', kind, file));
    if (!note) settleTaken(chat, text.trim());
    writeDraft(chat.id, note, '');
    if (!note) chat.typing(false);
    field.current?.focus();
  };
  const slash = useSlash({ conversation: chat.id, text: note ? null : text, caret, onInsert: replace, onSend: send });
  const submit = () => {
    field.current?.focus();
    if (!slash.holds()) send();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (slash.press(event)) return;
    if (event.key === 'Escape') event.currentTarget.blur();
    // With Alt it sends what a bot suggests. While an input method composes, Enter chooses a word and sends nothing; Safari ends the composition first and says 229.
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };

  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    attachments.add(event.clipboardData.files);
  };

  return (
    <form className={classes.composer} data-mode={mode} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      {slash.list}
      <AttachedFiles attachments={attachments} items={items} />
      <Textarea
        ref={field} variant="unstyled" autosize minRows={1} maxRows={10} className={classes.field ?? ''} classNames={{ input: classes.input ?? '' }}
        aria-label={note ? composer.noteLabel : composer.label} placeholder={note ? composer.notePlaceholder : composer.placeholder(visitorName)}
        value={text} onChange={({ currentTarget: { selectionStart, value } }) => { setCaret(selectionStart); write(value); }} onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)} onKeyDown={onKeyDown} onPaste={onPaste} onBlur={(event) => { slash.leave(event); if (!note) chat.typing(false); }}
        aria-keyshortcuts="R" data-composer {...slash.field}
      />
      <div className={classes.bar}>
        {mayReply ? (
          <SegmentedControl
            size="xs" aria-label={composer.mode} value={mode} onChange={(value) => onMode(value === 'note' ? 'note' : 'reply')} className={classes.mode ?? ''}
            data={[{ value: 'reply', label: composer.reply }, { value: 'note', label: composer.note }]}
          />
        ) : null}
        <div className={classes.extras}>{note || !mayReply ? null : <ChannelChoice conversation={chat.id} text={text.trim()} onSent={() => write('')} />}<AttachButton attachments={attachments} onChosen={focus} /><ComposerButtons conversation={chat.id} onInsert={insert} /></div>
        <span className={classes.hint} data-over={tooLong > 0 || undefined} aria-live="polite">
          {tooLong > 0 ? composer.tooLong(tooLong) : text.length > COUNT_FROM ? `${text.length} / ${MAX_TEXT}` : note || text !== '' || slash.hint === null ? composer.hint : composer.slash(slash.hint)}
        </span>
        <Tooltip label={note ? composer.addNote : composer.send}>
          <ActionIcon type="submit" size={32} radius="xl" variant="filled" color="accent" className={classes.send ?? ''} disabled={!ready} aria-label={note ? composer.addNote : composer.send}>
            <Icon name="send" />
          </ActionIcon>
        </Tooltip>
      </div>
    </form>
  );
}

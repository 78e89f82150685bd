import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { MAX_TEXT } from '#domain/message.ts';
import { AwayEmail } from './away-email.tsx';
import { AttachButton, AttachedFiles } from './attached-files.tsx';
import { Icon } from './icon.tsx';
import { useWidget } from '../context.ts';
import { draftsOf } from '../draft.ts';

/** Where the visitor writes. Grows with the words, keeps them over reloads, sends on Enter. */
export function Composer() {
  const { chat, words, reading } = useWidget();
  const drafts = useMemo(() => draftsOf(chat.token), [chat.token]);
  const conversation = chat.picture.value.conversation;
  const area = useRef<HTMLTextAreaElement>(null);
  const text = useSignal(drafts.read(conversation));
  const over = text.value.length - MAX_TEXT;
  const attached = chat.attached.value;
  const some = text.value.trim() !== '' || attached.some(({ status }) => status === 'ready');
  const sendable = chat.ready.value && some && over <= 0 && attached.every(({ status }) => status !== 'uploading');

  const write = (next: string): void => {
    text.value = next;
    drafts.write(chat.picture.peek().conversation, next);
  };
  /** A phone's keyboard comes when it is called. */
  const focus = (): void => {
    if (matchMedia('(hover: hover)').matches) area.current?.focus();
  };
  const send = (): void => {
    if (!sendable || !chat.email.check()) return;
    chat.attachments.send(text.value.trim(), chat.post);
    write('');
    reading.undivide();
    area.current?.focus();
  };

  const begunIn = useRef(conversation);
  // The draft moves along when the chat that it was begun for comes into being.
  useEffect(() => {
    const kept = drafts.read(conversation);
    if (kept !== '') text.value = kept;
    else if (text.peek() !== '' && begunIn.current !== conversation) {
      drafts.write(conversation, text.peek());
      drafts.write(begunIn.current, '');
    }
    begunIn.current = conversation;
  }, [conversation]);
  useLayoutEffect(() => {
    const box = area.current;
    if (box === null) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [text.value]);
  useSignalEffect(() => {
    if (chat.shown.value.open && chat.shown.value.asked) focus();
  });
  useSignalEffect(() => {
    const words = chat.composed.value;
    if (words === null) return;
    chat.composed.value = null;
    if (words === '' || text.peek() === '') write(words);
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    // An Enter that picks a word of an input method must not send; some browsers say so only by the key code.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  const onInput = ({ currentTarget }: { readonly currentTarget: HTMLTextAreaElement }): void => {
    write(currentTarget.value);
    chat.typing(currentTarget.value);
  };
  const onPaste = (event: ClipboardEvent): void => {
    const files = event.clipboardData?.files;
    if (files === undefined || files.length === 0 || !chat.ready.value) return;
    event.preventDefault();
    chat.attachments.add(files);
  };
  const label = words.value;

  return (
    <>
      <AwayEmail onDone={focus} />
      <form class="composer" onSubmit={(event) => { event.preventDefault(); send(); }}>
        <AttachedFiles />
        <AttachButton onChosen={focus} />
        <textarea
          ref={area} rows={1} value={text.value} aria-label={label.composer} placeholder={label.composerHint} enterkeyhint="send"
          aria-invalid={over > 0} onInput={onInput} onKeyDown={onKeyDown} onPaste={onPaste} onBlur={() => chat.typing('')}
        />
        {over > 0 && <span class="over" role="alert">{label.tooLong(over)}</span>}
        <button type="submit" class="send" aria-label={label.send} disabled={!sendable}><Icon name="send" /></button>
      </form>
    </>
  );
}

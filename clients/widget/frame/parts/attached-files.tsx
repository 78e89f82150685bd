import { useRef } from 'preact/hooks';
import { tooLargeText } from '#ui/errors/too-large.ts';
import { formatBytes } from '#ui/format.ts';
import { useWidget } from '../context.ts';
import { errorText } from '../words/words.ts';
import { Icon } from './icon.tsx';

/** The row is about to go, and the focus with it: on to the next one, or back to where one writes; a phone's keyboard comes when it is called. */
function moveOn({ currentTarget }: { readonly currentTarget: HTMLElement }): void {
  const row = currentTarget.closest('li');
  const beside = row?.nextElementSibling ?? row?.previousElementSibling;
  const place = beside?.querySelector<HTMLElement>('button:last-child') ?? row?.closest('form')?.querySelector<HTMLElement>(matchMedia('(hover: hover)').matches ? 'textarea' : '.attach');
  place?.focus();
}

/** What goes with the next words: how far it is, or why it failed, and a way out. */
export function AttachedFiles() {
  const { chat, words, locale } = useWidget();
  const { detach, retry } = words.value;
  if (chat.attached.value.length === 0) return null;
  return (
    <ul class="attached">
      {chat.attached.value.map(({ code, key, most, name, preview, progress, retryable, size, status }) => (
        <li key={key} class={status}>
          {preview === null ? <Icon name="file" /> : <img src={preview} alt="" />}
          <span class="what">
            <span class="filename">{name}</span>
            {status === 'uploading' ? <progress value={progress} aria-label={name} /> : status === 'failed' ? <small role="alert">{most === null ? errorText(code ?? 'internal', locale.value) : tooLargeText(most, locale.value)}</small> : <small>{formatBytes(size, locale.value)}</small>}
          </span>
          {retryable && <button type="button" aria-label={`${retry}: ${name}`} onClick={() => chat.attachments.retry(key)}><Icon name="retry" /></button>}
          <button type="button" aria-label={detach(name)} onClick={(event) => { moveOn(event); chat.attachments.remove(key); }}><Icon name="close" /></button>
        </li>
      ))}
    </ul>
  );
}

export function AttachButton({ onChosen }: { readonly onChosen: () => void }) {
  const { chat, words } = useWidget();
  const input = useRef<HTMLInputElement>(null);
  const onChange = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void => {
    chat.attachments.add(currentTarget.files ?? []);
    currentTarget.value = '';
    onChosen();
  };
  return (
    <>
      <input ref={input} type="file" multiple hidden onChange={onChange} />
      <button type="button" class="attach" aria-label={words.value.attach} title={words.value.attach} disabled={!chat.ready.value} onClick={() => input.current?.click()}><Icon name="attach" /></button>
    </>
  );
}

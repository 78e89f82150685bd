import { useEffect, useRef } from 'preact/hooks';
import { useWidget } from '../context.ts';

/** Asks in place before the chat ends. */
export function ConfirmEnd() {
  const { chat, words, asking } = useWidget();
  const keep = useRef<HTMLButtonElement>(null);
  const text = words.value;
  useEffect(() => keep.current?.focus(), []);

  const end = (): void => {
    asking.value = false;
    chat.end();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    asking.value = false;
  };
  return (
    <section class="ending" role="alertdialog" aria-label={text.confirmEnd} tabIndex={-1} onKeyDown={onKeyDown}>
      <h2>{text.confirmEnd}</h2>
      <div class="ways">
        <button type="button" class="secondary" ref={keep} onClick={() => { asking.value = false; }}>{text.keep}</button>
        <button type="button" class="primary" onClick={end}>{text.confirm}</button>
      </div>
    </section>
  );
}

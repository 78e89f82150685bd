import { useEffect, useRef } from 'preact/hooks';
import { MAX_EMAIL } from '#wire/email.ts';
import { useWidget } from '../context.ts';

/** Where nobody is there: how the visitor hears from us. */
export function AwayEmail({ onDone }: { readonly onDone: () => void }) {
  const { chat: { email }, words } = useWidget();
  const field = useRef<HTMLInputElement>(null);
  const { asked, begun, flaw, kept, text } = email;
  useEffect(() => {
    if (flaw.value !== null) field.current?.focus();
  }, [flaw.value]);
  const { label, flaws, hint, kept: reached, optional, save } = words.value.email;
  if (asked.value === null) return kept.value === null ? null : <p class="email" role="status"><small>{reached(kept.value)}</small></p>;
  const leave = async (): Promise<void> => {
    if (await email.leave()) onDone();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    if (begun.value) void leave();
    else onDone();
  };
  return (
    <div class="email">
      <label for="email">{label}{asked.value === 'optional' && !begun.value && <small>{optional}</small>}</label>
      <input
        ref={field} id="email" type="email" autocomplete="email" value={text.value} maxLength={MAX_EMAIL} placeholder="name@example.com" required={asked.value === 'required'}
        aria-invalid={flaw.value !== null} aria-describedby="email-hint" onKeyDown={onKeyDown}
        onInput={({ currentTarget: { value } }) => { text.value = value; flaw.value = null; }}
      />
      {begun.value && <button type="button" class="link" onClick={() => void leave()}>{save}</button>}
      <small id="email-hint" role={flaw.value === null ? undefined : 'alert'} class={flaw.value === null ? undefined : 'flaw'}>{flaw.value === null ? hint : flaws[flaw.value]}</small>
    </div>
  );
}

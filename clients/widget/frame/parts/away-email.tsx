import { useEffect, useRef } from 'preact/hooks';
import { MAX_EMAIL } from '#wire/email.ts';
import { useWidget } from '../context.ts';

/** Where nobody is there: how the visitor hears from us. */
export function AwayEmail({ onEnter }: { readonly onEnter: () => void }) {
  const { chat: { email }, words } = useWidget();
  const field = useRef<HTMLInputElement>(null);
  const { asked, flaw, text } = email;
  useEffect(() => {
    if (flaw.value !== null) field.current?.focus();
  }, [flaw.value]);
  if (asked.value === null) return null;
  const { label, flaws, hint, optional } = words.value.email;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    onEnter();
  };
  return (
    <div class="email">
      <label for="email">{label}{asked.value === 'optional' && <small>{optional}</small>}</label>
      <input
        ref={field} id="email" type="email" autocomplete="email" value={text.value} maxLength={MAX_EMAIL} placeholder="name@example.com" required={asked.value === 'required'}
        aria-invalid={flaw.value !== null} aria-describedby="email-hint" onKeyDown={onKeyDown}
        onInput={({ currentTarget: { value } }) => { text.value = value; flaw.value = null; }}
      />
      <small id="email-hint" role={flaw.value === null ? undefined : 'alert'} class={flaw.value === null ? undefined : 'flaw'}>{flaw.value === null ? hint : flaws[flaw.value]}</small>
    </div>
  );
}

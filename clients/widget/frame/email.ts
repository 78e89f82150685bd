import { computed, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import { isEmail } from '#wire/email.ts';
import type { WidgetSession } from '#wire/api.ts';

/** The address that a visitor leaves where nobody is there to answer. */
export interface Email {
  /** Null where none is asked for. */
  readonly asked: ReadonlySignal<WidgetSession['email'] | null>;
  readonly text: Signal<string>;
  /** Why the words wait for it. */
  readonly flaw: Signal<'missing' | 'invalid' | null>;
  /** What goes with the first words; empty for none. */
  readonly given: () => string;
  /** False where the words have to wait for it. */
  readonly check: () => boolean;
  /** Somebody else may write next. */
  readonly forget: () => void;
}

export function createEmail(asked: Email['asked']): Email {
  const text = signal('');
  const flaw: Email['flaw'] = signal(null);
  // The first words begin the chat, and with it nothing is asked any more.
  const given = (): string => (isEmail(text.peek().trim()) ? text.peek().trim() : '');
  return {
    asked: computed(() => asked.value ?? null), text, flaw, given,
    check: () => {
      const written = text.peek().trim();
      flaw.value = asked.peek() === null || isEmail(written) ? null : written !== '' ? 'invalid' : asked.peek() === 'required' ? 'missing' : null;
      return flaw.peek() === null;
    },
    forget: () => {
      text.value = '';
      flaw.value = null;
    },
  };
}

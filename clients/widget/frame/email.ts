import { computed, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import { isEmail } from '#wire/email.ts';
import type { WidgetSession } from '#wire/api.ts';

type Wanted = NonNullable<WidgetSession['email']>;

/** The address that a visitor leaves where nobody is there to answer. */
export interface Email {
  /** Null where none is asked for. Once there is a chat no words wait for it. */
  readonly asked: ReadonlySignal<Wanted | null>;
  /** There is a chat: the address goes by itself, and not with the first words. */
  readonly begun: ReadonlySignal<boolean>;
  /** What was left here, for as long as nobody is there. */
  readonly kept: ReadonlySignal<string | null>;
  readonly text: Signal<string>;
  /** Why the words wait for it, or it did not go. */
  readonly flaw: Signal<'missing' | 'invalid' | 'failed' | null>;
  /** What goes with the first words; empty for none. */
  readonly given: () => string;
  /** Somebody sends words. False where they have to wait for the address; in a chat it goes beside them. */
  readonly check: () => boolean;
  /** It is on its way by itself. True once it is kept. */
  readonly leave: () => Promise<boolean>;
  /** It went. */
  readonly keep: (address: string) => void;
  /** Somebody else may write next. */
  readonly forget: () => void;
}

export interface EmailOptions {
  /** What the channel wants of who has given none. */
  readonly wanted: ReadonlySignal<Wanted | null>;
  /** Nobody is there to answer. */
  readonly away: ReadonlySignal<boolean>;
  readonly begun: Email['begun'];
  readonly leave: (address: string) => Promise<void>;
}

export function createEmail({ away, begun, leave, wanted }: EmailOptions): Email {
  const text = signal('');
  const flaw: Email['flaw'] = signal(null);
  const left = signal<string | null>(null);
  const asked = computed(() => (away.value && left.value === null && wanted.value !== null ? (begun.value ? 'optional' : wanted.value) : null));
  const given = (): string => (isEmail(text.peek().trim()) ? text.peek().trim() : '');
  const keep = (address: string): void => { left.value = address; };
  /** What went for a visitor who was forgotten meanwhile is none of the next one's. */
  let turn = 0;

  /** Why what is written would not do, where it has to be something or not. */
  function look(needed: boolean): boolean {
    const empty = text.peek().trim() === '';
    flaw.value = given() !== '' || (empty && !needed) ? null : empty ? 'missing' : 'invalid';
    return flaw.peek() === null;
  }

  async function go(): Promise<boolean> {
    const [before, address] = [turn, given()];
    const went = await leave(address).then(() => true, () => false);
    if (before !== turn) return false;
    if (went) keep(address);
    else flaw.value = 'failed';
    return went;
  }

  return {
    asked, begun, text, flaw, given, keep,
    kept: computed(() => (away.value ? left.value : null)),
    check: () => {
      const fine = asked.peek() === null || look(asked.peek() === 'required');
      if (fine && asked.peek() !== null && begun.peek() && given() !== '') void go();
      return fine;
    },
    leave: async () => look(true) && go(),
    forget: () => {
      turn += 1;
      text.value = '';
      flaw.value = null;
      left.value = null;
    },
  };
}

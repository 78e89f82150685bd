import { computed, effect, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import { chime } from '#ui/chime.ts';
import type { Chat } from './chat.ts';
import { peopleOf } from './names.ts';

export interface Reading {
  /** Where the divider of new messages stands: what had been read when the panel opened. null: nowhere. */
  readonly dividedAt: ReadonlySignal<number | null>;
  /** The visitor wrote: what stood below the divider is old now. */
  readonly undivide: () => void;
  /** The log says whether its end is in view. */
  readonly atEnd: Signal<boolean>;
  readonly unread: ReadonlySignal<number>;
}

/** Counts what was not read, tells the page, and moves the visitor's cursor while the words are really before their eyes. */
export function followReading(chat: Chat, sound: ReadonlySignal<boolean>): Reading {
  const atEnd = signal(true);
  const visible = signal(document.visibilityState === 'visible');
  const dividedAt = signal<number | null>(null);
  /** Ahead of the receipt, which takes a while to come back. */
  const cursor = signal({ conversation: null as string | null, seq: 0 });
  let before: string | null = null;
  document.addEventListener('visibilitychange', () => { visible.value = document.visibilityState === 'visible'; });

  const readUpTo = computed(() => {
    const { receipts, self, conversation } = chat.picture.value;
    const own = cursor.value.conversation === conversation ? cursor.value.seq : 0;
    return Math.max(own, receipts.find(({ participant }) => participant === self)?.read ?? 0);
  });
  const unread = computed(() => {
    const { events, self } = chat.picture.value;
    return events.filter((event) => event.type === 'message.posted' && event.by !== self && event.seq > readUpTo.value).length;
  });

  effect(() => {
    const { state, conversation } = chat.picture.value;
    const present = chat.shown.value.open && visible.value && state !== null ? conversation : null;
    if (present !== before) dividedAt.value = present !== null && unread.peek() > 0 ? readUpTo.peek() : null;
    before = present;
    const last = state?.seq ?? 0;
    if (present === null || !atEnd.value || readUpTo.peek() >= last) return;
    cursor.value = { conversation: present, seq: last };
    chat.read();
  });
  effect(() => chat.host.say({ type: 'unread', count: unread.value }));
  hearMessages(chat, () => sound.value && !(before !== null && document.hasFocus()) && chime());
  return { dividedAt, undivide: () => { dividedAt.value = null; }, atEnd, unread };
}

/**
 * Tells the page of each new message, once, and of the end of the chat. What was there when the page came up is not new; all is of a
 * chat that follows on another before the visitor's eyes.
 */
function hearMessages(chat: Chat, ring: () => void): void {
  let conversation: string | null = null;
  let heardUpTo = 0;
  effect(() => {
    const { events, state, self, conversation: current } = chat.snapshot.value;
    if (state === null) return;
    const people = peopleOf({ events, state });
    if (conversation !== current) heardUpTo = conversation === null ? state.seq : 0;
    const fresh = events.filter(({ seq }) => seq > heardUpTo);
    conversation = current;
    heardUpTo = state.seq;
    for (const event of fresh) {
      if (event.type === 'conversation.completed') chat.host.say({ type: 'ended', solved: true });
      if (event.type === 'conversation.closed') chat.host.say({ type: 'ended', solved: event.reason === 'visitor' ? null : false });
      if (event.type !== 'message.posted') continue;
      const from = event.by === self ? 'visitor' : people.get(event.by)?.kind === 'bot' ? 'bot' : 'agent';
      chat.host.say({ type: 'message', message: { from, name: people.get(event.by)?.name ?? '', text: event.body.text || (event.body.file?.name ?? ''), at: event.at } });
      if (from !== 'visitor') ring();
    }
  });
}

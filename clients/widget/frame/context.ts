import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { computed, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Locale } from '#ui/locale.ts';
import type { Chat } from './chat.ts';
import { followReading } from './reading.ts';
import type { Reading } from './reading.ts';
import { keep, recall } from '#ui/storage.ts';
import { wordsIn } from './words/words.ts';
import type { Words } from './words/words.ts';

const SOUND_KEY = 'parlor:sound';

/** What every part may use. */
export interface Widget {
  readonly chat: Chat;
  readonly reading: Reading;
  readonly words: ReadonlySignal<Words>;
  readonly locale: ReadonlySignal<Locale>;
  /** Off until the visitor turns it on. */
  readonly sound: Signal<boolean>;
  /** The visitor was asked whether to end the chat. */
  readonly asking: Signal<boolean>;
}

export function createWidget(chat: Chat): Widget {
  const locale = computed(() => chat.look.value.locale);
  const sound = signal(recall(SOUND_KEY) === 'on');
  sound.subscribe((on) => {
    if (on || recall(SOUND_KEY) !== null) keep(SOUND_KEY, on ? 'on' : null);
  });
  return { chat, reading: followReading(chat, sound), words: computed(() => wordsIn(locale.value)), locale, sound, asking: signal(false) };
}

const Context = createContext<Widget | null>(null);
export const WidgetProvider = Context.Provider;

export function useWidget(): Widget {
  const widget = useContext(Context);
  if (widget === null) throw new Error('a part of the widget stands outside of it');
  return widget;
}

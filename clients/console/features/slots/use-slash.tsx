import { useState } from 'react';
import type { KeyboardEvent, ReactNode, TextareaHTMLAttributes } from 'react';
import { MAX_QUERY } from '#wire/slots.ts';
import { useSlotsAt } from '../../api/slots.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { ChoiceList } from './choice-list.tsx';
import classes from './use-slash.module.css';
import { useChooser } from './use-chooser.ts';

/** What somebody looks for who begins with a `/`; null for who writes. */
const queryOf = (text: string): string | null => (text.startsWith('/') && text.length <= MAX_QUERY && !/[\r\n]/.test(text) ? text.slice(1) : null);

interface SlashOptions {
  readonly conversation: string;
  /** What is written so far; empty where no `/` is meant. */
  readonly text: string;
  /** In place of what was typed. */
  readonly onInsert: (words: string) => void;
  /** Enter on words that nothing goes with: they are meant as they stand. */
  readonly onSend: () => void;
}

interface Slash {
  /** What plugins have, where there is anything; null without such a plugin. */
  readonly hint: string | null;
  /** True where the key was one for the list. */
  readonly press: (event: KeyboardEvent) => boolean;
  /** Of the field. */
  readonly field: Pick<TextareaHTMLAttributes<HTMLTextAreaElement>, 'aria-activedescendant' | 'aria-autocomplete' | 'aria-controls' | 'onFocus'>;
  readonly leave: () => void;
  readonly list: ReactNode;
}

/** A reply that begins with `/` looks for words of plugins, until one of them is taken, or Esc says that it is meant as it stands. */
export function useSlash({ conversation, text, onInsert, onSend }: SlashOptions): Slash {
  const { locale } = usePreferences();
  const slots = useSlotsAt('composer').filter(({ kind }) => kind === 'choices');
  const typed = queryOf(text);
  const [focused, setFocused] = useState(false);
  /** The chat in which it was waved away: for as long as the words begin so. */
  const [waved, setWaved] = useState<string | null>(null);
  if (waved !== null && (waved !== conversation || typed === null)) setWaved(null);
  const query = focused && waved === null && slots.length > 0 ? typed : null;
  const chooser = useChooser({ slots, conversation, query, onInsert, onNothing: onSend });
  // A path, or a mark of another plugin: no list stands over words that it has nothing to do with.
  const shown = query !== null && (chooser.found.length > 0 || query === '');
  const press = (event: KeyboardEvent): boolean => {
    if (event.key !== 'Escape' || !shown) return query !== null && chooser.press(event);
    setWaved(conversation);
    // Not for whoever closes the chat by it.
    event.preventDefault();
    return true;
  };
  const label = slots.map(({ title }) => title[locale]).join(' · ');
  return {
    hint: slots.length === 0 ? null : label,
    press,
    field: {
      onFocus: () => setFocused(true),
      ...(shown ? { 'aria-autocomplete': 'list', 'aria-controls': chooser.id, ...(chooser.found.length === 0 ? {} : { 'aria-activedescendant': `${chooser.id}-${chooser.active}` }) } : {}),
    },
    leave: () => setFocused(false),
    list: shown ? <div className={classes.over}><ChoiceList label={label} slots={slots} chooser={chooser} /></div> : null,
  };
}

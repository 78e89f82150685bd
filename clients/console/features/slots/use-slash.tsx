import { useState } from 'react';
import type { KeyboardEvent, ReactNode, TextareaHTMLAttributes } from 'react';
import { useSlotsAt } from '../../api/slots.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { ChoiceList } from './choice-list.tsx';
import { isShortcut, slashAt, type Slash } from './slash.ts';
import classes from './use-slash.module.css';
import { useChooser } from './use-chooser.ts';

interface SlashOptions {
  readonly conversation: string;
  /** What is written so far; empty where no `/` is meant. */
  readonly text: string;
  /** Where one writes in it. */
  readonly caret: number;
  /** In place of what was typed. */
  readonly onInsert: (words: string, typed: Slash) => void;
  /** What nothing goes with is meant as it stands. */
  readonly onSend: () => void;
}

interface SlashList {
  /** What plugins have, where there is anything; null without such a plugin. */
  readonly hint: string | null;
  /** True where the key was one for the list. */
  readonly press: (event: KeyboardEvent) => boolean;
  /** Somebody sends what is written. True where it is a shortcut: it is looked up first, as by Enter. */
  readonly holds: () => boolean;
  /** Of the field. */
  readonly field: Pick<TextareaHTMLAttributes<HTMLTextAreaElement>, 'aria-activedescendant' | 'aria-autocomplete' | 'aria-controls' | 'onFocus'>;
  readonly leave: () => void;
  readonly list: ReactNode;
}

/**
 * A word that begins with `/` looks for words of plugins, until one of them is taken, or Esc says that it is meant as it
 * stands. What is nothing but such a word goes to nobody by a slip of the hand: where nothing goes with it, it is asked about.
 */
export function useSlash({ conversation, text, caret, onInsert, onSend }: SlashOptions): SlashList {
  const { locale, texts: { slots: words } } = usePreferences();
  const { fail } = useToast();
  const slots = useSlotsAt('composer').filter(({ kind }) => kind === 'choices');
  const typed = slots.length === 0 ? null : slashAt(text, caret);
  const [focused, setFocused] = useState(false);
  /** The word that was waved away: for as long as it begins so. */
  const [waved, setWaved] = useState<string | null>(null);
  const place = typed === null ? null : `${conversation} ${typed.start}`;
  if (waved !== null && waved !== place) setWaved(null);
  /** The words that were asked about: sent once more they are meant as they stand. */
  const [asked, setAsked] = useState<string | null>(null);
  const here = `${conversation} ${text}`;
  if (asked !== null && asked !== here) setAsked(null);
  const looks = typed !== null && waved === null;
  const query = looks && focused ? typed.query : null;
  const settle = (lost: Error | null): void => {
    const meant = asked === here || !(isShortcut(text) || (lost !== null && text.startsWith('/')));
    if (meant) onSend();
    else setAsked(here);
    if (!meant && lost !== null) fail(lost);
  };
  const chooser = useChooser({ slots, conversation, query, onInsert: (inserted) => { if (typed !== null) onInsert(inserted, typed); }, onNothing: settle });
  const { active, found, id, near, pending } = chooser;
  const missed = near || (asked !== null && found.length === 0);
  // A path, or a mark of another plugin: no list stands over words that it has nothing to do with.
  const shown = query !== null && (found.length > 0 || query === '' || asked !== null);
  const press = (event: KeyboardEvent): boolean => {
    if (event.key !== 'Escape' || !shown) return query !== null && chooser.press(event);
    setWaved(place);
    // Not for whoever closes the chat by it.
    event.preventDefault();
    return true;
  };
  const holds = (): boolean => {
    if (!looks || asked !== null || !isShortcut(text)) return false;
    chooser.enter(typed.query);
    return true;
  };
  const label = slots.map(({ title }) => title[locale]).join(' · ');
  return {
    hint: slots.length === 0 ? null : label,
    press,
    holds,
    field: {
      onFocus: () => setFocused(true),
      ...(shown ? { 'aria-autocomplete': 'list', 'aria-controls': id, ...(active < 0 ? {} : { 'aria-activedescendant': `${id}-${active}` }) } : {}),
    },
    leave: () => setFocused(false),
    list: shown ? (
      <div className={classes.over}>
        <ChoiceList label={label} slots={slots} chooser={chooser} missed={missed && !pending ? (asked === null ? words.noSuch : words.noSuchAsked)(`/${query}`) : null} />
      </div>
    ) : null,
  };
}

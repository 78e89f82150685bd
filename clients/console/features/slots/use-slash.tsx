import { useRef, useState } from 'react';
import type { FocusEvent, KeyboardEvent, ReactNode, TextareaHTMLAttributes } from 'react';
import { useSlotsAt } from '../../api/slots.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { ChoiceList } from './choice-list.tsx';
import { isShortcut, slashAt, type Slash } from './slash.ts';
import classes from './use-slash.module.css';
import { isPlain, useChooser } from './use-chooser.ts';

interface SlashOptions {
  readonly conversation: string;
  /** What is written so far; null where no `/` is meant. */
  readonly text: string | null;
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
  readonly field: Pick<TextareaHTMLAttributes<HTMLTextAreaElement>, 'aria-activedescendant' | 'aria-autocomplete' | 'aria-controls' | 'onFocus' | 'onInput'>;
  /** The focus leaves the field. */
  readonly leave: (event: FocusEvent) => void;
  readonly list: ReactNode;
}

/**
 * A word that begins with `/` looks for words of plugins while somebody writes it, until one of them is taken, or Esc says that it is meant as it
 * stands. One that was written before, and is come back to, opens nothing by itself. What is nothing but such a word goes to nobody by a slip of the hand: where nothing goes with it, it is asked about.
 */
export function useSlash({ conversation, text: written, caret, onInsert, onSend }: SlashOptions): SlashList {
  const { locale, texts: { slots: words } } = usePreferences();
  const { fail } = useToast();
  const text = written ?? '';
  const slots = useSlotsAt('composer').filter(({ kind }) => kind === 'choices');
  const typed = slots.length === 0 ? null : slashAt(text, caret);
  const [focused, setFocused] = useState(false);
  /** The chat in which somebody has written since they came to it. */
  const [writing, setWriting] = useState<string | null>(null);
  if (writing !== null && (writing !== conversation || written === null)) setWriting(null);
  const [field, over] = [useRef<HTMLElement>(null), useRef<HTMLDivElement>(null)];
  /** The word that was waved away: for as long as it begins so. */
  const [waved, setWaved] = useState<string | null>(null);
  const place = typed === null ? null : `${conversation} ${typed.start}`;
  if (waved !== null && waved !== place) setWaved(null);
  /** The words that were asked about: sent once more they are meant as they stand. */
  const [asked, setAsked] = useState<string | null>(null);
  const here = `${conversation} ${text}`;
  if (asked !== null && asked !== here) setAsked(null);
  const looks = typed !== null && waved === null;
  const query = looks && focused && writing === conversation ? typed.query : null;
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
  // What was found written is shown what goes with it, before it is sent or anything stands in its place.
  const opens = (): boolean => {
    if (!looks || writing === conversation || !isShortcut(text)) return false;
    setWriting(conversation);
    return true;
  };
  const press = (event: KeyboardEvent): boolean => {
    if (event.key === 'Enter' && isPlain(event) && opens()) {
      event.preventDefault();
      return true;
    }
    if (event.key !== 'Escape' || !shown) return query !== null && chooser.press(event);
    setWaved(place);
    field.current?.focus();
    // Not for whoever closes the chat by it.
    event.preventDefault();
    return true;
  };
  const holds = (): boolean => {
    if (opens()) return true;
    if (!looks || asked !== null || !isShortcut(text)) return false;
    chooser.enter(typed.query);
    return true;
  };
  const leave = ({ relatedTarget }: FocusEvent): void => {
    const stays = relatedTarget instanceof Node && (relatedTarget === field.current || over.current?.contains(relatedTarget) === true);
    if (!stays) setFocused(false);
  };
  const label = slots.map(({ title }) => title[locale]).join(' · ');
  return {
    hint: slots.length === 0 ? null : label,
    press,
    holds,
    field: {
      onFocus: ({ currentTarget }) => {
        field.current = currentTarget;
        setFocused(true);
      },
      onInput: () => setWriting(conversation),
      ...(shown ? { 'aria-autocomplete': 'list', 'aria-controls': id, ...(active < 0 ? {} : { 'aria-activedescendant': `${id}-${active}` }) } : {}),
    },
    leave,
    list: shown ? (
      <div ref={over} className={classes.over} onBlur={leave}>
        <ChoiceList label={label} slots={slots} chooser={chooser} stop={{ onFocus: () => setFocused(true), onKeyDown: press }} missed={missed && !pending ? (asked === null ? words.noSuch : words.noSuchAsked)(`/${query}`) : null} />
      </div>
    ) : null,
  };
}

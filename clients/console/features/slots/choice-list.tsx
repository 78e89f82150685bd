import { useEffect, useRef } from 'react';
import type { HTMLAttributes } from 'react';
import { Link } from 'wouter';
import type { Slot } from '#wire/slots.ts';
import { useSlotsAt } from '../../api/slots.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import classes from './choice-list.module.css';
import { pageAddress } from './rail-pages.tsx';
import type { Chooser } from './use-chooser.ts';

interface ChoiceListProps {
  readonly label: string;
  readonly slots: readonly Slot[];
  readonly chooser: Chooser;
  /** What to say where nothing goes with what was typed. */
  readonly missed?: string | null;
  /** Of a list that nothing on the page is the combobox of: it has a stop of its own for the keyboard, or what scrolls would be out of its reach. */
  readonly stop?: Pick<HTMLAttributes<HTMLDivElement>, 'onFocus' | 'onKeyDown'>;
}

/** What there is to choose from. The focus stays where one types. */
export function ChoiceList({ label, slots, stop, missed = null, chooser: { active, choose, found, id, pending, point } }: ChoiceListProps) {
  const { texts: { slots: words }, locale } = usePreferences();
  const pages = useSlotsAt('page').filter(({ plugin }) => slots.some((slot) => slot.plugin === plugin));
  const list = useRef<HTMLDivElement>(null);
  // Some browsers answer with a promise, which is no way to undo it.
  useEffect(() => {
    void list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active, found]);
  return (
    <div className={classes.box} role="presentation" onMouseDown={(event) => event.preventDefault()}>
      {missed === null ? null : <p className={classes.missed} role="status">{missed}</p>}
      <div
        ref={list} className={classes.list} role="listbox" id={id} aria-label={label} aria-busy={pending || undefined}
        {...(stop === undefined ? {} : { ...stop, tabIndex: 0, ...(active < 0 ? {} : { 'aria-activedescendant': `${id}-${active}` }) })}
      >
        {found.map((each, index) => {
          const { choice: { detail = '', shortcut = '', tag = '', title }, slot } = each;
          return (
            <button
              key={index} id={`${id}-${index}`} type="button" role="option" tabIndex={-1} aria-selected={index === active} className={classes.option}
              onPointerMove={() => { if (index !== active) point(index); }} onClick={() => choose(each)}
            >
              <span className={classes.title}>{slots.length > 1 ? <Icon name={slot.icon} size={14} /> : null}<b>{title}</b>{tag === '' ? null : <span className={classes.tag}>{tag}</span>}{shortcut === '' ? null : <kbd>/{shortcut}</kbd>}</span>
              {detail === '' ? null : <span className={classes.detail}>{detail}</span>}
            </button>
          );
        })}
      </div>
      {found.length === 0 && !pending && missed === null ? <p className={classes.nothing} role="status">{words.nothingFound}</p> : null}
      <footer className={classes.foot}>
        <span className={classes.keys} aria-hidden="true"><kbd>↑</kbd><kbd>↓</kbd>{active < 0 ? null : <><kbd>Enter</kbd>{words.insert}</>}<kbd>Esc</kbd>{words.leave}</span>
        {pages.map((page) => <Link key={pageAddress(page)} href={pageAddress(page)} tabIndex={-1}>{page.title[locale]}</Link>)}
      </footer>
    </div>
  );
}

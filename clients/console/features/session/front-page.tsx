import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { isLocale, localeNames, LOCALES } from '#ui/locale.ts';
import { usePreferences } from '../../app/preferences.tsx';
import classes from './front-page.module.css';
import mark from '../../app/mark.svg';

interface FrontPageProps {
  readonly title: string;
  readonly lead: string;
  /** Below the card; empty where it may come later: there is room for it, so that nothing moves under the hand that types. */
  readonly note?: string;
  readonly children: ReactNode;
}

/** The calm page before the console: one card, the name of the house, the language. */
export function FrontPage({ title, lead, note, children }: FrontPageProps) {
  const { texts, locale, choose, setUnsaved } = usePreferences();
  const change = (value: string) => {
    if (!isLocale(value)) return;
    choose({ locale: value });
    setUnsaved(value);
  };
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <img src={mark} width={40} height={40} alt="" />
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.lead}>{lead}</p>
        {children}
      </div>
      {note === undefined ? null : <p className={classes.note} role="status">{note}</p>}
      <SegmentedControl
        size="xs" className={classes.language} aria-label={texts.settings.language} value={locale}
        onChange={change}
        data={LOCALES.map((value) => ({ value, label: localeNames[value] }))}
      />
    </main>
  );
}

import { ActionIcon, Select, TextInput, Tooltip } from '@mantine/core';
import { useMemo } from 'react';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useNow } from '../../lib/use-now.ts';
import { DAYS, areHours, openingAt, spansOf, withDay, withSpan, withWorkdays } from './hours.ts';
import type { Hours, Span } from './hours.ts';
import classes from './hours-field.module.css';
import { useBotTexts } from './texts/use-bot-texts.ts';

interface HoursFieldProps {
  readonly hours: Hours;
  readonly onChange: (hours: Hours) => void;
}

/** The first of January 2024 was a Monday. */
const dayNames = (locale: string, weekday: 'long' | 'short'): readonly string[] => {
  const format = new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' });
  return DAYS.map((day) => format.format(Date.UTC(2024, 0, day)));
};

/** What the hours mean at this moment. */
function Now({ hours }: { readonly hours: Hours }) {
  const words = useBotTexts().hours;
  const { locale } = usePreferences();
  const now = useNow();
  if (!areHours(hours)) return <p className={classes.now} data-tone="danger" role="alert">{words.wrong}</p>;
  if (hours.open.length === 0) return <p className={classes.now} data-tone="warning">{words.none}</p>;
  const { closed, until } = openingAt(hours, now);
  const till = until === null ? '' : words.till(dayNames(locale, 'short')[until.day - 1] ?? '', until.time);
  return <p className={classes.now} data-tone={closed ? 'accent' : 'success'} role="status"><i aria-hidden="true" />{[closed ? words.shutNow : words.open, till].filter((part) => part !== '').join(locale === 'en' ? ', ' : '，')}</p>;
}

/** When people are there: a time zone and a week. */
export function HoursField({ hours, onChange }: HoursFieldProps) {
  const words = useBotTexts().hours;
  const { locale } = usePreferences();
  const zones = useMemo(() => [...new Set(['UTC', hours.timeZone, ...Intl.supportedValuesOf('timeZone')])].sort(), [hours.timeZone]);
  const names = dayNames(locale, 'long');
  return (
    <div className={classes.hours}>
      <Now hours={hours} />
      <Select label={words.zone} data={zones} value={hours.timeZone} searchable allowDeselect={false} maxDropdownHeight={260} onChange={(timeZone) => { if (timeZone !== null) onChange({ ...hours, timeZone }); }} />
      <div role="group" aria-label={words.week}>
        <div className={classes.label}>{words.week}<p>{words.weekHint}</p></div>
        <ul className={classes.week}>
          {DAYS.map((day) => {
            const name = names[day - 1] ?? '';
            const spans = spansOf(hours, day);
            const set = (index: number, change: Partial<Span>) => onChange(withDay(hours, day, spans.map((span, at) => (at === index ? { ...span, ...change } : span))));
            return (
              <li key={day}>
                <span className={classes.day}>{name}</span>
                <div className={classes.spans}>
                  {spans.length === 0 ? <span className={classes.shut}>{words.shut}</span> : spans.map(({ from, to }, index) => (
                    // Two spans of a day may be the same while they are written.
                    // oxlint-disable-next-line react/no-array-index-key
                    <div key={index} className={classes.span}>
                      <TextInput size="xs" type="time" aria-label={words.from(name)} value={from} error={from === ''} onChange={(event) => set(index, { from: event.currentTarget.value })} />
                      <span>{words.until}</span>
                      <TextInput size="xs" type="time" aria-label={words.to(name)} value={to} error={to === ''} onChange={(event) => set(index, { to: event.currentTarget.value })} />
                      <ActionIcon variant="subtle" color="gray" size={28} aria-label={words.remove(name, from, to)} onClick={() => onChange(withDay(hours, day, spans.filter((_, at) => at !== index)))}><Icon name="close" size={14} /></ActionIcon>
                      {from !== '' && to !== '' && to <= from ? <small>{words.nextDay}</small> : null}
                    </div>
                  ))}
                </div>
                <Tooltip label={words.copy(name)}>
                  <ActionIcon className={classes.copy ?? ''} variant="subtle" color="gray" size={28} aria-label={words.copy(name)} disabled={spans.length === 0} onClick={() => onChange(withWorkdays(hours, day))}><Icon name="copy" size={14} /></ActionIcon>
                </Tooltip>
                <ActionIcon variant="subtle" color="gray" size={28} aria-label={words.add(name)} onClick={() => onChange(withSpan(hours, day))}><Icon name="plus" size={14} /></ActionIcon>
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

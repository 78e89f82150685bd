import { usePreferences } from '../../../app/preferences.tsx';
import classes from './day-chart.module.css';
import type { DayCounts } from './record.ts';
import { useRecordTexts } from './texts/use-texts.ts';

const PARTS = ['unknown', 'asked', 'answered'] as const;

/** What it said a day, by whether it was an answer: one bar a day, each read out as a sentence. */
export function DayChart({ days }: { readonly days: readonly DayCounts[] }) {
  const { locale } = usePreferences();
  const words = useRecordTexts().statistics;
  const most = Math.max(1, ...days.map(({ answered, asked, unknown }) => answered + asked + unknown));
  const format = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  const shown = (date: string): string => format.format(new Date(`${date}T00:00:00Z`));
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure className={classes.chart} aria-label={words.answers}>
      <div className={classes.plot}>
        <span className={classes.most} aria-hidden="true">{most}</span>
        <ol>
          {days.map((bar) => {
            const said = words.day(shown(bar.date), bar.answered, bar.asked, bar.unknown);
            return (
              <li key={bar.date} title={said}>
                <span className="visually-hidden">{said}</span>
                {PARTS.map((part) => (bar[part] === 0 ? null : <i key={part} data-part={part} style={{ height: `${(bar[part] / most) * 100}%` }} aria-hidden="true" />))}
              </li>
            );
          })}
        </ol>
      </div>
      <div className={classes.axis} aria-hidden="true"><span>{first === undefined ? '' : shown(first.date)}</span><span>{last === undefined ? '' : shown(last.date)}</span></div>
      <figcaption className={classes.legend}>{PARTS.toReversed().map((part) => <span key={part} data-part={part}>{words.parts[part]}</span>)}</figcaption>
    </figure>
  );
}

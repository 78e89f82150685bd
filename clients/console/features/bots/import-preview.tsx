import { formatNumber } from '#ui/format.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import classes from './import-dialog.module.css';
import type { Reading } from './read-entries.ts';

/** Nobody reads more before they decide. */
const SHOWN = 6;
const FLAWS_SHOWN = 50;

interface ImportPreviewProps {
  readonly name: string;
  readonly reading: Extract<Reading, { kind: 'entries' }>;
}

/** What will come in, and what will not, with the place where it stands. */
export function ImportPreview({ name, reading: { entries, flaws, unit } }: ImportPreviewProps) {
  const { texts: { bots: { bring: words, knowledge } }, locale } = usePreferences();
  const count = (value: number): string => formatNumber(value, locale);
  return (
    <>
      <p className={classes.file}><Icon name="note" size={16} /><b>{name}</b></p>
      <ul className={classes.sums}>
        <li data-tone="success"><Icon name="circleCheck" size={16} />{words.comes(entries.length, count(entries.length))}</li>
        {flaws.length === 0 ? null : <li data-tone="warning"><Icon name="alert" size={16} />{words.stays(flaws.length, count(flaws.length))}</li>}
      </ul>
      {entries.length === 0 ? null : (
        <table className={classes.preview}>
          <thead><tr><th scope="col">{knowledge.question}</th><th scope="col">{knowledge.replies}</th></tr></thead>
          <tbody>
            {entries.slice(0, SHOWN).map(({ post, replies, similar }) => (
              <tr key={post}><td>{post}{similar.length === 0 ? null : <small>{knowledge.similarCount(similar.length)}</small>}</td><td>{replies[0]}</td></tr>
            ))}
          </tbody>
        </table>
      )}
      {entries.length <= SHOWN ? null : <p className={classes.rest}>{words.more(count(entries.length - SHOWN))}</p>}
      {flaws.length === 0 ? null : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, so the keyboard must reach it.
        <ul className={classes.flaws} tabIndex={0} aria-label={words.stays(flaws.length, count(flaws.length))}>
          {flaws.slice(0, FLAWS_SHOWN).map(({ at, kind, post }) => (
            <li key={at}><b>{words.at[unit](count(at))}</b><span>{knowledge.flaws[kind]}{post === '' ? null : <i>{post}</i>}</span></li>
          ))}
          {flaws.length > FLAWS_SHOWN ? <li>{words.more(count(flaws.length - FLAWS_SHOWN))}</li> : null}
        </ul>
      )}
    </>
  );
}

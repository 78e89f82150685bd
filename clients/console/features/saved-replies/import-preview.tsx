import { formatList } from '#ui/format.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { Tag } from '../../app/tag.tsx';
import { countsOf, type Plan } from './import-plan.ts';
import classes from './replies.module.css';
import { useReplyTexts } from './texts/use-reply-texts.ts';
import { useWhose } from './use-replies.ts';

/** Lines that are shown; nobody reads more before they look at the file. */
const SHOWN = 200;

/** What becomes of a table, line by line: those that stay out first, and why. */
export function ImportPreview({ plan }: { readonly plan: Plan }) {
  const { locale } = usePreferences();
  const words = useReplyTexts();
  const whose = useWhose();
  const lines = [
    ...plan.staying.map(({ about, line, title, why }) => ({ line, title, shelf: null, becomes: words.staysOut(words.whys[why](formatList(about, locale))) })),
    ...plan.told.map(({ line, outcome, shelf, words: { title } }) => ({ line, title, shelf, becomes: words.becomes[outcome] })),
  ];
  return (
    <div className={classes.plan}>
      <p role="status">{words.counts(countsOf(plan))}</p>
      {/* It scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul aria-label={words.lines} tabIndex={0}>
        {lines.slice(0, SHOWN).map(({ becomes, line, shelf, title }) => (
          <li key={line} data-stays={shelf === null || undefined}>
            <span className={classes.line}>{words.line(line)}</span>
            <b>{title === '' ? '–' : title}</b>
            {shelf === null ? null : <Tag text={whose(shelf)} tone={shelf.startsWith('d:') ? 'accent' : 'neutral'} />}
            <span className={classes.becomes}>{becomes}</span>
          </li>
        ))}
        {lines.length > SHOWN ? <li><span className={classes.becomes}>{words.moreLines(lines.length - SHOWN)}</span></li> : null}
      </ul>
    </div>
  );
}

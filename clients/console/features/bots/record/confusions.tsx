import { percent } from '../score.tsx';
import classes from './confusions.module.css';
import type { Confusion } from './record.ts';
import { useRecordTexts } from './texts/use-texts.ts';

/** Intents in the matrix: those that are confused most. */
const MOST_INTENTS = 12;

/** What a training's trials took each intent for. */
export function Confusions({ accuracy, confusions }: { readonly accuracy: number | null; readonly confusions: readonly Confusion[] }) {
  const words = useRecordTexts().statistics;
  const wrongOf = (intent: string): number => confusions.reduce((sum, { intent: meant, taken, times }) => sum + (meant !== taken && (meant === intent || taken === intent) ? times : 0), 0);
  const known = [...new Set(confusions.map(({ intent }) => intent))].sort((a, b) => wrongOf(b) - wrongOf(a) || (a < b ? -1 : 1));
  const intents = known.slice(0, MOST_INTENTS);
  const timesOf = (intent: string, taken: string | null): number => confusions.find((each) => each.intent === intent && each.taken === taken)?.times ?? 0;
  const columns = confusions.some(({ taken }) => taken === null) ? [...intents, null] : intents;
  const mostWrong = Math.max(1, ...confusions.map(({ intent, taken, times }) => (intent === taken ? 0 : times)));
  return (
    <section className={classes.confusions}>
      <h2>{words.confusions}{accuracy === null ? null : <span>{words.right(percent(accuracy))}</span>}</h2>
      <p>{words.confusionsLead}</p>
      {known.length > intents.length ? <p>{words.confusionsMost(intents.length, known.length)}</p> : null}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, so the keyboard must reach it. */}
      <div className={classes.frame} tabIndex={0} role="region" aria-label={words.confusions}>
        <table>
          <thead><tr><th scope="col"><span className="visually-hidden">{words.meant}</span></th>{columns.map((taken) => <th key={taken ?? ''} scope="col" title={taken ?? undefined}><span>{taken ?? words.none}</span></th>)}</tr></thead>
          <tbody>
            {intents.map((intent) => (
              <tr key={intent}>
                <th scope="row">{intent}</th>
                {columns.map((taken) => {
                  const times = timesOf(intent, taken);
                  return <td key={taken ?? ''} data-right={taken === intent || undefined} data-wrong={(times > 0 && taken !== intent) || undefined} title={times > 0 && taken !== intent ? words.pair(intent, taken ?? words.none) : undefined}><i style={{ opacity: taken === intent ? Math.min(times, 1) : times / mostWrong }} aria-hidden="true" /><span>{times === 0 ? '' : times}</span></td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

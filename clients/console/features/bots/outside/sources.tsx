import { Tag } from '../../../app/tag.tsx';
import { percent, ScoreBar } from '../score.tsx';
import type { OutsideTrace } from './outside.ts';
import classes from './outside.module.css';
import { useOutsideTexts } from './texts/use-texts.ts';

/** Who was asked outside, with what, and why it was said or not. */
export function OutsideReason({ trace: { detail, not, sources, via, written } }: { readonly trace: OutsideTrace }) {
  const { reasons, section, trace: words } = useOutsideTexts();
  const why: Readonly<Record<string, string | undefined>> = reasons;
  return (
    <div className={classes.reason}>
      <p className={classes.via}><b>{words[via]}</b><Tag tone={not === null ? 'success' : 'warning'} text={not === null ? words.answered : words.not} /></p>
      {not === null ? null : <p className={classes.why}>{why[not] ?? not}</p>}
      {detail === '' ? null : <p className={classes.detail}>{detail}</p>}
      {written === '' ? null : <p className={classes.written}><b>{section.wrote}</b>{written}</p>}
      {sources.length === 0 ? null : (
        <ul className={classes.sources} aria-label={section.sources}>
          {sources.map(({ cited, from, n, score, text, title }) => (
            <li key={n} data-cited={cited || undefined}>
              <details>
                <summary className={classes.source}><span className={classes.n}>{n}</span><span className={classes.name}>{title}</span>{cited ? <Tag tone="success" text={words.cited} /> : null}<span className={classes.score}>{percent(score)}</span><ScoreBar score={score} marks={[]} tone={cited ? 'success' : 'neutral'} /></summary>
                <p className={classes.passage}><b>{words[from]}</b>{text}</p>
              </details>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

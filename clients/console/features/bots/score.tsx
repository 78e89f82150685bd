import classes from './score.module.css';

/** 0.734 is 73%. */
export const percent = (share: number): string => `${Math.round(share * 100)}%`;

interface ScoreBarProps {
  /** Shares of 1, like the marks. */
  readonly score: number;
  /** Where something else begins to hold. */
  readonly marks: readonly number[];
  readonly tone: 'success' | 'warning' | 'neutral';
}

/** How near a score is to what counts; the number stands beside it in words. */
export function ScoreBar({ marks, score, tone }: ScoreBarProps) {
  return (
    <span className={classes.bar} data-tone={tone} aria-hidden="true">
      <i style={{ width: `${score * 100}%` }} />
      {marks.map((mark, place) => <u key={place} style={{ left: `${mark * 100}%` }} />)}
    </span>
  );
}

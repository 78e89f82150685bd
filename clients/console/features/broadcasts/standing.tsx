import { Progress as Bar } from '@mantine/core';
import { formatFull, formatNumber } from '#ui/format.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { Tag } from '../../app/tag.tsx';
import { sumOf, type Broadcast } from './broadcast.ts';
import classes from './standing.module.css';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';

const TONES = { draft: 'neutral', scheduled: 'accent', running: 'success', stopping: 'warning', stopped: 'warning', done: 'neutral' } as const;

export function StageTag({ stage }: Pick<Broadcast, 'stage'>) {
  const { stages } = useBroadcastTexts();
  return <Tag tone={TONES[stage]} text={stages[stage]} />;
}

/** When it began, or is to. */
export function Begins({ broadcast: { at, begunAt, createdAt, heldAt } }: { readonly broadcast: Broadcast }) {
  const { locale } = usePreferences();
  const words = useBroadcastTexts();
  if (begunAt !== null) return <span>{words.began(formatFull(begunAt, locale))}</span>;
  if (heldAt != null) return <span className={classes.held}>{words.held(formatFull(heldAt, locale))}</span>;
  return <span>{at === null ? words.changed(formatFull(createdAt, locale)) : words.starts(formatFull(at, locale))}</span>;
}

/** How many have had their turn. */
export function Progress({ broadcast: { gathered, sent, skipped, targeted } }: { readonly broadcast: Broadcast }) {
  const { locale } = usePreferences();
  const words = useBroadcastTexts();
  const done = sent + sumOf(skipped);
  return (
    <div className={classes.progress}>
      <Bar className={classes.bar} size={4} value={gathered ? (100 * done) / Math.max(1, targeted) : 0} color="accent" aria-label={words.stages.running} />
      <span className="tabular">{gathered ? words.progress(formatNumber(done, locale), formatNumber(targeted, locale)) : words.gathering(targeted)}</span>
    </div>
  );
}

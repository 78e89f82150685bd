import { formatClock, waitHeat } from '#ui/format.ts';
import { useTexts } from '../../app/preferences.tsx';
import { useNow } from '../../lib/use-now.ts';
import classes from './wait-clock.module.css';

/** How long somebody waits: grey, then amber, then red, and always in digits. */
export function WaitClock({ since }: { readonly since: number }) {
  const texts = useTexts();
  const waited = Math.max(0, useNow() - since);
  const clock = formatClock(waited);
  return <time className={classes.clock} data-heat={waitHeat(waited)} title={texts.inbox.waitedFor(clock)}>{clock}</time>;
}

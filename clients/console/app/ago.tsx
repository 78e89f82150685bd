import { formatAgo, formatFull } from '#ui/format.ts';
import { useNow } from '../lib/use-now.ts';
import { usePreferences } from './preferences.tsx';

/** A time that has passed, in few words; in full on top of it. */
export function Ago({ at }: { readonly at: number }) {
  const { texts: { common }, locale } = usePreferences();
  const now = useNow(30_000);
  return <time dateTime={new Date(at).toISOString()} title={formatFull(at, locale)}>{formatAgo(at, now, locale, common.justNow)}</time>;
}

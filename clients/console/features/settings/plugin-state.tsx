import type { Plugin, PluginState, PluginStep } from '#wire/api.ts';
import { formatAgo, formatFull } from '#ui/format.ts';
import { usePreferences, useTexts } from '../../app/preferences.tsx';
import { useNow } from '../../lib/use-now.ts';
import classes from './plugins.module.css';

/** What a plugin is, or what is being done with it; read out when it changes. */
export function PluginTag({ state, underWay }: { readonly state: PluginState; readonly underWay: PluginStep | null }) {
  const { plugins: words } = useTexts();
  return (
    <span role="status" className={classes.tag} data-tone={underWay === null ? state : 'underWay'}>
      <i aria-hidden="true" />
      {underWay === null ? words.states[state] : words.underWay[underWay]}
    </span>
  );
}

/** How often it went wrong, and the last time, unless that is `told` already. */
export function PluginProblems({ plugin: { errors, lastError }, told }: { readonly plugin: Plugin; readonly told: string | null }) {
  const { texts: { plugins: words, common }, locale } = usePreferences();
  const now = useNow(30_000);
  if (errors === 0) return null;
  return (
    <p className={classes.problems}>
      <b>{words.problems(errors)}</b>
      {lastError === null ? null : (
        <>
          {' · '}{words.lastProblem} <time dateTime={new Date(lastError.at).toISOString()} title={formatFull(lastError.at, locale)}>{formatAgo(lastError.at, now, locale, common.justNow)}</time>
          {lastError.message === told ? null : <> · {lastError.message}</>}
        </>
      )}
    </p>
  );
}

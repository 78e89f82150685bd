import type { Plugin, PluginStep } from '#wire/api.ts';
import { Ago } from '../../app/ago.tsx';
import { useTexts } from '../../app/preferences.tsx';
import classes from './plugin-state.module.css';
import { lacksAccounts } from './plugin-values.ts';

/** What a plugin is, or what is being done with it; read out when it changes. */
export function PluginTag({ plugin, underWay }: { readonly plugin: Plugin; readonly underWay: PluginStep | null }) {
  const { plugins: words } = useTexts();
  const { installedVersion, state } = plugin;
  // Switched on, but held until it is upgraded; and set up, but for accounts without which it does nothing.
  const shown = state === 'active' && installedVersion !== null ? 'behind' : state === 'configured' && lacksAccounts(plugin) ? 'installed' : state;
  return (
    <span role="status" className={classes.tag} data-tone={underWay === null ? shown : 'underWay'}>
      <i aria-hidden="true" />
      {underWay === null ? words.states[shown] : words.underWay[underWay]}
    </span>
  );
}

/** How often it went wrong, and the last time, unless that is `told` already. */
export function PluginProblems({ plugin: { errors, lastError }, told }: { readonly plugin: Plugin; readonly told: string | null }) {
  const { plugins: words } = useTexts();
  if (errors === 0) return null;
  return (
    <p className={classes.problems}>
      <b>{words.problems(errors)}</b>
      {lastError === null ? null : (
        <>
          {' · '}{words.lastProblem} <Ago at={lastError.at} />
          {lastError.message === told ? null : <> · {lastError.message}</>}
        </>
      )}
    </p>
  );
}

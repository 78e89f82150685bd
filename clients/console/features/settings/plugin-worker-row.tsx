import type { PluginWorker } from '#wire/api.ts';
import { Facts } from '../../app/facts.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import classes from './plugin-background.module.css';

export function PluginWorkerRow({ worker: { title, waiting, failing, lastError, dead } }: { readonly worker: PluginWorker }) {
  const { texts: { background: words }, locale } = usePreferences();
  return (
    <li className={classes.entry}>
      <div className={classes.name}>{title[locale]}</div>
      <Facts>
        <span>{waiting === 0 ? words.idle : words.waiting(waiting)}</span>
        {failing === 0 ? null : <b data-tone="warm">{words.retrying(failing)}</b>}
        {dead === 0 ? null : <b data-tone="hot">{words.deadCount(dead)}</b>}
      </Facts>
      {failing === 0 || lastError === null ? null : <p className={classes.error}>{words.lastFailure(lastError)}</p>}
    </li>
  );
}

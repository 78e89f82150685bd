import type { Plugin } from '#wire/api.ts';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import classes from './plugin-package.module.css';

/** Says of a plugin from outside what keeps it there. */
export function PluginIsolated({ plugin: { origin } }: { readonly plugin: Plugin }) {
  const { plugins: words } = useTexts();
  return origin === 'house' ? null : <span className={classes.isolated} title={words.isolatedHint}><Icon name="shield" size={14} />{words.isolated}</span>;
}

/** What was uploaded, by the marks that its author can give: whoever installs it compares them. */
export function PluginPackage({ plugin: { package: from } }: { readonly plugin: Plugin }) {
  const { plugins: words } = useTexts();
  // A node of the release before says nothing of it.
  if (from == null) return null;
  return (
    <div className={classes.package}>
      <dl>
        <dt>{words.package}</dt><dd>{from.name}</dd>
        {from.sha256 === null ? null : <><dt>SHA-256</dt><dd><code>{from.sha256}</code></dd></>}
      </dl>
      <p>{words.fromOutside}</p>
    </div>
  );
}

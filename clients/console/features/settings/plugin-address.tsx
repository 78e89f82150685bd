import type { PluginField } from '#wire/api.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useSession } from '../session/session-gate.tsx';
import { CopyText } from './pieces.tsx';
import classes from './plugin-address.module.css';

/** An address here of which a value is a part, for who is to call it. */
export function PluginAddress({ leadsTo: { path, title }, value }: { readonly leadsTo: NonNullable<PluginField['leadsTo']>; readonly value: string }) {
  const { locale } = usePreferences();
  const { publicUrl } = useSession();
  const address = `${publicUrl}${path.replace(':value', encodeURIComponent(value))}`;
  return (
    <div className={classes.address}>
      <div className={classes.words}><span>{title[locale]}</span><code>{address}</code></div>
      <CopyText value={address} size="xs" />
    </div>
  );
}

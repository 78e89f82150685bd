import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import type { Plugin, PluginState, PluginStep } from '#wire/api.ts';
import { useDeletePackage, useMovePlugin } from '../../api/queries.ts';
import type { GrantStep, PluginMove } from '../../api/queries.ts';
import { useSlotsAt } from '../../api/slots.ts';
import { Emblem } from '../../app/emblem.tsx';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { Confirm } from '../../app/confirm.tsx';
import { pageAddress } from '../slots/rail-pages.tsx';
import { PluginBackgroundNote } from './plugin-background-note.tsx';
import { PluginConfigDialog } from './plugin-config-dialog.tsx';
import { PluginGrantDialog } from './plugin-grant-dialog.tsx';
import { PluginMenu } from './plugin-menu.tsx';
import { PluginIsolated } from './plugin-package.tsx';
import { reasonOf } from './plugin-refusal.tsx';
import { PluginProblems, PluginTag } from './plugin-state.tsx';
import { lacksAccounts } from './plugin-values.ts';
import classes from './plugins.module.css';

/** What is next for a plugin in this state, where it may be done. */
const NEXT: Readonly<Record<PluginState, PluginStep>> = { available: 'install', installed: 'configure', configured: 'activate', active: 'deactivate', inactive: 'activate', failed: 'activate' };

/** States in which it may have run in the background, and left something there. */
const RUNS: readonly PluginState[] = ['active', 'inactive', 'failed'];

const grantOf = ({ steps }: Plugin): GrantStep | null => (['upgrade', 'install'] as const).find((step) => steps.includes(step)) ?? null;

function primaryOf(plugin: Plugin): PluginStep | null {
  const { state, steps } = plugin;
  // Before anything else: what runs until then is the old version, or nothing.
  if (steps.includes('upgrade')) return 'upgrade';
  // Switched on it would do nothing.
  if (state === 'configured' && lacksAccounts(plugin) && steps.includes('configure')) return 'configure';
  const next = state === 'installed' && steps.includes('activate') ? 'activate' : NEXT[state];
  return steps.includes(next) ? next : null;
}

interface PluginEntryProps {
  readonly plugin: Plugin;
  /** It has just been uploaded: what it asks for is shown without being asked for. */
  readonly review: boolean;
}

export function PluginEntry({ plugin, review }: PluginEntryProps) {
  const { texts: { plugins: words }, locale } = usePreferences();
  const { tell, fail } = useToast();
  const move = useMovePlugin(plugin.id);
  const remove = useDeletePackage(plugin.id);
  const [asking, setAsking] = useState<GrantStep | 'configure' | 'delete' | 'uninstall' | null>(() => (review ? grantOf(plugin) : null));
  const primaryButton = useRef<HTMLButtonElement>(null);
  const menuButton = useRef<HTMLButtonElement>(null);
  const name = plugin.title[locale];
  const page = useSlotsAt('page').find((slot) => slot.plugin === plugin.id);
  const waits = plugin.installedVersion;
  const bare = lacksAccounts(plugin);
  const underWay = move.isPending ? move.variables.step : plugin.step;
  const busy = underWay !== null;
  // While a step is under way there may be no other: the button keeps its place.
  const primary = primaryOf(plugin) ?? (!busy ? null : waits === null ? NEXT[plugin.state] : 'upgrade');
  const others = plugin.steps.filter((step) => step !== primary && (step !== 'configure' || plugin.fields.length > 0));
  // An installation that failed left nothing behind that could tell why; an upgrade left the plugin as it was.
  const reason = plugin.state === 'failed' ? plugin.reason : plugin.state === 'available' || waits !== null ? reasonOf(move.error) : null;

  const start = (next: PluginMove) => move.mutate(next, {
    onSuccess: (moved) => {
      // One that goes on elsewhere tells by its tag how it ends.
      if (moved.step !== null || moved.state === 'failed') return;
      const then = next.step !== 'install' ? {} : { detail: primaryOf(moved) === 'configure' ? words.thenSetUp : words.thenSwitchOn };
      tell({ text: words.done[next.step](name), ...then });
    },
    onError: (error) => fail(error),
  });
  const take = (step: PluginStep) => {
    if (busy) return;
    if (step === 'activate' || step === 'deactivate') start({ step });
    else setAsking(step);
  };
  // The item of the menu that opened a dialog is gone when the dialog closes: the menu's button has the focus in its place.
  const close = () => {
    setAsking(null);
    menuButton.current?.focus();
  };
  const uninstall = () => {
    // The menu goes with the plugin.
    primaryButton.current?.focus();
    start({ step: 'uninstall' });
  };
  const label = primary === null ? '' : primary === 'configure' ? words.setUp : words.steps[primary];

  return (
    <li className={classes.entry}>
      <Emblem><Icon name={plugin.icon} /></Emblem>
      <div className={classes.words}>
        <div className={classes.head}>
          <div className={classes.name}>{name}</div>
          <PluginTag plugin={plugin} underWay={underWay} />
          <span className={classes.version}>{words.version(waits ?? plugin.version)}</span>
          <PluginIsolated plugin={plugin} />
        </div>
        <p className={classes.description}>{plugin.description[locale]}</p>
        {waits === null ? null : <p className={classes.waits}>{plugin.origin === 'upload' && plugin.state === 'active' ? words.waitsWhileOn(plugin.version, waits) : words.waits(plugin.version, waits)}</p>}
        {!bare ? null : (
          <p className={classes.waits}>
            {words.noAccount}
            {primary !== 'configure' && plugin.steps.includes('configure') ? <Button size="compact-xs" variant="subtle" onClick={() => take('configure')}>{words.addAccount}</Button> : null}
          </p>
        )}
        {reason === null ? null : <p className={classes.reason}>{reason}</p>}
        <PluginProblems plugin={plugin} told={reason} />
        {RUNS.includes(plugin.state) ? <PluginBackgroundNote id={plugin.id} name={name} /> : null}
      </div>
      <div className={classes.actions}>
        {page === undefined || plugin.state !== 'active' ? null : <Button component={Link} href={pageAddress(page)} variant="subtle" color="gray" aria-label={words.stepOf(words.open, name)}>{words.open}</Button>}
        <PluginMenu ref={menuButton} name={name} steps={others} disabled={busy} onTake={take} onDelete={plugin.origin === 'upload' && plugin.state === 'available' ? () => setAsking('delete') : null} />
        {/* Not `disabled` while busy: that would take the focus away from whoever has just pressed it. */}
        {primary === null ? null : (
          <Button ref={primaryButton} className={classes.action} variant={primary === 'deactivate' ? 'default' : 'light'} aria-label={words.stepOf(label, name)} aria-disabled={busy} {...(busy ? { 'data-disabled': true } : {})} onClick={() => take(primary)}>{label}</Button>
        )}
      </div>
      {(['install', 'upgrade'] as const).map((step) => (
        <PluginGrantDialog key={step} plugin={plugin} step={step} opened={asking === step} onClose={close} onGrant={(grant) => start({ step, input: { grant } })} />
      ))}
      <PluginConfigDialog plugin={plugin} opened={asking === 'configure'} onClose={close} />
      <Confirm opened={asking === 'uninstall'} title={words.uninstallTitle(name)} lead={words.uninstallLead} action={words.steps.uninstall} onClose={close} onConfirm={uninstall} />
      <Confirm opened={asking === 'delete'} title={words.deleteTitle(name)} lead={words.deleteLead} action={words.deletePackage} onClose={close} onConfirm={() => remove.mutate(undefined, { onSuccess: () => tell({ text: words.deleted(name) }), onError: (error) => fail(error) })} />
    </li>
  );
}

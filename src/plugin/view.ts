import type { PluginRow } from '#store/plugins.repository.ts';
import type { Plugin as PluginView, PluginStep } from '#wire/api.ts';
import { isNewer } from './define.ts';
import type { Origin, Shelved } from './catalogue.ts';
import type { Plugin } from './define.ts';
import { stepsFrom } from './lifecycle.ts';
import { describeGrant, grantsOf } from './permissions.ts';
import type { Errors } from './tally.ts';
import type { Settings } from './settings.ts';
import { stateOf } from './steps.ts';

/** True for a plugin whose data an older version of it has written. */
export const isBehind = ({ definition }: Plugin, row: PluginRow): boolean => isNewer(definition.version, row.version);

/** A plugin as an administrator sees it. */
export function viewOf({ origin, plugin }: Shelved, settings: Settings, row: PluginRow | undefined, { busy, errors: { count, last } }: { readonly busy: boolean; readonly errors: Errors }): PluginView {
  const { definition, fields } = plugin;
  const { id, version, title, description, icon = 'plug' } = definition;
  const state = stateOf(row);
  const behind = row !== undefined && state !== 'available' && isBehind(plugin, row);
  const granted = new Set(row?.granted);
  return {
    id, version, title, description, icon, state, fields,
    installedVersion: behind ? row.version : null,
    reason: row?.reason ?? null,
    step: busy ? (row?.step as PluginStep) : null,
    steps: busy ? [] : stepsFrom(state, behind),
    permissions: grantsOf(definition).map((name) => ({ name, title: describeGrant(name), granted: granted.has(name) })),
    ...settings.show(row?.config ?? {}),
    origin: origin.from, package: packageOf(origin),
    errors: count, lastError: last,
  };
}

function packageOf(origin: Origin): PluginView['package'] {
  switch (origin.from) {
    case 'house': return null;
    case 'npm': return { name: origin.name, sha256: null, uploadedAt: null };
    case 'upload': return { name: origin.name, sha256: origin.sha256, uploadedAt: origin.uploadedAt };
  }
}

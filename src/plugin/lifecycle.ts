import type { PluginState, PluginStep } from '#wire/api.ts';

/** What may be done next. A failed plugin can be tried again or taken away; an active one is switched off first. */
const STEPS: Readonly<Record<PluginState, readonly PluginStep[]>> = {
  available: ['install'],
  installed: ['configure', 'uninstall'],
  configured: ['activate', 'configure', 'uninstall'],
  active: ['deactivate', 'configure'],
  inactive: ['activate', 'configure', 'uninstall'],
  failed: ['activate', 'configure', 'deactivate', 'uninstall'],
};
/** Of a plugin whose data is of an older version: it does nothing else before. */
const BEHIND: readonly PluginStep[] = ['upgrade', 'deactivate', 'uninstall'];

export const stepsFrom = (state: PluginState, behind = false): readonly PluginStep[] => {
  if (!behind || state === 'available') return STEPS[state];
  return BEHIND.filter((step) => step === 'upgrade' || STEPS[state].includes(step));
};

/** Where a step leads that went well. `ready`: every value that the plugin needs is set. */
export function stateAfter(state: PluginState, step: PluginStep, ready: boolean): PluginState {
  switch (step) {
    case 'install': return ready ? 'configured' : 'installed';
    case 'configure': return state === 'installed' ? 'configured' : state;
    case 'upgrade': return ready ? state : 'installed';
    case 'activate': return 'active';
    case 'deactivate': return 'inactive';
    case 'uninstall': return 'available';
  }
}

export const isPluginState = (text: string): text is PluginState => Object.hasOwn(STEPS, text);

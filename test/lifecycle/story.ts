import type { Plugin } from '#wire/api.ts';
import { packed } from '../plugin/support/tarball.ts';
import type { Staff } from '../server/support/house.ts';
import type { ServerNode } from '../server/support/node.ts';

export const PLUGIN = 'lived';

/** One step, and how the plugin stands on every node after it: its state and version in the store, version and settings of what runs there. */
export interface Step {
  readonly name: string;
  readonly leads: string;
  readonly take: (node: ServerNode, admin: Staff) => Promise<unknown>;
}

const GRANT = ['messages.filter', 'events.read', 'data.keep', 'http.serve'];
const MORE = [...GRANT, 'work.background'];

/** Has a part in every message and every event, and does not start where its migration is missing. */
const sourceOf = (version: string, permissions: readonly string[]): string => `
  import { definePlugin, setting, z } from 'parlor/plugin';
  const title = { en: 'Lived', 'zh-CN': '一生' };
  let seen = 0;
  export default definePlugin({
    id: '${PLUGIN}', version: '${version}', title, description: title, permissions: ${JSON.stringify(permissions)},
    config: z.object({ mark: setting(z.string().min(1), { title }) }),
    filters: { 'message.posting': { run: (_ctx, message) => ({ ...message, body: message.body }) } },
    on: { 'message.posted': () => { seen += 1; } },
    routes: { where: { method: 'GET', path: '/where', handle: ({ config }) => ({ status: 200, body: '${version} ' + config.mark }) } },
    ${version === '1.0.0' ? '' : "migrations: { '1.1.0': async ({ data }) => data.set('moved', ((await data.get('moved')) ?? 0) + 1) },"}
    install: ({ data }) => data.set('born', '${version}'),
    activate: async ({ data }) => {
      if (${version !== '1.0.0'} && (await data.get('born')) === '1.0.0' && (await data.get('moved')) !== 1) throw new Error('not migrated, or twice');
    },
    deactivate: ({ log }) => log('seen', { seen }),
  });`;

const upload = (version: string, permissions: readonly string[]) => (node: ServerNode, admin: Staff): Promise<unknown> =>
  admin.call(node, 'POST', '/plugin-packages', packed({ 'index.js': sourceOf(version, permissions) }, { name: 'parlor-plugin-lived', version }));

const move = (step: string, grant?: readonly string[]) => (node: ServerNode, admin: Staff): Promise<unknown> =>
  admin.call(node, 'POST', `/plugins/${PLUGIN}/${step}`, grant === undefined ? undefined : { grant });

const configure = (mark: string) => (node: ServerNode, admin: Staff): Promise<unknown> => admin.call(node, 'PUT', `/plugins/${PLUGIN}/config`, { config: { mark } });

/** The whole life of a plugin, in order. */
export const STORY: readonly Step[] = [
  { name: 'upload', leads: 'available 1.0.0, serves nothing', take: upload('1.0.0', GRANT) },
  { name: 'install', leads: 'installed 1.0.0, serves nothing', take: move('install', GRANT) },
  { name: 'configure', leads: 'configured 1.0.0, serves nothing', take: configure('one') },
  { name: 'activate', leads: 'active 1.0.0, serves 1.0.0 one', take: move('activate') },
  { name: 'configure while active', leads: 'active 1.0.0, serves 1.0.0 two', take: configure('two') },
  { name: 'upload the next', leads: 'active 1.0.0, serves 1.0.0 two', take: upload('1.1.0', GRANT) },
  { name: 'upgrade with a migration', leads: 'active 1.1.0, serves 1.1.0 two', take: move('upgrade', GRANT) },
  { name: 'upload one that asks for more', leads: 'active 1.1.0, serves 1.1.0 two', take: upload('1.2.0', MORE) },
  { name: 'upgrade with its approval', leads: 'active 1.2.0, serves 1.2.0 two', take: move('upgrade', MORE) },
  { name: 'deactivate', leads: 'inactive 1.2.0, serves nothing', take: move('deactivate') },
  { name: 'activate again', leads: 'active 1.2.0, serves 1.2.0 two', take: move('activate') },
  { name: 'deactivate for good', leads: 'inactive 1.2.0, serves nothing', take: move('deactivate') },
  { name: 'uninstall', leads: 'available 1.2.0, serves nothing', take: move('uninstall') },
  { name: 'delete', leads: 'gone', take: (node, admin) => admin.call(node, 'DELETE', `/plugin-packages/${PLUGIN}`) },
];

/** As the store has it, with the reason where it failed; and what this very node answers in its name. */
export async function standing(node: ServerNode, admin: Staff): Promise<string> {
  const plugin = (await admin.call<readonly Plugin[]>(node, 'GET', '/plugins')).find(({ id }) => id === PLUGIN);
  if (plugin === undefined) return 'gone';
  const { installedVersion, reason, state, version } = plugin;
  const answer = await fetch(`${node.origin}/plugins/${PLUGIN}/where`);
  const served = await answer.text();
  return [`${state} ${installedVersion ?? version}`, ...(reason === null ? [] : [reason]), `serves ${answer.ok ? served : 'nothing'}`].join(', ');
}

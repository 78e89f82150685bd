import { grantsOf } from '#plugin/permissions.ts';
import type { ServerNode } from '../server/support/node.ts';
import type { House } from '../server/support/house.ts';
import plugin from '../../plugins/broadcast/index.ts';

/** A broadcast as its page is told of it. */
export interface Figures {
  readonly id: string;
  readonly stage: string;
  readonly targeted: number;
  readonly pending: number;
  readonly sent: number;
  readonly waiting: number;
  readonly delivered: number;
  readonly failed: number;
  readonly answered: number;
  readonly left: number;
  readonly skipped: Readonly<Record<string, number>>;
}

export const EVERYBODY = { text: '', accounts: [], departments: [], days: null, email: 'any', phone: 'any', inChat: true };
export const DRAFT = { title: 'Spring sale', text: 'Hello {{name}}, the sale begins.', fallback: 'there', whom: EVERYBODY, perMinute: null };

export type Act = <T = { readonly id: string }>(action: string, values?: object, at?: Pick<ServerNode, 'origin'>) => Promise<T>;

/** A supervisor before the page of broadcasts, of which the plugin is switched on; `config` where nobody has done so before. */
export async function broadcasting(house: House, node: ServerNode, config: object = {}): Promise<Act> {
  const ask = (method: 'POST' | 'PUT', path: string, body?: unknown): Promise<unknown> => house.admin.call(node, method, `/plugins/broadcast/${path}`, body);
  const { state } = (await house.admin.call<readonly { readonly id: string; readonly state: string }[]>(node, 'GET', '/plugins')).find(({ id }) => id === 'broadcast') ?? { state: '' };
  if (state !== 'active') {
    await ask('POST', 'install', { grant: grantsOf(plugin.definition) });
    await ask('PUT', 'config', { config });
    await ask('POST', 'activate');
  }
  const act: Act = async (action, values = {}, at = node) =>
    (await house.admin.call<{ data: never }>(at, 'POST', '/slots/broadcast/broadcasts/act', { locale: 'en', action, values })).data;
  return act;
}

/** For `expect.poll`: of a page five questions a second are answered. */
export const LATER = { timeout: 60_000, interval: 400 } as const;

/** Keeps it, and sends it now. */
export async function sendNow(act: Act, draft: object = {}): Promise<string> {
  const { id } = await act('keep', { draft: JSON.stringify({ ...DRAFT, ...draft }) });
  await act('send', { id });
  return id;
}

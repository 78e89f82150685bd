import type { KnownContact } from '#plugin/define.ts';
import { testPlugin, type TestOptions } from '#plugin/testing.ts';
import plugin from '../../../plugins/broadcast/index.ts';

export const EVERYBODY = { text: '', accounts: [], departments: [], days: null, email: 'any', phone: 'any', inChat: false };
const DRAFT = { title: 'Sale', text: 'Hello {{ name }}!', fallback: 'there', whom: EVERYBODY, perMinute: null };
const supervisor = { viewer: { kind: 'agent', id: '1', name: 'Ann', role: 'supervisor' } } as const;

export const person = (id: string, more: Partial<KnownContact> = {}): KnownContact =>
  ({ id, name: `Name of ${id}`, email: null, phone: null, optedOut: false, ways: [{ contact: id, account: 'shop', channel: 'telegram', lastAt: 1, open: false }], ...more });
export const crowd = (count: number): readonly KnownContact[] => Array.from({ length: count }, (_, index) => person(`p${index}`));

export interface Seen { readonly id: string; readonly stage: string; readonly [figure: string]: unknown }

/** The page of the plugin, before a supervisor. */
export async function open(known: readonly KnownContact[], { people, ...options }: TestOptions = {}) {
  const tested = await testPlugin(plugin, { config: { perMinute: 6_000 }, ...options, people: { known: () => known, ...people } });
  const act = async <T = Seen>(action: string, values: object = {}): Promise<T> => (await tested.act('broadcasts', action, values as never, supervisor)).data as T;
  const keep = async (draft: object = {}, id?: string) => act('keep', { draft: JSON.stringify({ ...DRAFT, ...draft }), ...(id === undefined ? {} : { id }) });
  return {
    tested, act, keep,
    look: (id: string) => act('look', { id }),
    start: async (draft: object = {}): Promise<string> => {
      const { id } = await keep(draft);
      await act('send', { id });
      return id;
    },
    rounds: async (count: number): Promise<void> => {
      for (let round = 0; round < count; round++) await tested.round('send');
    },
  };
}

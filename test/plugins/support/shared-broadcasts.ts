import { isDeepStrictEqual } from 'node:util';
import type { KnownContact } from '#plugin/define.ts';
import type { Own } from '../../../plugins/broadcast/config.ts';
import type { Broadcast } from '../../../plugins/broadcast/broadcast.ts';
import { act } from '../../../plugins/broadcast/page.ts';
import { round } from '../../../plugins/broadcast/run.ts';
import { EVERYBODY, type Seen } from './broadcasts.ts';

type Deed = 'get' | 'replace' | 'set';

/** What all nodes of a house keep, and whom they write to. */
export class SharedBroadcasts {
  readonly kept = new Map<string, unknown>();
  /** Whom it was said to. */
  readonly said: string[] = [];
  /** How often somebody began to write down whom it is for. */
  gathered = 0;
  readonly #people: readonly KnownContact[];

  constructor(people: readonly KnownContact[]) {
    this.#people = people;
  }

  /** A node. `meanwhile`: what others do after it has decided to read or write something, and before that is done. */
  node(meanwhile: (deed: Deed, key: string) => Promise<void> | void = () => {}) {
    const { kept, said } = this;
    const own = {
      config: { perMinute: 6_000, paces: [], stopWords: [], goodbye: '' },
      data: {
        get: async (key: string) => { await meanwhile('get', key); return kept.get(key); },
        set: async (key: string, value: unknown) => { await meanwhile('set', key); kept.set(key, value); },
        replace: async (key: string, from: unknown, value: unknown) => {
          await meanwhile('replace', key);
          if (!isDeepStrictEqual(kept.get(key), from)) return false;
          kept.set(key, value);
          return true;
        },
        delete: async (key: string) => void kept.delete(key),
        entries: async (prefix: string, after = '') => [...kept].map(([key, value]) => ({ key, value })).filter(({ key }) => key.startsWith(prefix) && key > after).sort((a, b) => (a.key < b.key ? -1 : 1)),
      },
      contacts: {
        page: async () => { this.gathered++; return { contacts: this.#people, next: null }; },
        find: async (id: string) => this.#people.find((each) => each.id === id) ?? null,
        reach: async (ways: readonly unknown[]) => ways.map(() => ({ possible: true })),
      },
      outreach: {
        said: async () => null,
        waiting: async () => [],
        say: async ({ contact }: { readonly contact: string }) => ({ account: 'shop', conversation: contact, seq: said.push(contact) }),
      },
    } as unknown as Own;
    const does = async <T = Seen>(action: string, values: object = {}): Promise<T> =>
      ((await act(own, { action, values, viewer: { kind: 'agent', id: '1', name: 'Ann', role: 'supervisor' }, locale: 'en' } as never)) as { readonly data: T }).data;
    return {
      act: does,
      keep: (text: string, id?: string) => does('keep', { draft: JSON.stringify({ title: 'Sale', text, fallback: '', whom: EVERYBODY, perMinute: null }), ...(id === undefined ? {} : { id }) }),
      round: () => round(own),
    };
  }

  broadcast(id: string): Broadcast {
    return this.kept.get(`broadcast:${id}`) as Broadcast;
  }
}

/** Lets nobody through before so many have come. */
export function barrier(count: number): () => Promise<void> {
  const all = Promise.withResolvers<void>();
  let come = 0;
  return () => {
    if (++come === count) all.resolve();
    return all.promise;
  };
}

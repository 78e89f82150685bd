import { isRefusal } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { Bots } from '#plugin/bots/bots.ts';
import { ChannelTyping } from '#plugin/channel/typing.ts';
import { Hooks } from '#plugin/hooks.ts';
import { WorkQueue } from '#plugin/background/work-queue.ts';
import { testedChats, testedFiles } from '#plugin/channel/testing.ts';
import { testedContacts } from '#plugin/contacts/testing.ts';
import { testedOrders } from '#plugin/orders/testing.ts';
import { openPlugins } from '#plugin/open.ts';
import type { Plugin } from '#plugin/define.ts';
import type { Store } from '#store/store.ts';
import type { PluginsOptions } from '#plugin/open.ts';

/** What nodes hear of each other at once: a Redis that never loses a word. */
export class Air {
  readonly #ears = new Map<string, (() => void)[]>();
  readonly #held = new Map<string, { readonly by: string; readonly until: number }>();
  nodes = 0;
  readonly asPresence = {
    hold: async (name: string, by: string, ms: number) => {
      const held = this.#held.get(name);
      const holder = held === undefined || held.until < performance.now() ? null : held.by;
      if (holder === null || holder === by) this.#held.set(name, { by, until: performance.now() + ms });
      return holder;
    },
    deleteIf: async (name: string, by: string) => {
      if (this.#held.get(name)?.by === by) this.#held.delete(name);
    },
    publish: (topic: string) => {
      for (const hear of this.#ears.get(topic) ?? []) hear();
    },
    subscribe: (topic: string, hear: () => void) => {
      this.#ears.set(topic, [...(this.#ears.get(topic) ?? []), hear]);
    },
  } as unknown as NonNullable<PluginsOptions['presence']>; // the calls that the host makes
}

const ANNA = { id: 'v_1', kind: 'visitor', name: 'Anna' } as const;

/** One node's half of the plugin host. */
export async function startNode(store: Store, plugins: readonly Plugin[], air: Air = new Air(), clock = { at: 1_000 }, limits: NonNullable<PluginsOptions['limits']> = {}) {
  const errors: unknown[] = [];
  const warnings: string[] = [];
  // Longer than in a house: the machine of a test may be busy.
  const hooks = new Hooks((error) => errors.push(error), { filters: 15_000 });
  const open = await openPlugins({
    plugins, store, bots: new Bots(), typing: new ChannelTyping(), hooks, queue: new WorkQueue(store.pluginWork, () => clock.at), chats: testedChats().chats, conversations: testedOrders().conversations, contacts: testedContacts().contacts, files: testedFiles().files, undelivered: async () => {}, presence: air.asPresence, node: `node-${++air.nodes}`, self: `node-${air.nodes}:boot`, privateHosts: ['127.0.0.1'], publicUrl: null, secret: 'a secret of this test', now: () => clock.at, patience: 0, limits: { filter: 15_000, restless: 120_000, priority: 'low', ...limits },
    log: { info: () => {}, warn: (_fields, message) => void warnings.push(message) }, onError: (error) => errors.push(error),
  });
  return {
    host: open.host, backlog: open.backlog, doors: open.doors, hooks, errors, warnings, clock,
    stop: () => open.stop(),
    /** What becomes of a message that a visitor writes here. */
    say: async (text: string): Promise<string> => {
      const posted = await hooks.posting({ conversation: 'c', by: ANNA, kind: 'text', body: { text }, audience: 'public' });
      return isRefusal(posted) ? posted.code : posted.body.text;
    },
    committed: (text: string, seq = 1, conversation = 'c'): Promise<void> | undefined =>
      hooks.observers.tellAll({ type: 'message.posted', seq, publicSeq: seq, at: 0, by: 'v_1', kind: 'text', body: { text } } satisfies ConversationEvent, conversation),
  };
}

/** The code that something was refused with, and why. */
export const refusalOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done', (error: { readonly refusal?: unknown }) => error.refusal ?? error);

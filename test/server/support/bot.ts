import type { Plugin } from '#wire/api.ts';
import type { SlotOutcome } from '#wire/slots.ts';
import type { House, Place } from './house.ts';
import type { ServerNode } from './node.ts';

/** A question with its answers, as a bot is taught it. */
export interface Taught {
  readonly post: string;
  readonly similar: readonly string[];
  readonly replies: readonly string[];
}

interface At {
  readonly node: ServerNode;
  readonly house: House;
}

/** A bot of the plugin that comes with the house. */
export class Bot {
  readonly id: string;
  readonly #at: At;

  private constructor(id: string, at: At) {
    this.id = id;
    this.#at = at;
  }

  /** Switches the plugin on where it is not yet, makes a bot for a department, and teaches it. */
  static async make(at: At, { id: department }: Place, where: { readonly first?: boolean; readonly queued?: boolean; readonly assists?: boolean; readonly unhelpful?: 'miss' | 'person' | 'ignore' }, faqs: readonly Taught[]): Promise<Bot> {
    await switchBotsOn(at);
    const profile = await ask<{ id: string }>(at, 'make', { name: 'Robin', department, language: 'en' });
    await ask(at, 'save', { profile: { ...profile, ...where } });
    await ask(at, 'bring', { bot: profile.id, entries: faqs.map((faq) => ({ ...faq, enabled: true, categories: [] })) });
    return new Bot(profile.id, at);
  }

  ask<T>(action: string, given: object): Promise<T> {
    return ask<T>(this.#at, action, { bot: this.id, ...given });
  }
}

/** Installs the plugin, with all that it asks for, and switches it on; nothing where that is done. */
export async function switchBotsOn({ house: { admin }, node }: At): Promise<void> {
  const known = await admin.call<Plugin>(node, 'GET', '/plugins/bot');
  if (known.state === 'available') await admin.call(node, 'POST', '/plugins/bot/install', { grant: known.permissions.map(({ name }) => name) });
  if (known.state !== 'active') await admin.call(node, 'POST', '/plugins/bot/activate');
}

async function ask<T>({ house, node }: At, action: string, given: object): Promise<T> {
  const { data } = await house.admin.call<SlotOutcome>(node, 'POST', '/slots/bot/bots/act', { locale: 'en', action, values: { json: JSON.stringify(given) } });
  return data as T;
}

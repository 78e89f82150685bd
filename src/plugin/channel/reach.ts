import { z } from 'zod';
import type { IncomingMessage, Reach } from './channel.ts';
import { within } from '../within.ts';

/** An agent looks at the answer, ms. */
const BUDGET_MS = 3_000;

const text = z.string().min(1).transform((reason) => reason.slice(0, 300).toWellFormed());
/** Whoever wrote the plugin: its answer has to be one. */
const answered = z.union([
  z.object({ possible: z.literal(true), left: z.int().min(0).optional(), until: z.number().optional() }),
  z.object({ possible: z.literal(false), reason: z.object({ en: text, 'zh-CN': text }) }),
]);

export type Whom = Pick<IncomingMessage, 'account' | 'externalId'>;
type Ask = (whom: Whom) => Promise<unknown>;

const OFF: Reach = { possible: false, reason: { en: 'The channel is switched off.', 'zh-CN': '渠道已停用。' } };
const SILENT: Reach = { possible: false, reason: { en: 'The channel does not answer.', 'zh-CN': '渠道没有响应。' } };

/** Channels of this node that are switched on, and whom they could write to. */
export class ChannelReach {
  readonly #asks = new Map<string, Ask | null>();

  /** From now on instead of what was there before. `ask`: null where it takes words to everybody. Returns how to end it. */
  open(plugin: string, ask: Ask | null): () => void {
    this.#asks.set(plugin, ask);
    return () => {
      if (this.#asks.get(plugin) === ask) this.#asks.delete(plugin);
    };
  }

  /** Never rejects: a channel that fails at it is one that cannot be written by. */
  async of(plugin: string, whom: Whom): Promise<Reach> {
    const ask = this.#asks.get(plugin);
    if (ask === undefined) return OFF;
    if (ask === null) return { possible: true };
    try {
      return answered.parse(await within(ask(whom), BUDGET_MS)) as Reach;
    } catch {
      return SILENT;
    }
  }
}

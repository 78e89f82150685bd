import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../simulator.ts';
import { bad, Refusal } from './refusal.ts';

export interface Update {
  readonly update_id: number;
  readonly [part: string]: unknown;
}

interface Webhook {
  readonly url: string;
  readonly secret: string;
}

type Fields = Readonly<Record<string, unknown>>;

const MOST = 100;
/** Between two deliveries of the same update, ms: Telegram's own are longer. */
const AGAIN_MS = 200;

/** What a bot is to hear: kept until it has been heard, and brought by webhook or fetched by polling, never both. */
export class Updates {
  #pending: Update[] = [];
  #lastId = 100_000;
  #webhook: Webhook | undefined;
  /** A delivery that was under way when the webhook was taken away still arrives. */
  #lastWebhook: Webhook | undefined;
  #allowed: readonly string[] | undefined;
  #poll: { readonly wake: () => void; readonly end: (why: Refusal) => void } | undefined;
  #pumping = false;
  polls = 0;
  /** How often somebody asked while somebody else did. */
  conflicts = 0;

  get webhook(): string {
    return this.#webhook?.url ?? '';
  }

  get pending(): number {
    return this.#pending.length;
  }

  /** Undefined for what the bot has not asked for. */
  make(kind: string, content: object): Update | undefined {
    return this.#allowed === undefined || this.#allowed.includes(kind) ? { update_id: ++this.#lastId, [kind]: content } : undefined;
  }

  setWebhook({ allowed_updates: allowed, secret_token: secret = '', url }: Fields): true {
    if (typeof url !== 'string' || typeof secret !== 'string') throw bad('bad webhook');
    const { hostname, protocol } = new URL(url);
    // A Bot API server of one's own also calls one's own machine.
    if (protocol !== 'https:' && hostname !== '127.0.0.1') throw bad('bad webhook: An HTTPS URL must be provided for webhook');
    if (!/^[A-Za-z0-9_-]{0,256}$/.test(secret)) throw bad('secret token contains unallowed characters');
    this.#allow(allowed);
    this.#webhook = this.#lastWebhook = { url, secret };
    this.#poll?.end(new Refusal(409, 'Conflict: terminated by setWebhook request'));
    void this.#pump();
    return true;
  }

  deleteWebhook(): true {
    this.#webhook = undefined;
    return true;
  }

  async getUpdates({ allowed_updates: allowed, limit = MOST, offset, timeout = 0 }: Fields, gone: AbortSignal): Promise<readonly Update[]> {
    if (this.#webhook !== undefined) throw new Refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
    if (this.#poll !== undefined) this.conflicts++;
    this.#poll?.end(new Refusal(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'));
    this.polls++;
    this.#allow(allowed);
    if (typeof offset === 'number') this.#pending = this.#pending.filter(({ update_id: id }) => id >= offset);
    if (this.#pending.length === 0 && Number(timeout) > 0) {
      const { promise, reject, resolve } = Promise.withResolvers<void>();
      const poll = { wake: resolve, end: reject };
      this.#poll = poll;
      const timer = setTimeout(resolve, 1_000 * Number(timeout));
      gone.addEventListener('abort', () => resolve());
      await promise.finally(() => {
        clearTimeout(timer);
        if (this.#poll === poll) this.#poll = undefined;
      });
    }
    return this.#pending.slice(0, Math.min(MOST, Math.max(1, Number(limit))));
  }

  /** As Telegram does: waits for whoever polls, or is brought to the webhook, one after the other, until it is taken. */
  queue(update: Update): void {
    this.#pending.push(update);
    this.#poll?.wake();
    void this.#pump();
  }

  /** Once, to this node, whatever the webhook's address says: a balancer may send it anywhere. */
  async bring(update: Update, origin: string): Promise<Answer> {
    const webhook = this.#webhook ?? this.#lastWebhook;
    if (webhook === undefined) throw new Error('there is no webhook');
    return post(`${origin}${new URL(webhook.url).pathname}`, webhook.secret, update);
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    for (let next = this.#pending[0]; next !== undefined && this.#webhook !== undefined; next = this.#pending[0]) {
      const { secret, url } = this.#webhook;
      const { status } = await post(url, secret, next).catch(() => ({ status: 0 }));
      if (status >= 200 && status < 300) this.#pending.shift();
      else await sleep(AGAIN_MS);
    }
    this.#pumping = false;
  }

  #allow(allowed: unknown): void {
    if (Array.isArray(allowed)) this.#allowed = allowed.length === 0 ? undefined : (allowed as string[]);
  }
}

async function post(url: string, secret: string, update: Update): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(update), headers: { 'content-type': 'application/json', ...(secret === '' ? {} : { 'x-telegram-bot-api-secret-token': secret }) } });
  return { status: response.status, body: await response.text() };
}

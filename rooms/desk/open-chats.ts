import type { Cluster } from '#cluster/cluster.ts';
import { conversationOf } from '#cluster/identity.ts';
import type { ReplyOf } from '#cluster/messages.ts';
import { describeError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { encodeDown } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import type { Card } from '#wire/protocol.ts';
import type { Account } from './account.ts';
import { Viewing } from './viewing.ts';

/** How an agent's consoles are spoken to. */
export interface Consoles<C> {
  push(console: C, frame: string): void;
  refuse(console: C, refusal: Refusal, to: { readonly c: string }): void;
}

/**
 * The chats that an agent's consoles have open. Each is watched once, however many consoles show it, and for as long as
 * one does; and whatever comes of it is shown only while the agent may see the chat as it stood last.
 */
export class OpenChats<C> {
  readonly #cluster: Pick<Cluster, 'ask' | 'tell'>;
  readonly #agent: string;
  readonly #account: Pick<Account, 'maySee'>;
  readonly #consoles: Consoles<C>;
  readonly #viewing = new Viewing<C>();

  constructor(cluster: Pick<Cluster, 'ask' | 'tell'>, agent: string, account: Pick<Account, 'maySee'>, consoles: Consoles<C>) {
    this.#cluster = cluster;
    this.#agent = agent;
    this.#account = account;
    this.#consoles = consoles;
  }

  async show(console: C, c: string, since: number): Promise<void> {
    const opening = this.#viewing.begin(console, c);
    const page = await this.#watch(c, since);
    if (!this.#viewing.end(opening)) return this.#release(c);
    if (isRefusal(page)) {
      if (!describeError(page.code).retryable) return this.#close(console, c, page);
      // A console that had the chat open keeps it: what it asks for a second time is no reason to tell it nothing more.
      this.#consoles.refuse(console, page, { c });
      return this.#release(c);
    }
    this.#viewing.open(opening);
    this.#consoles.push(console, encodeDown(Frame.opened, { conversation: c, ...page }));
    for (const { seq, frame } of opening.arrivals) if (seq > page.state.seq) this.#consoles.push(console, frame);
  }

  leave(console: C, c: string): void {
    this.#viewing.leave(console, c);
    this.#release(c);
  }

  /** The console is gone. */
  left(console: C): void {
    this.#viewing.close(console);
    for (const c of this.#viewing.watched) this.#release(c);
  }

  /** True for a chat that this console shows, as far as the agent may still see it. */
  shows(console: C, c: string): boolean {
    return this.#viewing.sees(console, c) && this.#maySee(c);
  }

  notice(c: string, seq: number, frame: string): void {
    // It is watched for an activation of this desk that is gone, and so are its consoles.
    if (this.#viewing.card(c) === undefined) return this.#unwatch(c);
    this.signal(c, frame);
    this.#viewing.arrive(c, { seq, frame });
  }

  signal(c: string, frame: string): void {
    if (!this.#maySee(c)) return;
    for (const console of this.#viewing.viewers(c)) this.#consoles.push(console, frame);
  }

  /** The chat has a new activation, which knows no watchers: consoles ask again for what they have open. */
  resync(c: string): void {
    const frame = encodeDown(Frame.resync, { c });
    for (const console of this.#viewing.viewers(c)) this.#consoles.push(console, frame);
  }

  /** Where a chat stands now: one that is open may have become others'. */
  moved(card: Card): void {
    this.#viewing.moved(card);
    if (!this.#account.maySee(card)) this.#shut(card.id, refuse('conversation.unknown'));
  }

  /** Asks every chat where it stands, and whether it still knows that it is watched. */
  async review(): Promise<void> {
    await Promise.all(this.#viewing.watched.map(async (c) => {
      const reply = await this.#cluster.ask(conversationOf(c), 'watching', { agent: this.#agent });
      if (!isRefusal(reply)) this.moved(reply.card);
      else if (!describeError(reply.code).retryable) this.#shut(c, reply);
      if (isRefusal(reply) || !reply.watched) this.resync(c);
    }));
  }

  async #watch(c: string, since: number): Promise<ReplyOf<'conversation', 'watch'>> {
    const card = await this.#cluster.ask(conversationOf(c), 'card', {});
    if (isRefusal(card)) return card;
    // An unknown chat and one of other people's departments answer alike.
    if (!this.#account.maySee(card)) return refuse('conversation.unknown');
    this.#viewing.watch(card);
    const page = await this.#cluster.ask(conversationOf(c), 'watch', { agent: this.#agent, since });
    // Meanwhile the chat may have moved, or the agent's rights have changed.
    return this.#maySee(c) ? page : refuse('conversation.unknown');
  }

  #maySee(c: string): boolean {
    const card = this.#viewing.card(c);
    return card !== undefined && this.#account.maySee(card);
  }

  #shut(c: string, refusal: Refusal): void {
    for (const console of this.#viewing.viewers(c)) this.#close(console, c, refusal);
  }

  #close(console: C, c: string, refusal: Refusal): void {
    this.leave(console, c);
    this.#consoles.refuse(console, refusal, { c });
  }

  #release(c: string): void {
    if (this.#viewing.release(c)) this.#unwatch(c);
  }

  #unwatch(c: string): void {
    this.#cluster.tell(conversationOf(c), 'unwatch', { agent: this.#agent });
  }
}

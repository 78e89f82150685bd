import type { Cluster } from '#cluster/cluster.ts';
import type { TimerWheel } from '#cluster/timer-wheel.ts';
import { isVisitorId } from '#domain/participant.ts';
import type { ConversationEvent } from '#domain/events.ts';
import type { ConversationState } from '#domain/state.ts';
import { cardOf } from '#desk/cards.ts';
import type { Way } from '#desk/cards.ts';
import type { Card } from '#wire/protocol.ts';
import type { ChatLog } from './chat-log.ts';
import { Placement } from './placement.ts';
import { Unread } from './unread.ts';

/** Cards of a chat in which only words are exchanged are told at most this often, ms. */
const CARD_EVERY_MS = 500;

export interface AnnouncerDeps {
  /** The actor, to which its timers belong. */
  readonly owner: object;
  readonly conversation: string;
  readonly cluster: Cluster;
  readonly timers: TimerWheel;
  readonly way: Way;
  readonly ticket: number | null;
}

/** Tells lists what a chat looks like: at once when its state changes, now and then while people only talk. */
export class Announcer {
  readonly #deps: AnnouncerDeps;
  readonly #log: ChatLog;
  readonly #placement: Placement;
  readonly #unread = new Unread();
  #ticket: number | null;
  #way: Way;
  /** What the house calls the visitor; null where it knows no name, or has not looked yet. */
  #called: string | null = null;
  /** The card was told just now; `#more`: what has been said since waits for the next one. */
  #told = false;
  #more = false;

  constructor(log: ChatLog, deps: AnnouncerDeps) {
    this.#deps = deps;
    this.#log = log;
    this.#placement = new Placement(deps.cluster, deps.conversation);
    this.#ticket = deps.ticket;
    this.#way = deps.way;
  }

  get card(): Card {
    return cardOf(this.#deps.conversation, this.#log.durable, { preview: this.#log.preview, unread: this.#unread.count, way: this.#way, called: this.#called, ticket: this.#ticket });
  }

  /** The chat got a place in a queue. */
  queued(ticket: number): void {
    this.#ticket = ticket;
  }

  /** The house calls the visitor by this name. Lists hear of it at once. */
  call(name: string | null): void {
    const before = this.card.visitor;
    this.#called = name;
    if (this.card.visitor !== before) this.state(this.#log.durable);
  }

  /** The way in has this name. Lists hear of it at once. */
  callWay(channel: string): void {
    if (channel === this.#way.channel) return;
    this.#way = { ...this.#way, channel };
    this.state(this.#log.durable);
  }

  /** A message of the visitor waits to be read. */
  count(event: ConversationEvent): void {
    if (event.type === 'message.posted' && event.publicSeq !== null && isVisitorId(event.by)) this.#unread.add(event.publicSeq);
  }

  /** An agent has read so far. */
  read(publicSeq: number): void {
    if (this.#unread.readTo(publicSeq)) this.words();
  }

  state(state: ConversationState): void {
    this.#more = false;
    this.#placement.tell(state, this.card, this.#ticket);
  }

  /** Words only: the first at once, those that follow together. */
  words(): void {
    this.#more = this.#told;
    if (this.#told) return;
    this.#told = true;
    this.#placement.tell(this.#log.durable, this.card, this.#ticket);
    this.#deps.timers.set(this.#deps.owner, 'card', CARD_EVERY_MS, () => {
      this.#told = false;
      if (this.#more) this.words();
    });
  }
}

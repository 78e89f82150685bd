import type { Cluster } from '#cluster/cluster.ts';
import { deskOf } from '#cluster/identity.ts';
import type { ConversationEvent } from '#domain/events.ts';
import type { Participant } from '#domain/participant.ts';
import { encodeDown, frameOf } from '#wire/codec.ts';
import type { EncodedEvent } from '#wire/log-line.ts';
import { Frame } from '#wire/protocol.ts';
import type { QueueFrame, Receipt, SignalFrame } from '#wire/protocol.ts';

/** How long others show somebody as typing, ms. */
const TYPING_TTL_MS = 5_000;

/** Sends to the visitor's sockets. */
export type ToVisitor = (frame: string) => void;

/** Who sees a conversation as it happens: the visitor's sockets, and the desks that have it open. */
export class Audience {
  readonly #cluster: Cluster;
  readonly #conversation: string;
  readonly #toVisitor: ToVisitor;
  #watchers: Set<string> | undefined;

  constructor(cluster: Cluster, conversation: string, toVisitor: ToVisitor) {
    this.#cluster = cluster;
    this.#conversation = conversation;
    this.#toVisitor = toVisitor;
  }

  get watched(): boolean {
    return this.#watchers !== undefined && this.#watchers.size > 0;
  }

  watchedBy(agent: string): boolean {
    return this.#watchers?.has(agent) ?? false;
  }

  watch(agent: string): void {
    (this.#watchers ??= new Set()).add(agent);
  }

  unwatch(agent: string): void {
    this.#watchers?.delete(agent);
  }

  /** This activation is over: who watches has to ask the next one. */
  dismiss(): void {
    for (const agent of this.#watchers ?? []) this.#cluster.tell(deskOf(agent), 'resync', { conversation: this.#conversation });
    this.#watchers = undefined;
  }

  /** A committed event, to each as they may see it. */
  notice(event: ConversationEvent, line: EncodedEvent): void {
    if (line.public !== null) this.#toVisitor(frameOf(Frame.notice, `{"e":${line.public}}`));
    for (const agent of this.#watchers ?? []) {
      this.#cluster.tell(deskOf(agent), 'notice', { conversation: this.#conversation, seq: event.seq, json: line.full });
    }
  }

  /** The visitor's words before they are sent are for agents only; that an agent types is for the visitor. */
  typing({ id, kind, name }: Participant, on: boolean, text: string): void {
    const signal: SignalFrame = { participant: id, name, typing: on, ttl: TYPING_TTL_MS };
    if (kind === 'visitor') this.#toDesks(Frame.signal, { ...signal, text });
    else this.#toVisitor(encodeDown(Frame.signal, signal));
  }

  online({ id, name }: Participant, online: boolean): void {
    this.#toDesks(Frame.signal, { participant: id, name, typing: false, ttl: 0, online } satisfies SignalFrame);
  }

  receipt(receipt: Receipt, ofVisitor: boolean): void {
    const frame = { receipts: [receipt] };
    if (!ofVisitor) this.#toVisitor(encodeDown(Frame.receipts, frame));
    this.#toDesks(Frame.receipts, frame);
  }

  position(queue: QueueFrame): void {
    this.#toVisitor(encodeDown(Frame.queue, queue));
  }

  #toDesks(type: number, frame: object): void {
    if (!this.watched) return;
    const json = JSON.stringify(frame);
    for (const agent of this.#watchers ?? []) this.#cluster.tell(deskOf(agent), 'signal', { conversation: this.#conversation, type, json });
  }
}

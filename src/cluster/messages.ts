import type { Submission } from '#domain/commands.ts';
import type { Refusal } from '#domain/errors.ts';
import type { Participant } from '#domain/participant.ts';
import type { Availability } from '#domain/routing.ts';
import type { Grant } from '#store/journal-entry.ts';
import type { Card, OpenedFrame, PresenceStatus, QueueFrame } from '#wire/protocol.ts';
import type { ActorKind } from './identity.ts';

/** What happened to a submitted command. `seq` null: nothing changed, nothing is in the log. */
export type Outcome = { readonly seq: number | null } | Refusal;

/**
 * Everything that actors say to each other, by the kind that is spoken to: `[request, reply]`.
 * Messages are JSON: they may cross nodes. A `void` reply is a message that is told, at most once; its sender
 * must be able to do without it. Whatever is asked may be asked again.
 */
export interface Messages {
  conversation: {
    /** Commands with an id repeat harmlessly; those without must say when they hold already. `grant`: of the desk whose seat an assignment takes. */
    submit: [{ readonly submission: Submission; readonly previous: number; readonly grant?: Grant }, Outcome];
    /** A desk wants to see this chat from `since` on, and its notices from then on. */
    watch: [{ readonly agent: string; readonly since: number }, Omit<OpenedFrame, 'conversation'> | Refusal];
    unwatch: [{ readonly agent: string }, void];
    /** Does the chat still know that this desk watches it, and where does it stand? */
    watching: [{ readonly agent: string }, { readonly watched: boolean; readonly card: Card } | Refusal];
    card: [Readonly<Record<never, never>>, Card | Refusal];
    /** As `card`, once everything that the chat was asked so far is decided and written: then it is known what came of it. */
    settled: [Readonly<Record<never, never>>, Card | Refusal];
    typing: [{ readonly by: Participant; readonly on: boolean; readonly text: string }, void];
    receipt: [{ readonly participant: string; readonly delivered: number; readonly read: number }, void];
    /** From the department: place in the queue, from 1. */
    position: [QueueFrame, void];
    /** The house calls its visitor something else, or says that they are somebody else; `channel`: it is the way in that has this name now. */
    renamed: [{ readonly channel?: string }, void];
    /** An agent has begun the next chat with its visitor: whoever is here is wanted there. */
    succeeded: [Readonly<Record<never, never>>, void];
    /** Comes up if it is down: there may be work waiting (a grace period, an undelivered event). Says again where it stands. */
    wake: [Readonly<Record<never, never>>, void];
  };
  desk: {
    /** Holds a seat for a chat for `ttl` ms. The same offer again is granted again. */
    reserve: [{ readonly conversation: string; readonly offer: string; readonly ttl: number }, { readonly granted: true; readonly agent: Participant; readonly grant?: Grant } | Refusal];
    release: [{ readonly offer: string }, void];
    /** Whether the chat was given to this agent nobody knows: the seat stays held until the chat has said so. */
    doubt: [{ readonly offer: string; readonly conversation: string }, void];
    /** An event of a chat that this desk watches: the wire's JSON as agents see it. */
    notice: [{ readonly conversation: string; readonly seq: number; readonly json: string }, void];
    /** A frame that is not part of the log (typing, receipts), for whoever has the chat open. */
    signal: [{ readonly conversation: string; readonly type: number; readonly json: string }, void];
    /** A chat's card changed: it came, moved, was taken or ended. */
    card: [{ readonly card: Card }, void];
    /** Changes in a department's queue. `all`, from a department that has come up: nobody else waits there. */
    queue: [{ readonly department: string; readonly put: readonly Card[]; readonly drop: readonly string[]; readonly all?: readonly string[] }, void];
    /** The chat's actor went away or lost its watchers: open it again. */
    resync: [{ readonly conversation: string }, void];
    availability: [Readonly<Record<never, never>>, Availability & { readonly status: PresenceStatus; readonly capacity: number }];
    /** The account changed (capacity, departments, role, disabled). */
    refresh: [Readonly<Record<never, never>>, void];
    /** What others told may be lost: what is held is compared with what is. */
    compare: [Readonly<Record<never, never>>, void];
  };
  department: {
    /** Idempotent: the chat stands in this queue with this ticket; also brings a newer card. `anew`: it has just come up, and knows nothing of its place. */
    enqueue: [{ readonly ticket: number; readonly card: Card; readonly anew?: boolean }, void];
    dequeue: [{ readonly conversation: string }, void];
    /** The longest waiting that nobody else is being given; held for a moment for the one who asks. */
    next: [{ readonly agent: string }, { readonly conversation: string; readonly ticket: number } | Refusal];
    /** What `next` gave was not taken after all. */
    release: [{ readonly conversation: string; readonly agent: string }, void];
    /** A desk opened, closed, filled or emptied. */
    available: [Availability, void];
    /** The whole waiting list, for a desk that comes up. */
    waiting: [{ readonly agent: string }, { readonly cards: readonly Card[] }];
    /** The department's settings or members changed. */
    refresh: [Readonly<Record<never, never>>, void];
    /** What others told may be lost: what is held is compared with what is. */
    compare: [Readonly<Record<never, never>>, void];
  };
}

export type MethodOf<K extends ActorKind> = keyof Messages[K] & string;
export type RequestOf<K extends ActorKind, M extends MethodOf<K>> = Messages[K][M] extends [infer Q, unknown] ? Q : never;
export type ReplyOf<K extends ActorKind, M extends MethodOf<K>> = Messages[K][M] extends [unknown, infer R] ? R : never;

/** What a handler returns that will call `reply` itself. */
export const LATER: unique symbol = Symbol('later');

/** An actor answers each method of its kind; one table serves all actors of a class. */
export type Handlers<K extends ActorKind, A> = {
  readonly [M in MethodOf<K>]: (actor: A, request: RequestOf<K, M>, reply: (reply: ReplyOf<K, M>) => void) => ReplyOf<K, M> | Promise<ReplyOf<K, M>> | typeof LATER;
};

import { findParticipant } from '#domain/state.ts';
import type { Participant } from '#domain/participant.ts';
import type { WayOut } from '#plugin/channel/outbox.ts';
import { isSeen } from '#wire/project.ts';
import type { Announcer } from './announcer.ts';
import type { Audience } from './audience.ts';
import type { Bookkeeping } from './bookkeeping.ts';
import type { ChatLog } from './chat-log.ts';
import type { Cursors } from './cursors.ts';

export interface SignalDeps {
  readonly log: ChatLog;
  readonly cursors: Cursors;
  readonly audience: Audience;
  readonly announcer: Announcer;
  readonly bookkeeping: Bookkeeping;
  readonly wayOut: WayOut | undefined;
}

/** What people do beside talking: they type, receive and read, come and go. Nothing of it is in the log. */
export class Signals {
  readonly #deps: SignalDeps;

  constructor(deps: SignalDeps) {
    this.#deps = deps;
  }

  /** Of somebody who is not at a socket of this chat. */
  typing(by: Participant, on: boolean): void {
    const { audience, wayOut } = this.#deps;
    if (this.#seen(by.id) === undefined) return;
    audience.typing(by, on, '');
    if (on && by.kind !== 'visitor') wayOut?.typing(by);
  }

  /** Colleagues who look on leave no trace: only those who take part, and openly, have cursors. */
  receipt(participant: string, delivered: number, read: number): void {
    const { announcer, audience, bookkeeping, cursors, log } = this.#deps;
    const known = this.#seen(participant);
    const moved = known === undefined ? null : cursors.move(participant, delivered, read, log.durable.publicSeq);
    if (known === undefined || moved === null) return;
    if (known.kind !== 'visitor') announcer.read(moved.read);
    audience.receipt(moved, known.kind === 'visitor');
    bookkeeping.settleLater(log);
  }

  /** Of the visitor. */
  online(online: boolean): void {
    const { audience, log } = this.#deps;
    const [visitor] = log.durable.participants;
    if (visitor !== undefined) audience.online(visitor, online);
  }

  /** Somebody who takes part and of whom the visitor may know. */
  #seen(id: string): Participant | undefined {
    const { durable } = this.#deps.log;
    const participant = findParticipant(durable, id);
    return participant !== undefined && isSeen(durable, participant) ? participant : undefined;
  }
}

import type { Cluster } from '#cluster/cluster.ts';
import { conversationOf, departmentOf, deskOf } from '#cluster/identity.ts';
import type { Outcome } from '#cluster/messages.ts';
import type { Command } from '#domain/commands.ts';
import { describeError, isErrorCode, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { AssignReason, TransferTarget } from '#domain/events.ts';
import type { Participant } from '#domain/participant.ts';
import { waitsNoLonger } from '#domain/routing.ts';
import type { Grant } from '#store/journal-entry.ts';
import type { Directory } from './directory.ts';

/** Longer than the two asks that an assignment takes, ms. */
const SEAT_TTL_MS = 15_000;
/** A department has more hands than an agent: the offer stands longer, ms. */
export const DEPARTMENT_OFFER_MS = 10 * 60_000;

/** Chats that left a queue without its knowledge: so many are passed over for one who asks. */
const MAX_GHOSTS = 16;

interface First {
  readonly department: string;
  readonly conversation: string;
  readonly ticket: number;
}

/** The seats of the desk that assigns to itself. */
export interface OwnSeats {
  /** The activation of the desk that says so: an assignment holds only while it is the latest. */
  readonly grant: Grant;
  reserve(offer: string, conversation: string, ttl: number): true | Refusal;
  release(offer: string): void;
  /** Nobody knows whether the chat was assigned: the seat is held until the chat has said so. */
  doubt(offer: string, conversation: string): void;
}

/** Whether an assignment that was answered so may have happened: a commit whose answer was lost, a chat that was reloaded. */
export const isUncertain = ({ code }: Refusal): boolean => isErrorCode(code) && describeError(code).retryable && code !== 'busy';

export interface AssignmentDeps {
  readonly cluster: Pick<Cluster, 'ask' | 'tell'>;
  readonly directory: Pick<Directory, 'department'>;
  readonly newId: () => string;
  /** How long an agent has to answer a transfer, ms. */
  readonly transferTimeout: number;
}

/**
 * How a chat comes to an agent. Each question has one owner: the department says who is next, the desk whether
 * there is a seat, the conversation who is assigned.
 */
export class Assignment {
  readonly #deps: AssignmentDeps;

  constructor(deps: AssignmentDeps) {
    this.#deps = deps;
  }

  /** Takes one chat: reserves the own seat, then asks the chat, which says yes to one of all who ask. */
  async take(seats: OwnSeats, by: Participant, conversation: string, reason: AssignReason): Promise<Outcome> {
    return this.#seated(seats, conversation, (offer) => ({ type: 'conversation.assign', agent: asAssignee(by), reason, offer }), by);
  }

  async reopen(seats: OwnSeats, by: Participant, conversation: string): Promise<Outcome> {
    return this.#seated(seats, conversation, (offer) => ({ type: 'conversation.reopen', agent: asAssignee(by), offer }), by);
  }

  /** Takes the longest waiting of these departments. `queue.empty` only where each of them says so. */
  async takeNext(seats: OwnSeats, by: Participant, agent: string, departments: readonly string[]): Promise<{ conversation: string; outcome: Outcome } | Refusal> {
    const { cluster } = this.#deps;
    let refusal = refuse('queue.empty');
    const firsts: First[] = [];
    const ask = async (department: string): Promise<void> => {
      const first = await cluster.ask(departmentOf(department), 'next', { agent });
      if (!isRefusal(first)) firsts.push({ department, ...first });
      else if (first.code !== 'queue.empty') refusal = first;
    };
    // What was held for this agent and not taken is the next one's at once.
    const release = ({ department, conversation }: First): void => cluster.tell(departmentOf(department), 'release', { conversation, agent });

    await Promise.all(departments.map(ask));
    for (let ghosts = 0; ;) {
      const first = longestWaiting(firsts);
      if (first === undefined) return refusal;
      firsts.splice(firsts.indexOf(first), 1);
      const { department, conversation } = first;
      const outcome = await this.take(seats, by, conversation, 'accepted');
      const ghost = isRefusal(outcome) ? waitsNoLonger(outcome) : outcome.seq === null;
      if (ghost) cluster.tell(departmentOf(department), 'dequeue', { conversation });
      if (!isRefusal(outcome)) {
        firsts.forEach(release);
        return { conversation, outcome };
      }
      if (ghost && ++ghosts <= MAX_GHOSTS) await ask(department);
      else if (ghost) refusal = refuse('busy');
      else {
        release(first);
        refusal = outcome;
      }
    }
  }

  /** Offers an own chat to a colleague, whose seat is held meanwhile, or to a department. `id`: of a command that may come again. */
  async transfer(by: Participant, conversation: string, to: TransferTarget, id: string | null = null): Promise<Outcome> {
    const { cluster, directory, newId, transferTimeout } = this.#deps;
    const offer = id ?? newId();
    if (to.agent === undefined) {
      // Nobody looks after the queue of one that is archived.
      const department = await directory.department(to.department);
      if (department === undefined || department.archivedAt !== null) return refuse('department.unknown');
      return this.#submit(conversation, by, { type: 'transfer.offer', to, offer, lasts: DEPARTMENT_OFFER_MS }, { id });
    }
    const seat = await cluster.ask(deskOf(to.agent), 'reserve', { conversation, offer, ttl: transferTimeout + SEAT_TTL_MS });
    if (isRefusal(seat)) {
      // It may have been granted.
      if (seat.code === 'actor.unreachable') cluster.tell(deskOf(to.agent), 'release', { offer });
      return seat;
    }
    const outcome = await this.#submit(conversation, by, { type: 'transfer.offer', to, offer, lasts: transferTimeout }, { id });
    if (isRefusal(outcome) && isUncertain(outcome)) cluster.tell(deskOf(to.agent), 'doubt', { offer, conversation });
    else if (isRefusal(outcome)) cluster.tell(deskOf(to.agent), 'release', { offer });
    return outcome;
  }

  /**
   * Accepts what was offered to this agent; what a department was offered is taken from its queue. The seat has been held
   * since the offer, but by a desk that may be gone: one that came up since holds it now or says that it is full.
   */
  async acceptTransfer(seats: OwnSeats, by: Participant, conversation: string, offer: string): Promise<Outcome> {
    const seat = seats.reserve(offer, conversation, SEAT_TTL_MS);
    if (seat !== true) return seat;
    const outcome = await this.#submit(conversation, by, { type: 'conversation.assign', agent: asAssignee(by), reason: 'transferred', offer }, { grant: seats.grant });
    if (isRefusal(outcome) && !describeError(outcome.code).retryable) seats.release(offer);
    return outcome;
  }

  async #seated(seats: OwnSeats, conversation: string, command: (offer: string) => Command, by: Participant): Promise<Outcome> {
    const offer = this.#deps.newId();
    const seat = seats.reserve(offer, conversation, SEAT_TTL_MS);
    if (seat !== true) return seat;
    const outcome = await this.#submit(conversation, by, command(offer), { grant: seats.grant });
    this.#settle(seats, conversation, offer, outcome);
    return outcome;
  }

  #settle(seats: OwnSeats, conversation: string, offer: string, outcome: Outcome): void {
    if (isRefusal(outcome) && isUncertain(outcome)) seats.doubt(offer, conversation);
    else if (isRefusal(outcome) || outcome.seq === null) seats.release(offer);
  }

  #submit(conversation: string, by: Participant, command: Command, { id = null, ...given }: { readonly id?: string | null; readonly grant?: Grant } = {}): Promise<Outcome> {
    return this.#deps.cluster.ask(conversationOf(conversation), 'submit', { submission: { id, by, command }, previous: 0, ...given });
  }
}

/** A supervisor who serves a chat is its agent like any other: the visitor sees them. */
const asAssignee = ({ id, name }: Participant): Participant => ({ id, kind: 'agent', name });

const longestWaiting = (firsts: readonly First[]): First | undefined =>
  firsts.reduce<First | undefined>((best, first) => (best === undefined || first.ticket < best.ticket ? first : best), undefined);

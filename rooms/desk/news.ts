import { departmentOf } from '#cluster/identity.ts';
import type { ReplyOf } from '#cluster/messages.ts';
import { encodeDown } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import type { DeskStateFrame } from '#wire/protocol.ts';
import type { Account } from './account.ts';
import type { Attendance } from './attendance.ts';
import type { DeskActor } from './desk-actor.ts';
import type { Lists } from './lists.ts';
import type { OwnChats } from './own-chats.ts';

/** Changes of lists are told together, at most this often, ms. */
const CARDS_EVERY_MS = 100;

export interface NewsDeps {
  readonly actor: DeskActor;
  readonly account: Pick<Account, 'departments'>;
  readonly attendance: Attendance;
  readonly own: OwnChats;
  readonly lists: Lists;
  /** To all consoles, or to those that have been greeted: the welcome says the rest. */
  readonly push: (frame: string, to: 'all' | 'greeted') => void;
}

/** What has changed at a desk, told together to those whom it concerns. */
export class News {
  readonly #deps: NewsDeps;

  constructor(deps: NewsDeps) {
    this.#deps = deps;
  }

  /** As departments and colleagues see the agent. */
  get availability(): ReplyOf<'desk', 'availability'> {
    const { actor, attendance, own: { lastAssignedAt, seats: { capacity, free, used } } } = this.#deps;
    return {
      agent: actor.identity.id, online: attendance.available, freeSeats: free, load: capacity === 0 ? 1 : used / capacity,
      lastAssignedAt, status: attendance.shown, capacity,
    };
  }

  /** As the agent's consoles see it. */
  get state(): DeskStateFrame {
    const { account, attendance, own: { seats } } = this.#deps;
    return { status: attendance.own, capacity: seats.capacity, seats: seats.used, departments: account.departments };
  }

  /** Consoles and departments learn of presence and seats together. */
  tellState(): void {
    const { actor } = this.#deps;
    const { timers } = actor.services;
    if (!timers.has(actor, 'state')) timers.set(actor, 'state', 0, () => this.#tellState());
  }

  #tellState(): void {
    const { account, actor, push } = this.#deps;
    push(encodeDown(Frame.deskState, this.state), 'all');
    const { status: _status, capacity: _capacity, ...availability } = this.availability;
    for (const department of account.departments) actor.services.cluster.tell(departmentOf(department), 'available', availability);
  }

  /** Consoles learn of what is in their lists. */
  tellCards(): void {
    const { actor } = this.#deps;
    const { timers } = actor.services;
    if (!timers.has(actor, 'cards')) timers.set(actor, 'cards', CARDS_EVERY_MS, () => this.#tellCards());
  }

  #tellCards(): void {
    const { lists, push } = this.#deps;
    if (lists.dirty) push(encodeDown(Frame.cards, lists.takeChanges()), 'greeted');
  }
}

import { createDeskClient, RefusedError } from '#sdk/index.ts';
import type { DeskClient } from '#sdk/index.ts';
import type { Card, DeskCommand } from '#wire/protocol.ts';
import type { Command } from '#wire/vocabulary.ts';
import type { Staff } from '../../server/support/house.ts';
import type { Crowd } from './crowd.ts';
import { Socket } from './socket.ts';
import type { Picture } from './witness.ts';

const MAX_PENDING = 12;
/** Of one tick (250 ms) of one agent. */
const TRANSFERS = 0.02;
const TO_DEPARTMENT = 0.25;
const RETURNS = 0.003;
const COMPLETES = 0.003;
/** Of all messages. */
const NOTES = 0.1;

type Request = Exclude<DeskCommand, { type: 'presence.set' }>;

/** One agent with the real client: takes what waits, answers, hands over, accepts and declines. */
export class Agent {
  readonly name: string;
  readonly staff: Staff;
  readonly capacity: number;
  readonly #crowd: Crowd;
  readonly #client: DeskClient;
  readonly #opened = new Set<string>();
  readonly #answered = new Set<string>();
  #asking = false;
  #said = 0;

  constructor(name: string, crowd: Crowd, staff: Staff, capacity: number) {
    this.name = name;
    this.staff = staff;
    this.capacity = capacity;
    this.#crowd = crowd;
    const { balancer, mischief, random, witness } = crowd;
    this.#client = createDeskClient({
      storageKey: name, storage: null, locks: null, random: () => random.next(),
      ticket: async () => ({ url: balancer.route((await balancer.ask((node) => staff.ticket(node))).url) }),
      openSocket: (url) =>
        new Socket(url, { mischief, random, dialMs: crowd.dialMs, heard: (frame) => witness.down(name, 'agents', frame, null), repeatable: (id) => !witness.isRefused(id) }),
    });
    this.#client.connect();
  }

  get online(): boolean {
    return this.#client.snapshot.connection.status === 'online';
  }

  get #mine(): readonly Card[] {
    return [...this.#client.snapshot.cards.values()].filter(({ assignee, endedAt }) => assignee === this.staff.id && endedAt === null);
  }

  /** Chats that the list shows as this agent's. */
  get own(): readonly string[] {
    return this.#mine.map(({ id }) => id);
  }

  get pending(): readonly string[] {
    return [...this.#opened].flatMap((id) => this.#client.chat(id).snapshot.pending.filter(({ status }) => status === 'sending').map((item) => item.id));
  }

  /** The picture of a chat that is open here; null where it is not. */
  pictureOf(conversation: string): Picture | null {
    if (!this.#opened.has(conversation)) return null;
    const { snapshot } = this.#client.chat(conversation);
    return snapshot.live ? snapshot : null;
  }

  say(conversation: string): boolean {
    const chat = this.#client.chat(conversation);
    if (!chat.snapshot.live || chat.snapshot.pending.length >= MAX_PENDING) return false;
    const text = `${this.name}-${++this.#said}`;
    this.#crowd.witness.posted(this.name, chat.post(text, this.#crowd.random.chance(NOTES) ? 'agents' : 'public'), conversation, text);
    return true;
  }

  /** Looks at the lists and does what is to be done; with `busy` also what nobody needs. */
  tick(busy: boolean): void {
    const { connection, desk, cards } = this.#client.snapshot;
    if (connection.status === 'stopped') this.#client.connect();
    const mine = this.#mine;
    if (this.#crowd.looksOn) for (const { id } of mine) this.#open(id);
    for (const card of cards.values()) if (card.transfer?.to.agent === this.staff.id) this.#answer(card);
    this.#tidy(new Set(mine.map(({ id }) => id)));
    if (connection.status !== 'online' || desk === null) return;
    const waiting = [...cards.values()].some((card) => card.assignee === null && card.status === 'queued');
    if (waiting && desk.seats < desk.capacity) this.#ask({ type: 'chat.accept', conversation: null });
    if (busy && this.#crowd.looksOn && mine.length > 0) this.#act(mine);
  }

  leave(): void {
    this.#client.disconnect();
  }

  #act(mine: readonly Card[]): void {
    const { random } = this.#crowd;
    const { id: conversation } = random.pick(mine);
    const dice = random.next();
    if (dice < TRANSFERS) {
      const to = random.chance(TO_DEPARTMENT) ? { department: random.pick(this.#crowd.departments) } : { agent: random.pick(this.#crowd.agents).staff.id };
      this.#ask({ type: 'transfer.start', conversation, to });
    } else if (dice < TRANSFERS + RETURNS) this.#command(conversation, { type: 'conversation.return' });
    else if (dice < TRANSFERS + RETURNS + COMPLETES) this.#command(conversation, { type: 'conversation.complete' });
  }

  /** Takes most of what is offered, refuses some, and leaves some to expire. */
  #answer({ id: conversation, transfer }: Card): void {
    if (transfer === null || this.#answered.has(transfer.offer)) return;
    const { offer } = transfer;
    this.#answered.add(offer);
    const dice = this.#crowd.random.next();
    if (dice < 0.8) {
      void this.#request({ type: 'transfer.accept', conversation, offer }).then((outcome) => {
        if (outcome === 'done') this.#crowd.transferred();
        if (outcome === 'again') this.#answered.delete(offer);
      });
    } else if (dice < 0.9) {
      this.#open(conversation);
      this.#command(conversation, { type: 'transfer.decline', offer });
    }
  }

  #command(conversation: string, command: Command): void {
    this.#crowd.witness.posted(this.name, this.#client.chat(conversation).command(command), conversation, null);
  }

  #open(id: string): void {
    this.#opened.add(id);
    this.#client.open(id);
  }

  /** Puts away what failed, and chats that are others' once nothing of ours is on its way there. */
  #tidy(mine: ReadonlySet<string>): void {
    for (const id of this.#opened) {
      const chat = this.#client.chat(id);
      for (const item of chat.snapshot.pending) {
        if (item.status !== 'failed') continue;
        this.#crowd.witness.failed(item);
        chat.discard(item.id);
      }
      if (mine.has(id) || chat.snapshot.pending.length > 0 || !chat.snapshot.live) continue;
      this.#client.leave(id);
      this.#opened.delete(id);
    }
  }

  #ask(request: Request): void {
    if (this.#asking) return;
    this.#asking = true;
    void this.#request(request).then(() => (this.#asking = false));
  }

  /** `again`: refused, and the same may be asked once more. */
  async #request(request: Request): Promise<'done' | 'again' | 'refused'> {
    try {
      await this.#client.request(request);
      return 'done';
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      if (error.retryable) return 'again';
      this.#crowd.witness.requests.push({ who: this.name, asked: request.type, conversation: request.conversation, code: error.code });
      return 'refused';
    }
  }
}

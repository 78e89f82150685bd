import type { Cluster } from '#cluster/cluster.ts';
import { refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { initialState } from '#domain/state.ts';
import { decode } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import type { Card, NoticeFrame, OpenedFrame, RefusalFrame } from '#wire/protocol.ts';
import { OpenChats } from '#rooms/desk/open-chats.ts';
import { card } from './cards.ts';

/** Chats as a desk reaches them; one may be slow to answer, unreachable, or forget who watches. */
export class Chats {
  readonly cards = new Map<string, Card>();
  readonly watchers = new Set<string>();
  unreachable = false;
  /** What the desk waits for now, by what it asked. */
  readonly waiting: { readonly method: string; readonly answer: () => void }[] = [];
  slow = false;

  readonly cluster = {
    tell: (to: { id: string }, method: string) => {
      if (method === 'unwatch') this.watchers.delete(to.id);
    },
    ask: (to: { id: string }, method: string) => {
      // What is asked is done at once; it is the answer that is slow.
      const reply = this.#answer(to.id, method);
      return this.slow ? new Promise((resolve) => this.waiting.push({ method, answer: () => resolve(reply) })) : Promise.resolve(reply);
    },
  } as unknown as Cluster;

  #answer(id: string, method: string): unknown {
    const known = this.cards.get(id);
    if (this.unreachable) return refuse('actor.unreachable');
    if (known === undefined) return refuse('conversation.unknown');
    if (method === 'card') return known;
    if (method === 'watching') return { watched: this.watchers.has(id), card: known };
    this.watchers.add(id);
    return { state: { ...initialState, seq: known.seq }, events: [], more: false, resumed: false, receipts: [], visitor: { online: true } };
  }

  /** Lets the oldest answer arrive, and what follows from it happen. */
  async next(method: string): Promise<void> {
    const answer = this.waiting.shift();
    if (answer?.method !== method) throw new Error(`the desk waits for ${answer?.method ?? 'nothing'}`);
    answer.answer();
    await settled();
  }
}

export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An agent's open chats on consoles that are names; what each was told, in short. */
export class OpenDesk {
  readonly chats = new Chats();
  readonly told: string[] = [];
  departments = ['support'];
  readonly open = new OpenChats<string>(this.chats.cluster, 'agent', { maySee: ({ department }) => this.departments.includes(department) }, {
    push: (console, frame) => this.told.push(`${console} ${describe(frame)}`),
    refuse: (console, refusal: Refusal, { c }) => this.told.push(`${console} refused ${c} ${refusal.code}`),
  });

  constructor() {
    this.chats.cards.set('chat', card('chat'));
  }

  say(seq: number): void {
    this.open.notice('chat', seq, `\u0011${String.fromCharCode(Frame.notice)}{"c":"chat","e":{"seq":${seq}}}`);
  }
}

function describe(frame: string): string {
  const { type, payload } = decode(Buffer.from(frame))!;
  switch (type) {
    case Frame.opened: return `opened ${(payload as OpenedFrame).conversation}`;
    case Frame.notice: return `notice ${(payload as NoticeFrame).e.seq}`;
    case Frame.resync: return `resync ${(payload as RefusalFrame).c}`;
    default: return `frame ${type}`;
  }
}

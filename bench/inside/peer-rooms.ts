import type { EventOf } from '#domain/events.ts';
import type { CommandFrame } from '#wire/protocol.ts';

/** Who a socket is: a visitor of one chat, or an agent of many. */
export interface PeerSide {
  readonly agent: boolean;
  readonly index: number;
}

export interface PeerRoom {
  readonly id: string;
  readonly index: number;
  seq: number;
}

/** What a server must at least know to relay: who is in which chat, and its last position. */
export class PeerRooms<S> {
  readonly #perAgent: number;
  readonly #rooms = new Map<string, PeerRoom>();
  readonly #visitors: S[] = [];
  readonly #agents: S[] = [];

  constructor(chatsPerAgent: number) {
    this.#perAgent = chatsPerAgent;
  }

  enter({ agent, index }: PeerSide, socket: S): void {
    if (agent) this.#agents[index] = socket;
    else this.#visitors[index] = socket;
  }

  /** The chats that a socket is in. */
  idsOf({ agent, index }: PeerSide): string[] {
    return agent ? Array.from({ length: this.#perAgent }, (_, i) => chatId(index * this.#perAgent + i)) : [chatId(index)];
  }

  socketsOf({ index }: PeerRoom): { visitor: S | undefined; agent: S | undefined } {
    return { visitor: this.#visitors[index], agent: this.#agents[Math.floor(index / this.#perAgent)] };
  }

  /** The event that our own server would make of a message. */
  post({ agent, index }: PeerSide, { c, id, cmd }: CommandFrame): { room: PeerRoom; event: EventOf<'message.posted'> } {
    const room = this.#room(c ?? chatId(index));
    if (cmd.type !== 'message.post') throw new TypeError(`${cmd.type} is no message`);
    const seq = ++room.seq;
    const by = `${agent ? 'a' : 'v'}_${room.id}`;
    return { room, event: { seq, publicSeq: seq, id, type: 'message.posted', at: Date.now(), by, kind: cmd.kind, body: cmd.body } };
  }

  #room(id: string): PeerRoom {
    let room = this.#rooms.get(id);
    if (room === undefined) this.#rooms.set(id, (room = { id, index: Number(id.slice(6)), seq: 0 }));
    return room;
  }
}

/** As long as one of ours. */
const chatId = (index: number): string => `01CHAT${String(index).padStart(20, '0')}`;

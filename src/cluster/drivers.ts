import { initializeRoomCache } from '@colyseus/core';
import type { IRoomCache, MatchMakerDriver } from '@colyseus/core';
import { RedisDriver } from '@colyseus/redis-driver';
import type { ClusterPresence } from './presence.ts';

type Operations = Parameters<MatchMakerDriver['update']>[1];

/** Listings of one process. Colyseus' own local driver looks through all rooms on find and remove; this one does not. */
export class MapDriver implements MatchMakerDriver {
  readonly #rooms = new Map<string, IRoomCache>();

  has(roomId: string): boolean {
    return this.#rooms.has(roomId);
  }

  query(conditions: Partial<IRoomCache>): IRoomCache[] {
    const wanted = Object.entries(conditions);
    return [...this.#rooms.values()].filter((room) => wanted.every(([field, value]) => room[field as keyof IRoomCache] === value));
  }

  async cleanup(processId: string): Promise<void> {
    for (const { roomId } of this.query({ processId })) this.#rooms.delete(roomId);
  }

  async findOne(conditions: Partial<IRoomCache>): Promise<IRoomCache> {
    const found = conditions.roomId === undefined ? this.query(conditions)[0] : this.#rooms.get(conditions.roomId);
    return found as IRoomCache; // Colyseus types "none" away and checks for it
  }

  async findByIds(roomIds: string[]): Promise<Map<string, IRoomCache>> {
    return new Map(roomIds.flatMap((id) => {
      const room = this.#rooms.get(id);
      return room === undefined ? [] : [[id, room] as const];
    }));
  }

  async insert(room: IRoomCache): Promise<boolean> {
    if (this.#rooms.has(room.roomId)) return false;
    this.#rooms.set(room.roomId, room);
    return true;
  }

  persist(room: IRoomCache, create = false): boolean {
    if (create) this.#rooms.set(room.roomId, room);
    return create;
  }

  update(room: IRoomCache, { $set, $inc }: Operations): boolean {
    Object.assign(room, $set);
    room.clients += $inc?.clients ?? 0;
    return true;
  }

  remove(roomId: string): boolean {
    return this.#rooms.delete(roomId);
  }

  clear(): void {
    this.#rooms.clear();
  }

  shutdown(): void {
    this.#rooms.clear();
  }
}

const LISTINGS = 'roomcaches';

/** Colyseus' Redis driver overwrites a listing that another node wrote first; HSETNX arbitrates instead. */
export class ClusterDriver extends RedisDriver {
  readonly #presence: Pick<ClusterPresence, 'hsetnx'>;

  /** Shares the presence's line, which ends with the presence. */
  constructor(presence: ClusterPresence) {
    super(presence.client);
    this.#presence = presence;
  }

  insert(room: IRoomCache): Promise<boolean> {
    return this.#presence.hsetnx(LISTINGS, room.roomId, JSON.stringify(initializeRoomCache(room)));
  }

  /** Colyseus does not wait for it. A listing that stays behind while Redis is away leads nowhere: room ids are not used again. */
  override remove(roomId: string): Promise<boolean> {
    return super.remove(roomId).catch(() => false);
  }

  /** Numbers of clients that nobody here reads: no reason to refuse one, or for Colyseus' unheard rejection. */
  override update(...change: Parameters<RedisDriver['update']>): Promise<boolean> {
    return super.update(...change).catch(() => false);
  }

  override shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

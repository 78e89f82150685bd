import type { IRoomCache, MatchMakerDriver } from '@colyseus/core';

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

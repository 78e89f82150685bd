import { initializeRoomCache } from '@colyseus/core';
import type { IRoomCache } from '@colyseus/core';
import { RedisDriver } from '@colyseus/redis-driver';
import type { ClusterPresence } from './presence.ts';

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

import { LocalPresence, matchMaker } from '@colyseus/core';
import type { MatchMakerDriver, Presence, Room } from '@colyseus/core';
import { RefusalError, isErrorCode } from '#domain/errors.ts';
import type { Actor, Host } from './actor.ts';
import type { ActorKind } from './identity.ts';
import { LeasedMembership, aloneAs } from './membership.ts';
import type { Membership, MembershipLog } from './membership.ts';
import { MapDriver } from './map-driver.ts';
import type { ClusterPresence } from './presence.ts';

export interface NodeLinks {
  readonly presence: Presence;
  /** What nodes talk through; null for one that is alone. */
  readonly between: ClusterPresence | null;
  readonly driver: MatchMakerDriver;
  readonly membership: Membership;
  /** Resolves while this node may act as one of its cluster; at once where it is alone. */
  check(): Promise<unknown>;
  /** Calls back whenever this node may have missed what others told it. */
  onMissed(callback: () => void): void;
}

/** What joins nodes: Redis where there is one, else this process's own memory. */
export async function linkNode(redisUrl: string | undefined, node: string, boot: string, log: MembershipLog): Promise<NodeLinks> {
  if (redisUrl === undefined) {
    return { presence: new LocalPresence(), between: null, driver: new MapDriver(), membership: aloneAs(node, boot), check: () => Promise.resolve(), onMissed: () => {} };
  }
  // Who is alone does not wait for what speaks to Redis to be loaded.
  const [{ ClusterDriver }, { ClusterPresence }] = await Promise.all([import('./cluster-driver.ts'), import('./presence.ts')]);
  const presence = new ClusterPresence(redisUrl);
  const membership = await LeasedMembership.join(presence, node, boot, log);
  const check = async (): Promise<void> => {
    if (!membership.valid) throw new Error('this node does not hold its lease');
    await presence.exists('parlor:nodes');
  };
  return { presence, between: presence, driver: new ClusterDriver(presence), membership, check, onMissed: (callback) => void (presence.resubscribed = callback) };
}

type RoomClass = new () => Room & Actor;

/** Starts Colyseus in this process with our kinds of rooms. Its health checks and its own shutdown stay off: both look through all rooms. */
export async function startColyseus({ presence, driver }: NodeLinks, rooms: Readonly<Record<ActorKind, RoomClass>>): Promise<void> {
  matchMaker.setHealthChecksEnabled(false);
  matchMaker.controller.exposedMethods = ['joinById', 'reconnect'];
  await matchMaker.setup(presence, driver, undefined, () => Promise.resolve(matchMaker.processId));
  for (const [kind, room] of Object.entries(rooms)) matchMaker.defineRoomType(kind, room);
  await matchMaker.accept();
}

/** Makes the room of an activation in this process. Colyseus passes on only the text of what its `onCreate` threw. */
export const colyseusHost: Host = async (roomId, activation) => {
  await matchMaker.handleCreateRoom(activation.identity.kind, activation, undefined, roomId).catch((error: unknown) => {
    const code = error instanceof Error ? error.message.split(':', 1)[0] : undefined;
    throw isErrorCode(code) ? new RefusalError(code) : error;
  });
  const room = matchMaker.getLocalRoomById(roomId);
  if (room === undefined) throw new Error(`room ${roomId} was not created here`);
  return room as Room & Actor;
};

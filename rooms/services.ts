import type { AuthContext } from '@colyseus/core';
import type { Cluster } from '#cluster/cluster.ts';
import type { ActorKind } from '#cluster/identity.ts';
import type { TimerWheel } from '#cluster/timer-wheel.ts';
import type { Directory } from '#desk/directory.ts';
import type { Files } from '#desk/files/files.ts';
import type { Load } from '#src/load.ts';
import type { Bots } from '#plugin/bots/bots.ts';
import type { ChannelOutbox } from '#plugin/channel/outbox.ts';
import type { Hooks } from '#plugin/hooks.ts';
import type { Store } from '#store/store.ts';
import type { Outgoing } from './outgoing.ts';
import type { Rate } from './token-bucket.ts';

/** Durations in ms. */
export interface RoomSettings {
  /** How long a waiting visitor who dropped off keeps the place. */
  readonly grace: number;
  /** Silence after which a client pings. */
  readonly heartbeat: number;
  /** Idle time after which a chat keeps only what it needs in memory. */
  readonly trimAfter: number;
  /** Idle time after which a chat without sockets leaves memory. */
  readonly passivateAfter: number;
  /** How long an agent has to answer a transfer. */
  readonly transferTimeout: number;
}

/** What rooms work with; one for a node. */
export interface RoomServices {
  readonly store: Store;
  readonly cluster: Cluster;
  readonly hooks: Hooks;
  readonly bots: Bots;
  readonly outbox: ChannelOutbox;
  readonly timers: TimerWheel;
  readonly outgoing: Outgoing;
  readonly directory: Directory;
  readonly files: Pick<Files, 'attach' | 'check'>;
  readonly load: Load;
  readonly settings: RoomSettings;
  readonly rates: Readonly<Record<ActorKind, Rate>>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly onError: (error: unknown) => void;
  /** What a ticket in the options of the official SDK says; throws where it is not good. */
  authenticate(options: unknown, context: AuthContext): unknown;
  isOwnSocket(auth: unknown): boolean;
}

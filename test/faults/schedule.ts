import { Random } from './random.ts';

/** Every kind of fault, with what is meant by the time to recovery from it. */
export const FAULTS = {
  'kill': 'fault',
  'zombie': 'fault',
  'roll': 'wait',
  'redis-restart': 'back',
  'redis-pause': 'back',
  'database-restart': 'back',
  'database-pause': 'back',
  'cut': 'back',
  'delay': 'back',
  'half-open': 'back',
  'one-way': 'back',
  'reload': 'fault',
  'resend': 'fault',
} as const satisfies Record<string, Measure>;

/**
 * `fault`: from the fault to the first new acknowledged message. `back`: the same from when what was away is back.
 * `wait`: the longest that any command of those minutes waited for its answer.
 */
export type Measure = 'fault' | 'back' | 'wait';
export type Kind = keyof typeof FAULTS;
export const kinds = Object.keys(FAULTS) as readonly Kind[];

/** Where a proxy stands. */
export const links = ['clients', 'redis', 'database'] as const;
export type Link = (typeof links)[number];

export interface Fault {
  readonly kind: Kind;
  /** ms after the start of the load. */
  readonly at: number;
  /** How long what is broken stays so, ms. */
  readonly lasts: number;
  /** Which of the nodes; the next one that is in nobody's hands where this one is. */
  readonly node: number;
  readonly link: Link;
  /** What differs between faults of a kind: the way that is dropped, how a database is ended, how a page is reloaded. */
  readonly variant: 'up' | 'down' | 'gently' | 'hard';
}

export interface Plan {
  readonly seed: number;
  readonly forMs: number;
  readonly nodes: number;
  /** Default: all of them. */
  readonly only?: readonly Kind[];
  /** Times between faults are multiplied by this. Default 1: one every five seconds or so. */
  readonly pace?: number;
}

/** The load runs alone for a moment at first. */
const FIRST_MS = 4_000;
/** The last fault has so long to be over before the load ends. */
const LAST_MS = 8_000;

/** Shortest and longest that each kind lasts, ms. A lease is 1,500. */
const LASTS: Readonly<Record<Kind, readonly [number, number]>> = {
  'kill': [300, 2_000],
  'zombie': [1_800, 5_000],
  'roll': [0, 0],
  'redis-restart': [300, 2_500],
  'redis-pause': [500, 5_000],
  'database-restart': [200, 2_000],
  'database-pause': [500, 5_000],
  'cut': [200, 5_000],
  'delay': [1_000, 6_000],
  'half-open': [500, 5_000],
  'one-way': [500, 5_000],
  'reload': [0, 0],
  'resend': [1_500, 4_000],
};

/** The only fault of a storm: the node to which everybody came is gone, and the others carry on alone. */
export const STORM: readonly Fault[] = [{ kind: 'kill', at: FIRST_MS, lasts: 15_000, node: 0, link: 'clients', variant: 'hard' }];

/** All faults of a run: round after round every kind once, in another order, one in three soon after the one before. */
export function scheduleOf({ seed, forMs, nodes, only = kinds, pace = 1 }: Plan): readonly Fault[] {
  const random = new Random(seed);
  const faults: Fault[] = [];
  let linksUsed = random.whole(0, links.length - 1);
  for (let at = FIRST_MS; ;) {
    for (const kind of random.shuffled(only)) {
      if (at > forMs - LAST_MS) return faults;
      const [least, most] = LASTS[kind];
      const link = links[linksUsed++ % links.length]!;
      const variant = kind === 'one-way' ? random.pick(['up', 'down'] as const) : random.pick(['gently', 'hard'] as const);
      faults.push({ kind, at, lasts: random.whole(least, most), node: random.whole(0, nodes - 1), link, variant });
      at += Math.round(pace * (random.chance(0.33) ? random.whole(200, 1_200) : random.whole(5_000, 9_000)));
    }
  }
}

export function describeFault({ kind, at, lasts, node, link, variant }: Fault): string {
  const where = { 'kill': `node-${node + 1}`, 'zombie': `node-${node + 1}`, 'roll': `node-${node + 1}`, 'cut': '', 'delay': '', 'half-open': '', 'one-way': '' }[kind as string];
  const target = where === '' ? `node-${node + 1} <-> ${link}` : (where ?? '');
  const more = ['one-way', 'database-restart', 'reload'].includes(kind) ? ` ${variant}` : '';
  return `${(at / 1000).toFixed(1).padStart(6)} s  ${kind}${more} ${target}${lasts > 0 ? ` for ${(lasts / 1000).toFixed(1)} s` : ''}`;
}

import { Random } from './random.ts';

/** Every kind of fault, with what is meant by the time to recovery from it. */
export const FAULTS = {
  'kill': 'fault',
  'zombie': 'fault',
  'roll': 'wait',
  'clock': 'wait',
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

/** Where a proxy stands: before what a node needs, and before the node for clients and for the other nodes. */
export const links = ['clients', 'redis', 'database', 'peers'] as const;
export type Link = (typeof links)[number];

const LINK_KINDS = ['cut', 'delay', 'half-open', 'one-way'] as const satisfies readonly Kind[];
/** Breaks a link. */
export const isLinkKind = (kind: Kind): kind is (typeof LINK_KINDS)[number] => LINK_KINDS.some((each) => each === kind);

export type Variant = 'up' | 'down' | 'gently' | 'hard' | 'ahead' | 'back';

export interface Fault {
  readonly kind: Kind;
  /** ms after the start of the load. */
  readonly at: number;
  /** How long what is broken stays so, ms. */
  readonly lasts: number;
  /** Which of the nodes; the next one that is in nobody's hands where this one is. */
  readonly node: number;
  readonly link: Link;
  /** What differs between faults of a kind: the way that is dropped, how a database is ended, how a page is reloaded, where a clock is off to. */
  readonly variant: Variant;
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
  'clock': [1_500, 4_000],
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

/** How likely a fault meets the one before it; in the second of four rounds none does, so that every kind is alone now and then. */
const SOON = 0.4;
const APART = 1;

/**
 * From the end of a fault until everybody is back, ms; of some it takes longer: handover, start and first words. A fault
 * that is not meant to meet the one before it comes after that.
 */
const MENDED_MS = 3_000;
const MENDED: Readonly<Partial<Record<Kind, number>>> = { kill: 7_000, roll: 10_000, clock: 10_000 };

const VARIANTS: Readonly<Partial<Record<Kind, readonly Variant[]>>> = { 'one-way': ['up', 'down'], 'clock': ['ahead', 'back'] };

/** The only fault of a storm: the node to which everybody came is gone, and the others carry on alone. */
export const STORM: readonly Fault[] = [{ kind: 'kill', at: FIRST_MS, lasts: 15_000, node: 0, link: 'clients', variant: 'hard' }];

/** All faults of a run: round after round every kind once, in another order, one in three soon after the one before, but each apart in one round of four. */
export function scheduleOf({ seed, forMs, nodes, only = kinds, pace = 1 }: Plan): readonly Fault[] {
  const random = new Random(seed);
  const faults: Fault[] = [];
  const firstLink = random.whole(0, links.length - 1);
  let at = FIRST_MS;
  let before: { readonly apart: boolean; readonly mendedMs: number } | null = null;
  for (let round = 0; ; round++) {
    const apart = round % 4 === APART;
    for (const kind of random.shuffled(only)) {
      const soon = !apart && before?.apart !== true && random.chance(SOON);
      if (before !== null) at += Math.round(pace * (soon ? random.whole(200, 1_200) : Math.max(before.mendedMs, random.whole(5_000, 9_000))));
      if (at > forMs - LAST_MS) return faults;
      const lasts = random.whole(...LASTS[kind]);
      // Each kind goes from link to link, one ahead of the kind before it: four rounds, and every kind has met every link.
      const link = links[(firstLink + Math.max(0, LINK_KINDS.findIndex((each) => each === kind)) + round) % links.length]!;
      faults.push({ kind, at, lasts, node: random.whole(0, nodes - 1), link, variant: random.pick(VARIANTS[kind] ?? (['gently', 'hard'] as const)) });
      before = { apart, mendedMs: lasts + (MENDED[kind] ?? MENDED_MS) };
    }
  }
}

export function describeFault({ kind, at, lasts, node, link, variant }: Fault): string {
  const where = { 'kill': `node-${node + 1}`, 'zombie': `node-${node + 1}`, 'roll': `node-${node + 1}`, 'clock': `node-${node + 1}`, 'cut': '', 'delay': '', 'half-open': '', 'one-way': '' }[kind as string];
  const target = where === '' ? `node-${node + 1} <-> ${link}` : (where ?? '');
  const more = ['one-way', 'database-restart', 'reload', 'clock'].includes(kind) ? ` ${variant}` : '';
  return `${(at / 1000).toFixed(1).padStart(6)} s  ${kind}${more} ${target}${lasts > 0 ? ` for ${(lasts / 1000).toFixed(1)} s` : ''}`;
}

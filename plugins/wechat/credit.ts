import type { Own } from './config.ts';

/** What lets us write to somebody, for a while and so many times. */
export type Occasion = 'message' | 'event';

const HOUR_MS = 3_600_000;
const ALLOWS: Readonly<Record<Occasion, { readonly most: number; readonly forMs: number }>> = {
  message: { most: 5, forMs: 48 * HOUR_MS },
  event: { most: 3, forMs: 60_000 },
};

/** What was used of an occasion. It is told by its time: at another one everything is left again. */
interface Used {
  /** Ms since the epoch. */
  readonly at: number;
  readonly times: number;
}

/** Kept by whoever sends, and nobody else. */
interface Sent {
  readonly used: Partial<Readonly<Record<Occasion, Used>>>;
  /** A message whose first parts were taken, and how many: they are not sent again. */
  readonly part?: { readonly message: string; readonly taken: number } | undefined;
}

export interface Person {
  readonly account: string;
  readonly openid: string;
}

/** How often and how long somebody can be written to. */
export interface Credit {
  /** Null where nobody knows: they have not been heard since the plugin is here. */
  readonly left: number | null;
  /** At the beginning. */
  readonly of: number;
  /** Ms since the epoch; of the occasion that lasts. */
  readonly until: number;
}

/** What else was heard of somebody: the QR code by which they came last, and where their phone is. */
export type Facts = Partial<Readonly<Record<'scene' | 'place', string>>>;

/** All that is kept about a person, as it was read at once. */
export interface Known {
  readonly heard: Partial<Readonly<Record<Occasion, number>>>;
  readonly sent: Sent;
  readonly facts: Facts;
}

const prefixOf = ({ account, openid }: Person): string => `person:${account}:${openid}:`;

/** What comes again comes 5 s after it came first; what comes for the first time is younger, ms. */
const LATE_MS = 3_000;

/**
 * Whoever hears writes only what it has heard, and whoever sends only what it has sent. `now`, ms since the epoch: where it was said a
 * while ago they may have said more since, and what is known of that stays. Of anything else nothing is read: it costs one write.
 */
export async function hear({ data }: Own, person: Person, occasion: Occasion, at: number, now: number): Promise<void> {
  const key = `${prefixOf(person)}heard-${occasion}`;
  if (now - at < LATE_MS) return data.set(key, at);
  for (;;) {
    const known = (await data.get(key)) as number | undefined;
    if ((known !== undefined && known >= at) || (await data.replace(key, known, at))) return;
  }
}

export const keepSent = ({ data }: Own, person: Person, sent: Sent): Promise<void> => data.set(`${prefixOf(person)}sent`, sent);

export async function remember({ data }: Own, person: Person, facts: Facts): Promise<void> {
  for (const [fact, value] of Object.entries(facts)) await data.set(`${prefixOf(person)}fact-${fact}`, value);
}

export async function known({ data }: Own, person: Person): Promise<Known> {
  const prefix = prefixOf(person);
  const kept = new Map((await data.entries(prefix)).map(({ key, value }) => [key.slice(prefix.length), value]));
  const named = (kind: string): object => Object.fromEntries([...kept].flatMap(([key, value]) => (key.startsWith(kind) ? [[key.slice(kind.length), value]] : [])));
  return { heard: named('heard-'), facts: named('fact-'), sent: (kept.get('sent') as Sent | undefined) ?? { used: {} } };
}

const OCCASIONS: readonly Occasion[] = ['event', 'message'];

function leftOf({ heard, sent: { used } }: Known, occasion: Occasion, now: number): number {
  const [at, its, { forMs, most }] = [heard[occasion], used[occasion], ALLOWS[occasion]];
  if (at === undefined || now >= at + forMs) return 0;
  return Math.max(0, most - (its?.at === at ? its.times : 0));
}

export function creditOf(person: Known, now: number): Credit {
  const times = OCCASIONS.filter((occasion) => person.heard[occasion] !== undefined);
  const endOf = (occasion: Occasion): number => (person.heard[occasion] ?? 0) + ALLOWS[occasion].forMs;
  const open = times.filter((occasion) => now < endOf(occasion));
  const sum = (each: (occasion: Occasion) => number): number => open.reduce((total, occasion) => total + each(occasion), 0);
  return { left: times.length === 0 ? null : sum((occasion) => leftOf(person, occasion, now)), of: sum((occasion) => ALLOWS[occasion].most), until: Math.max(0, ...times.map(endOf)) };
}

/** After one more was taken: of the occasion that ends first. */
export function spend(person: Known, now: number, part: Sent['part']): Known {
  const { heard, sent: { used } } = person;
  const occasion = OCCASIONS.find((each) => leftOf(person, each, now) > 0);
  const at = occasion === undefined ? undefined : heard[occasion];
  if (occasion === undefined || at === undefined) return { ...person, sent: { used, part } };
  return { ...person, sent: { used: { ...used, [occasion]: { at, times: ALLOWS[occasion].most - leftOf(person, occasion, now) + 1 } }, part } };
}

/** The provider has counted more than we have: nothing is left until they are heard again. */
export const spendAll = ({ heard, sent }: Known): Sent => ({
  ...sent, used: Object.fromEntries(OCCASIONS.flatMap((occasion) => (heard[occasion] === undefined ? [] : [[occasion, { at: heard[occasion], times: ALLOWS[occasion].most }]]))),
});

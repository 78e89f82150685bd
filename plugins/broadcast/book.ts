import { randomBytes } from 'node:crypto';
import type { Spoken } from 'parlor/plugin';
import { NOBODY, type Broadcast, type Recipient, type Stage, type Tally } from './broadcast.ts';
import type { Own } from './config.ts';

/** How far a broadcast is. Written by the loop alone, which runs on one node at a time. */
export interface Progress {
  /** Everybody for whom it is has been written down, on so many pages. */
  readonly gathered: boolean;
  readonly pages: number;
  readonly targeted: number;
  /** Where the house's list of people goes on. */
  readonly after: string | null;
  /** There were more people than a broadcast takes. */
  readonly cut: boolean;
  /** The page whose turn it is, and what became of those before it. */
  readonly page: number;
  readonly before: Tally;
  /** And with this page. */
  readonly tally: Tally;
  /** What channels have not taken yet. */
  readonly waiting: readonly (Spoken & { readonly account: string })[];
}

const NONE: Progress = { gathered: false, pages: 0, targeted: 0, after: null, cut: false, page: 0, before: NOBODY, tally: NOBODY, waiting: [] };

/** The newest first: keys are read in their order. */
const LAST = 0xffff_ffff_ffff;

const keyOf = (id: string): string => `broadcast:${id}`;
const openKey = (id: string): string => `open:${id}`;
const progressKey = (id: string): string => `progress:${id}`;
const pageKey = (id: string, page: number): string => `page:${id}:${String(page).padStart(4, '0')}`;

export const newId = (now: number): string => `${(LAST - now).toString(16).padStart(12, '0')}${randomBytes(4).toString('hex')}`;

export async function find({ data }: Own, id: string): Promise<Broadcast | undefined> {
  const known = (await data.get(keyOf(id))) as Broadcast | undefined;
  return known?.stage === 'removed' ? undefined : known;
}

async function* all({ data }: Own, after?: string): AsyncGenerator<Broadcast> {
  for (let page = await data.entries(keyOf(''), after && keyOf(after)); page.length > 0; page = await data.entries(keyOf(''), page.at(-1)?.key)) {
    for (const { value } of page) yield value as Broadcast;
  }
}

/** The newest first, behind `after`. */
export async function list(ctx: Own, after: string | undefined, most: number): Promise<readonly Broadcast[]> {
  const found: Broadcast[] = [];
  for await (const broadcast of all(ctx, after)) {
    if (broadcast.stage !== 'removed' && found.push(broadcast) === most) break;
  }
  return found;
}

/** Whose data is on its way out. */
export async function removedIds(ctx: Own): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id, stage } of all(ctx)) if (stage === 'removed') ids.push(id);
  return ids;
}

export const add = ({ data }: Own, broadcast: Broadcast): Promise<void> => data.set(keyOf(broadcast.id), broadcast);

/**
 * What it has become; undefined, and nothing changes, where there is none in one of these stages: two who change it at once, a
 * supervisor and the loop on whichever nodes, do so one after the other, and the second sees what the first has made of it.
 */
export async function change({ data }: Own, id: string, from: readonly Stage[], to: (broadcast: Broadcast) => Partial<Broadcast>): Promise<Broadcast | undefined> {
  for (;;) {
    const known = (await data.get(keyOf(id))) as Broadcast | undefined;
    if (known === undefined || !from.includes(known.stage)) return undefined;
    const changed = { ...known, ...to(known) };
    if (await data.replace(keyOf(id), known, changed)) return changed;
  }
}

/** The loop looks after it from now on. Before it is given a time: one that the loop does not know would never begin. */
export const open = ({ data }: Own, id: string): Promise<void> => data.set(openKey(id), true);
/** Only for what changes no more. */
export const close = ({ data }: Own, id: string): Promise<void> => data.delete(openKey(id));

/** All of them, the oldest first. */
export async function openIds({ data }: Own): Promise<readonly string[]> {
  const keys: string[] = [];
  for (let page = await data.entries(openKey('')); page.length > 0; page = await data.entries(openKey(''), keys.at(-1))) keys.push(...page.map(({ key }) => key));
  return keys.map((key) => key.slice(openKey('').length)).reverse();
}

export async function progressOf({ data }: Own, id: string): Promise<Progress> {
  return ((await data.get(progressKey(id))) ?? NONE) as Progress;
}

export const keepProgress = ({ data }: Own, id: string, progress: Progress): Promise<void> => data.set(progressKey(id), progress);

export async function pageOf({ data }: Own, id: string, page: number): Promise<readonly Recipient[]> {
  return ((await data.get(pageKey(id, page))) ?? []) as readonly Recipient[];
}

export const keepPage = ({ data }: Own, id: string, page: number, recipients: readonly Recipient[]): Promise<void> => data.set(pageKey(id, page), recipients);

/** Everybody on the first pages that are left, and their keys: 100 pages at most. */
export async function pagesLeft({ data }: Own, id: string): Promise<readonly { readonly key: string; readonly recipients: readonly Recipient[] }[]> {
  return (await data.entries(pageKey(id, 0).slice(0, -4))).map(({ key, value }) => ({ key, recipients: value as readonly Recipient[] }));
}

/** Itself, when nothing else is left of it. */
export async function erase({ data }: Own, id: string): Promise<void> {
  for (const key of [progressKey(id), openKey(id), keyOf(id)]) await data.delete(key);
}

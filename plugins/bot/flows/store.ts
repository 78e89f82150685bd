import { z } from 'parlor/plugin';
import { checkFlow, type Flow } from '../engine/flow/schema.ts';
import type { Transcript } from '../engine/flow/replay.ts';
import { clearRows, rows } from '../library.ts';
import type { Own } from '../own.ts';
import { draft, type Draft } from './draft.ts';

/**
 * Flows in the plugin's own data: `flow:<bot>:<id>` is a flow with its draft, `flowv:<bot>:<id>:<version>` one that was
 * published, which never changes, `flowt:<bot>:<id>:<test>` a dialogue that has to go as it went.
 */
type Data = Pick<Own, 'data'>;

export const MOST_FLOWS = 50;
/** Versions and tests that are kept of a flow. Who is in a dialogue of an older one goes to a person. */
export const MOST_VERSIONS = 40;
export const MOST_TESTS = 30;
/** UTF-16 units of a test's JSON: all of a flow are played before each publication. */
export const MOST_TEST = 200_000;

const version = z.object({ version: z.number().int().min(1), publishedAt: z.number(), by: z.string() });
const stored = z.object({
  id: z.string(),
  name: z.string(),
  draft,
  /** Of the draft: who saves names the one that they changed. */
  revision: z.number().int(),
  /** The newest first. */
  versions: z.array(version),
  /** The version that chats begin with; null: none. */
  live: z.number().int().nullable(),
  /** Off: none does for now, whatever is live. A release before did not know it. */
  enabled: z.boolean().default(true),
});

export type StoredFlow = Readonly<z.output<typeof stored>>;

const published = z.object({ flow: z.unknown(), draft });

/** Published: as it was drawn, and as it was checked. */
export interface StoredVersion {
  readonly flow: Flow;
  readonly draft: Draft;
}

/** Something the visitor says in a rehearsal, or what another system is to have answered. */
export const line = z.union([z.strictObject({ say: z.string().trim().min(1).max(2_000) }), z.strictObject({ api: z.strictObject({ ok: z.boolean(), data: z.unknown(), why: z.string().max(100).optional() }) })]);
export type Line = z.output<typeof line>;

const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);
/** How a rehearsal begins: at the start or at any node, with what is known already; ms since the epoch. */
export const scene = z.object({
  at: z.string().max(64).nullable(),
  slots: z.array(z.strictObject({ name: z.string().min(1).max(64), value: scalar })).max(50),
  lines: z.array(line).max(100),
  startedAt: z.number().int().min(0).max(8e15),
});
export type Scene = z.output<typeof scene>;

export interface StoredTest {
  readonly id: string;
  readonly name: string;
  readonly scene: Scene;
  readonly transcript: Transcript;
}

const flowKey = (bot: string, id: string): string => `flow:${bot}:${id}`;
const versionKey = (bot: string, id: string, number: number): string => `flowv:${bot}:${id}:${number}`;
const testKey = (bot: string, id: string, test: string): string => `flowt:${bot}:${id}:${test}`;

export async function flows(ctx: Data, bot: string): Promise<readonly StoredFlow[]> {
  return (await valuesOf(ctx, `flow:${bot}:`)).map((value) => stored.parse(value));
}

export async function flow({ data }: Data, bot: string, id: string): Promise<StoredFlow | undefined> {
  const value = await data.get(flowKey(bot, id));
  return value === undefined ? undefined : stored.parse(value);
}

export const saveFlow = ({ data }: Data, bot: string, kept: StoredFlow): Promise<void> => data.set(flowKey(bot, kept.id), kept);

export async function removeFlow({ data }: Data, bot: string, id: string): Promise<void> {
  await data.delete(flowKey(bot, id));
  for (const kind of ['flowv', 'flowt']) await clearRows({ data }, `${kind}:${bot}:${id}:`);
}

/** With the defaults of what a release before did not know; undefined also for what a later one wrote otherwise. */
export async function versionOf({ data }: Data, bot: string, id: string, number: number): Promise<StoredVersion | undefined> {
  const version = published.safeParse(await data.get(versionKey(bot, id, number))).data;
  const flow = checkFlow(version?.flow).flow;
  return version === undefined || flow === undefined ? undefined : { flow, draft: version.draft };
}

/** The number that it is kept under: its own, or the first behind it that is free: another node may take it just now, and one whose publication was cut off stays unused. */
export async function addVersion({ data }: Data, bot: string, { draft: drawn, flow: checked }: StoredVersion): Promise<number> {
  for (let { version: number } = checked; ; number++) {
    if (await data.replace(versionKey(bot, checked.id, number), null, { flow: { ...checked, version: number }, draft: drawn })) return number;
  }
}

export async function dropVersion({ data }: Data, bot: string, id: string, number: number): Promise<void> {
  await data.delete(versionKey(bot, id, number));
}

/** Written by {@link saveTest} out of what was played. */
export async function tests(ctx: Data, bot: string, id: string): Promise<readonly StoredTest[]> {
  return (await valuesOf(ctx, `flowt:${bot}:${id}:`)) as readonly StoredTest[];
}

export async function saveTest({ data }: Data, bot: string, id: string, test: StoredTest): Promise<void> {
  await data.set(testKey(bot, id, test.id), test);
}

export async function dropTest({ data }: Data, bot: string, id: string, test: string): Promise<void> {
  await data.delete(testKey(bot, id, test));
}

async function valuesOf(ctx: Data, prefix: string): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for await (const page of rows(ctx, prefix)) found.push(...page.map(({ value }) => value));
  return found;
}

import { z } from 'parlor/plugin';
import { withFlows, type Brain, type Brains } from '../brain.ts';
import type { Lanes } from '../compat/lanes.ts';
import { replay } from '../engine/flow/replay.ts';
import { at, requestOf } from '../engine/flow/request.ts';
import type { Flow } from '../engine/flow/schema.ts';
import type { FlowSource } from '../engine/flow/state.ts';
import { bot as storedBot } from '../library.ts';
import { Overtaken } from '../overtaken.ts';
import { newId, type Own } from '../own.ts';
import { callsOf, TRY_MS } from './call.ts';
import { faqOf } from './chat.ts';
import { check } from './check.ts';
import { diff } from './diff.ts';
import { draft, MOST_DRAFT, sizeOf, type Draft, type Finding } from './draft.ts';
import { entered } from './published.ts';
import { rehearse, type Rehearsal, type Rehearsed } from './rehearse.ts';
import { addVersion, dropTest, dropVersion, flow, flows, MOST_FLOWS, MOST_TEST, MOST_TESTS, MOST_VERSIONS, removeFlow, saveFlow, saveTest, scene, tests, versionOf, type Scene, type StoredFlow } from './store.ts';

const name = z.string().trim().min(1).max(80);
const ofBot = z.object({ bot: z.string().max(40) });
const ofFlow = ofBot.extend({ flow: z.string().max(64) });
/** A version, or what is drawn now. */
const drawn = z.union([z.number().int().min(1), z.literal('draft')]);

export const flowsAsked = {
  'flow.list': ofBot,
  'flow.make': ofBot.extend({ name, draft }),
  'flow.get': ofFlow,
  'flow.rename': ofFlow.extend({ name }),
  'flow.remove': ofFlow,
  'flow.save': ofFlow.extend({ draft, revision: z.number().int() }),
  'flow.publish': ofFlow,
  'flow.live': ofFlow.extend({ version: z.number().int().min(1).nullable() }),
  'flow.switch': ofFlow.extend({ enabled: z.boolean() }),
  'flow.version': ofFlow.extend({ version: z.number().int().min(1) }),
  'flow.diff': ofFlow.extend({ from: drawn, to: drawn }),
  'flow.try': ofFlow.extend({ scene }),
  'flow.call': ofFlow.extend({ node: z.string().max(64), slots: scene.shape.slots }),
  'flow.keep': ofFlow.extend({ scene, name, test: z.string().max(40).optional() }),
  'flow.accept': ofFlow.extend({ test: z.string().max(40) }),
  'flow.drop': ofFlow.extend({ test: z.string().max(40) }),
} as const;

interface Around {
  readonly brains: Brains;
  readonly lanes: Lanes;
}
type Asked<N extends keyof typeof flowsAsked> = z.output<(typeof flowsAsked)[N]>;
/** `by`: the name of whoever does it. */
type Deeds = { readonly [N in keyof typeof flowsAsked]: (ctx: Own, given: Asked<N>, around: Around, by: string) => Promise<unknown> };

/** Dictionaries that the designer offers. */
const MOST_TYPES = 100;
/** JSON of a rehearsal, UTF-16 units: what is earlier is left out. */
const MOST_TRIED = 50_000;
/** Tests that are told in detail, and characters of what was said in them. */
const MOST_SHOWN = 10;
const MOST_QUOTED = 400;

/** By action; each answers with JSON that the designer of the same release reads. Null: there is no such bot, flow, version. */
export const flowDeeds: Deeds = {
  'flow.list': async (ctx, { bot }) => (await flows(ctx, bot)).toSorted((a, b) => a.name.localeCompare(b.name)).map(({ draft: { flow: { nodes } }, enabled, id, live, name, versions }) => ({ id, name, live, enabled, nodes: nodes.length, published: versions.find(({ version }) => version === live) ?? null })),
  'flow.make': (ctx, { bot, draft: given, name }, { lanes }) => lanes.run(`flows:${bot}`, async () => {
    if ((await storedBot(ctx, bot)) === undefined) return null;
    if ((await flows(ctx, bot)).length >= MOST_FLOWS) return { refused: 'flows.too-many', most: MOST_FLOWS };
    if (sizeOf(given) > MOST_DRAFT) return TOO_LARGE;
    const made: StoredFlow = { id: newId(), name, draft: given, revision: 1, versions: [], live: null, enabled: true };
    await saveFlow(ctx, bot, made);
    return { id: made.id };
  }),
  'flow.get': (ctx, given, around) => within(ctx, given, around, async ({ brain, stored }) => ({ ...stored, findings: (await checkNow(ctx, brain, stored)).findings, tests: await listedTests(ctx, given), types: [...brain.hearing.types].slice(0, MOST_TYPES), connections: ctx.config.connections.map(({ address, name: called }) => ({ name: called, address })) })),
  'flow.rename': (ctx, given, around) => standing(ctx, given, around, (stored) => ({ ...stored, name: given.name })),
  'flow.remove': (ctx, given, around) => changing(ctx, given, around, async () => {
    await removeFlow(ctx, given.bot, given.flow);
    await around.brains.settle(ctx, given.bot, withFlows(ctx, given.bot));
    return true;
  }),
  'flow.save': (ctx, given, around) => changing(ctx, given, around, async ({ brain, save, stored }) => {
    if (given.revision !== stored.revision) return { refused: 'draft.conflict', revision: stored.revision };
    if (sizeOf(given.draft) > MOST_DRAFT) return TOO_LARGE;
    const saved = { ...stored, draft: given.draft, revision: stored.revision + 1 };
    await save(saved);
    return { revision: saved.revision, findings: (await checkNow(ctx, brain, saved)).findings };
  }),
  'flow.publish': (ctx, given, around, by) => changing(ctx, given, around, async ({ brain, save, stored }) => {
    const { findings, flow: checked } = await checkNow(ctx, brain, stored);
    if (checked === undefined || findings.some(({ severity }) => severity === 'error')) return { refused: 'publish.findings', findings, tests: [] };
    const broken = await differences(ctx, given, brain, checked);
    if (broken.length > 0) return { refused: 'publish.tests', findings, tests: broken };
    // First what is named, then the name of it.
    const version = await addVersion(ctx, given.bot, { flow: checked, draft: stored.draft });
    const versions = [{ version, publishedAt: Date.now(), by }, ...stored.versions];
    await save({ ...stored, versions: versions.slice(0, MOST_VERSIONS), live: version }).catch(async (error: unknown) => {
      if (error instanceof Overtaken) await dropVersion(ctx, given.bot, given.flow, version);
      throw error;
    });
    for (const each of versions.slice(MOST_VERSIONS)) await dropVersion(ctx, given.bot, given.flow, each.version);
    await around.brains.settle(ctx, given.bot, withFlows(ctx, given.bot));
    return { version };
  }),
  'flow.live': (ctx, given, around) => standing(ctx, given, around, (stored) => (given.version !== null && !stored.versions.some(({ version }) => version === given.version) ? null : { ...stored, live: given.version })),
  'flow.switch': (ctx, given, around) => standing(ctx, given, around, (stored) => ({ ...stored, enabled: given.enabled })),
  'flow.version': (ctx, given, around) => within(ctx, given, around, ({ stored }) => drawingOf(ctx, given.bot, stored, given.version)),
  'flow.diff': (ctx, given, around) => within(ctx, given, around, async ({ stored }) => {
    const [before, after] = await Promise.all([drawingOf(ctx, given.bot, stored, given.from), drawingOf(ctx, given.bot, stored, given.to)]);
    return before === null || after === null ? null : diff(before, after);
  }),
  'flow.try': (ctx, given, around) => within(ctx, given, around, async ({ brain, stored }) => {
    const played = await rehearsalOf(ctx, brain, stored, given.scene);
    return played === null ? { refused: 'draft.malformed' } : { ...trimmed(played.turns), startedAt: given.scene.startedAt, fresh: played.fresh, slots: played.state.slots, status: played.state.status, node: played.state.frames.at(-1)?.node ?? null };
  }),
  'flow.call': (ctx, given, around) => within(ctx, given, around, async ({ brain, stored }) => {
    const node = (await checkNow(ctx, brain, stored)).flow?.nodes.find(({ id }) => id === given.node);
    if (node?.is !== 'api') return { refused: 'draft.malformed' };
    const request = requestOf(node, Object.fromEntries(given.slots.map(({ name: slot, value }) => [slot, value])));
    if (request === null) return { refused: 'call.no-address' };
    const began = performance.now();
    const called = await callsOf(ctx, `test-${newId()}`, TRY_MS)({ call: '1', request, wanted: node.save.map(({ path }) => path), timeoutMs: node.timeoutMs });
    return { ...called, took: Math.round(performance.now() - began), saved: node.save.map(({ path, slot }) => ({ slot, value: at(called.data, path) ?? null })) };
  }),
  'flow.keep': (ctx, given, around) => changing(ctx, given, around, async ({ brain, stored }) => {
    if (given.test === undefined && (await tests(ctx, given.bot, given.flow)).length >= MOST_TESTS) return { refused: 'tests.too-many', most: MOST_TESTS };
    return (await keep(ctx, brain, stored, given)) ?? { refused: 'draft.malformed' };
  }),
  'flow.accept': (ctx, given, around) => changing(ctx, given, around, async ({ brain, stored }) => {
    const known = (await tests(ctx, given.bot, given.flow)).find(({ id }) => id === given.test);
    return known === undefined ? null : ((await keep(ctx, brain, stored, { ...given, scene: known.scene, name: known.name })) ?? { refused: 'draft.malformed' });
  }),
  'flow.drop': (ctx, given, around) => changing(ctx, given, around, async () => {
    await dropTest(ctx, given.bot, given.flow, given.test);
    return true;
  }),
};

const TOO_LARGE = { refused: 'draft.too-large', most: MOST_DRAFT } as const;

interface There {
  readonly brain: Brain;
  readonly stored: StoredFlow;
}

interface Named {
  readonly bot: string;
  readonly flow: string;
}

interface Changing extends There {
  /** Throws {@link Overtaken} where another node was faster. */
  readonly save: (changed: StoredFlow) => Promise<void>;
}

/** A change of a flow that is there: on this node one after the other, and where another node overtakes it, again with what is there then. Null where it, or its bot, is gone. */
const changing = (ctx: Own, given: Named, around: Around, run: (there: Changing) => Promise<unknown>): Promise<unknown> =>
  around.lanes.change(ctx, `flow:${given.bot}:${given.flow}`, async (own) => {
    if ((await storedBot(ctx, given.bot)) === undefined) return null;
    const [brain, stored] = await Promise.all([around.brains.of(ctx, given.bot), flow(own, given.bot, given.flow)]);
    return brain === undefined || stored === undefined ? null : run({ brain, stored, save: (changed) => saveFlow(own, given.bot, changed) });
  });

/** A change that chats know of when it is done; null also where `to` has none. */
const standing = (ctx: Own, given: Named, around: Around, to: (stored: StoredFlow) => StoredFlow | null): Promise<unknown> => changing(ctx, given, around, async ({ save, stored }) => {
  const changed = to(stored);
  if (changed === null) return null;
  await save(changed);
  await around.brains.settle(ctx, given.bot, withFlows(ctx, given.bot));
  return true;
});

/** What happens to a flow that is there; null where it is not. */
async function within(ctx: Own, { bot, flow: id }: Named, { brains }: Around, run: (there: There) => Promise<unknown>): Promise<unknown> {
  const [brain, stored] = await Promise.all([brains.of(ctx, bot), flow(ctx, bot, id)]);
  return brain === undefined || stored === undefined ? null : run({ brain, stored });
}

/** The draft, as the version that it would be. */
const checkNow = (ctx: Own, brain: Brain, { draft, id, versions }: StoredFlow): Promise<{ readonly flow: Flow | undefined; readonly findings: readonly Finding[] }> => check(ctx, brain, draft, id, (versions[0]?.version ?? 0) + 1);

const sourceOf = ({ flows }: Brain, own: Flow): FlowSource => (ref) => (ref.id === own.id && ref.version === own.version ? own : flows.of(ref));

async function rehearsalOf(ctx: Own, brain: Brain, stored: StoredFlow, scene: Scene): Promise<Rehearsal | null> {
  const { flow: checked } = await checkNow(ctx, brain, stored);
  if (checked === undefined) return null;
  await brain.flows.fetch(ctx, entered(checked));
  return rehearse(sourceOf(brain, checked), checked, scene, { faq: faqOf(brain), api: callsOf(ctx, `test-${newId()}`, TRY_MS) }, brain.hearing);
}

async function keep(ctx: Own, brain: Brain, stored: StoredFlow, { bot, name, scene, test = newId() }: Pick<Named, 'bot'> & { readonly name: string; readonly scene: Scene; readonly test?: string | undefined }): Promise<unknown> {
  const played = await rehearsalOf(ctx, brain, stored, scene);
  if (played === null) return null;
  const kept = { id: test, name, scene, transcript: played.transcript };
  if (JSON.stringify(kept).length > MOST_TEST) return { refused: 'tests.too-large', most: MOST_TEST };
  await saveTest(ctx, bot, stored.id, kept);
  return { id: test, name, scene };
}

const listedTests = async (ctx: Own, { bot, flow }: Named) => (await tests(ctx, bot, flow)).map(({ id, name, scene: { at, lines } }) => ({ id, name, at, lines: lines.length }));

/** The tests that go differently now. */
async function differences(ctx: Own, { bot, flow }: Named, brain: Brain, checked: Flow): Promise<readonly object[]> {
  return (await tests(ctx, bot, flow)).flatMap(({ id, name, transcript }) => {
    const found = replay(sourceOf(brain, checked), checked, transcript);
    if (found === null) return [];
    // Which line of the visitor that was: answers of others are turns as well.
    const line = transcript.turns.filter(({ event }) => event.is === 'said' && event.turn <= found.turn).length;
    return [{ id, name, turn: line, expected: saidOf(found.expected), actual: saidOf(found.actual) }];
  }).slice(0, MOST_SHOWN);
}

const saidOf = (effects: readonly { readonly is: string; readonly text?: string }[]): string => effects.map(({ is, text }) => text ?? `[${is}]`).join('\n').slice(0, MOST_QUOTED);

async function drawingOf(ctx: Own, bot: string, { draft, id }: StoredFlow, which: number | 'draft'): Promise<Draft | null> {
  return which === 'draft' ? draft : ((await versionOf(ctx, bot, id, which))?.draft ?? null);
}

/** The latest turns, as many as an answer has room for. */
function trimmed(turns: readonly Rehearsed[]): { readonly turns: readonly Rehearsed[]; readonly left: number } {
  let from = turns.length;
  for (let length = 0; from > 0; from--) {
    length += JSON.stringify(turns[from - 1]).length;
    if (length > MOST_TRIED && from < turns.length) break;
  }
  return { turns: turns.slice(from), left: from };
}

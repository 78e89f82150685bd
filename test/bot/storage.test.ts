import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { beginTraining } from '../../plugins/bot/compat/training.ts';
import { log } from '../../plugins/bot/compat/log.ts';
import { factsOf, keepFact, keepUser, newUser } from '../../plugins/bot/compat/users.ts';
import { change, remove, revisionOf, rows, tidy, touch } from '../../plugins/bot/library.ts';
import plugin from '../../plugins/bot/index.ts';
import { archiveOf } from './support/archive.ts';
import { draftOf, TABLE } from './support/flow-house.ts';
import { SlowHouse } from './support/slow-house.ts';

describe('a profile', () => {
  it('keeps its new name where something else of the bot changes meanwhile', async () => {
    const house = await SlowHouse.open();
    const profile = (await house.profile())!;
    await Promise.all([house.do('save', { profile: { ...profile, name: 'Wren' } }), touch(house.ctx, house.bot), house.do('put', { entry: { post: 'a', similar: [], replies: ['b'], enabled: true, categories: [] } })]);
    expect(await house.profile()).toMatchObject({ name: 'Wren' });
  });

  it('has all that is changed of it at once', async () => {
    const house = await SlowHouse.open();
    const client = await house.client();
    await Promise.all([client.command('PUT', '/', { name: 'Wren' }), client.command('PUT', '/', { fallback: 'Sorry' }), client.command('PUT', '/', { welcome: 'Hi', description: 'd' }), client.command('PUT', '/', { logo: 'l' })]);
    expect(await house.profile()).toMatchObject({ name: 'Wren', fallback: 'Sorry', welcome: 'Hi' });
    expect((await client.command('GET', '/')).data).toMatchObject({ description: 'd', logo: 'l' });
  });
});

describe('a bot that was removed', () => {
  it('does not come back by what is changed of it meanwhile', async () => {
    const house = await SlowHouse.open();
    const { ctx, around: { lanes } } = house;
    const profile = (await house.profile())!;
    const client = await house.client();
    await Promise.all([
      touch(ctx, house.bot), change(ctx, lanes, house.bot, (known) => ({ ...known, name: 'Wren' })), house.do('save', { profile }), client.command('PUT', '/', { name: 'Owl' }),
      remove(ctx, lanes, house.bot), house.do('save', { profile }), client.command('PUT', '/', { name: 'Owl' }), touch(ctx, house.bot),
    ]);
    await vi.waitFor(() => expect([...house.data.kept.keys()]).toEqual([]));
  });

  it('is gone before all that belonged to it is', async () => {
    const house = await SlowHouse.open();
    for (let i = 0; i < 2_000; i++) house.data.kept.set(`turn:robin:u:${i}`, '1');
    const began = performance.now();
    await house.do('remove');
    expect(await house.profile()).toBeUndefined();
    expect(house.data.kept.size).toBeGreaterThan(1_000);
    await vi.waitFor(() => expect(house.data.kept.size).toBe(0));
    // Each write for itself would take 20 s.
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('leaves nothing where a crash cut its clearing off', async () => {
    const { ctx, data } = new SlowHouse();
    for (const key of ['gone:robin', 'faq:robin:1', 'secret:robin', 'turn:robin:u:1', 'faq:robinson:1']) data.kept.set(key, '1');
    await tidy(ctx, 0);
    expect([...data.kept.keys()]).toEqual(['faq:robinson:1']);
  });

  it('is not written again by what was under way', async () => {
    const house = await SlowHouse.open();
    const { around: { brains, counts, lanes }, ctx } = house;
    await house.do('bring', { entries: [{ id: 'q', post: 'a', similar: [], replies: ['b'], enabled: true, categories: [] }] });
    for (const name of ['buy', 'sell']) await house.do('intent.save', { isNew: true, intent: { name, description: '', utters: [`I ${name}`, `${name} it`], slots: [] } });
    const client = await house.client();
    await beginTraining(ctx, house.bot, { brains, lanes, now: Date.now() });
    await client.command('POST', '/conversation/query', { fromUserId: 'u', textMessage: 'a' });
    house.data.kept.clear();
    await Promise.all([counts.write(ctx), keepUser(ctx, house.bot, newUser('u', 0), true, 0), log(ctx, house.bot, lanes, 0, [{ logLevel: 'error', message: 'm' }])]);
    await lanes.run('training', async () => {});
    await after(200);
    expect([...house.data.kept.keys()]).toEqual([]);
  });
});

it('a user has all that functions keep of them at once', async () => {
  const { around: { lanes }, bot, ctx } = await SlowHouse.open();
  await Promise.all(['a', 'b', 'c'].map((name) => keepFact(ctx, lanes, bot, 'u', name, name)));
  expect(await factsOf(ctx, bot, 'u')).toEqual({ a: 'a', b: 'b', c: 'c' });
});

it.each(['API', 'page'])('scripts that are brought in by the %s stay, also where somebody saves meanwhile what was there before', async (by) => {
  const house = await SlowHouse.open();
  const client = await house.client();
  const archive = archiveOf({ main: '+ a\n- b' });
  await house.do('script.add', { name: 'old' });
  const { replace } = house.data;
  let saved: Promise<unknown> | undefined;
  house.data.replace = (key, from, value) => {
    if (key.startsWith('scripts:')) saved ??= house.do('script.config', { config: { KEY: 'v' } });
    return replace(key, from, value);
  };
  await (by === 'API' ? client.upload('/conversation/droplet/import', 'droplet', archive) : house.do('script.bring', { archive: Buffer.from(archive).toString('base64') }));
  expect(await saved).toBe(true);
  expect(house.data.peek(`scripts:${house.bot}`)).toMatchObject({ topics: [{ name: 'main' }], config: { KEY: 'v' } });
});

it('a flow has all that is done to it at once', async () => {
  const house = await SlowHouse.open();
  const { id: flow } = await house.do<{ id: string }>('flow.make', { name: 'Tables', draft: draftOf(TABLE) });
  const saved = { flow, revision: 1, draft: draftOf(TABLE.map((node) => (node.id === 'done' ? { ...node, text: 'Done.' } : node))) };
  const [, , one, other] = await Promise.all([house.do('flow.publish', { flow }), house.do('flow.rename', { flow, name: 'Seats' }), house.do('flow.save', saved), house.do('flow.save', saved)]);
  expect(await house.do('flow.get', { flow })).toMatchObject({ name: 'Seats', revision: 2, live: 1, versions: [{ version: 1 }] });
  expect([one, other]).toContainEqual({ refused: 'draft.conflict', revision: 2 });
});

describe('a flow that two nodes change at once', () => {
  const open = async () => {
    const house = await SlowHouse.open();
    const { id: flow } = await house.do<{ id: string }>('flow.make', { name: 'Tables', draft: draftOf(TABLE) });
    return { house, other: new SlowHouse(house.data), flow, draft: draftOf(TABLE.map((node) => (node.id === 'done' ? { ...node, text: 'Done.' } : node))) };
  };

  it('has what both of them did, and of two drafts the first: the second is told', async () => {
    const { draft, flow, house, other } = await open();
    const saved = { flow, revision: 1, draft };
    const [first, second] = await Promise.all([house.do('flow.save', saved), other.do('flow.save', saved), house.do('flow.publish', { flow }), other.do('flow.rename', { flow, name: 'Seats' })]);
    expect([first, second]).toContainEqual(expect.objectContaining({ revision: 2, findings: expect.any(Array) }));
    expect([first, second]).toContainEqual({ refused: 'draft.conflict', revision: 2 });
    expect(await house.do('flow.get', { flow })).toMatchObject({ name: 'Seats', revision: 2, live: 1, versions: [{ version: 1 }], draft });
  });

  it('has each version as it was published', async () => {
    const { draft, flow, house, other } = await open();
    const publish = async (node: SlowHouse): Promise<number> => (await node.do<{ version: number }>('flow.publish', { flow })).version;
    // Another draft is published by each.
    const published = await Promise.all([publish(house), other.do('flow.save', { flow, revision: 1, draft }).then(() => publish(other))]);
    expect(new Set(published).size).toBe(2);
    const shown = await Promise.all(published.map((version) => house.do('flow.version', { flow, version })));
    const { live, versions } = await house.do<{ live: number; versions: readonly { version: number }[] }>('flow.get', { flow });
    expect(versions.map(({ version }) => version)).toEqual(published.toSorted((a, b) => b - a));
    expect(live).toBe(Math.max(...published));
    expect(shown[1]).toEqual(draft);
  });
});

it('a flow that was removed stays so', async () => {
  const house = await SlowHouse.open();
  const { id: flow } = await house.do<{ id: string }>('flow.make', { name: 'Tables', draft: draftOf(TABLE) });
  await Promise.all([house.do('flow.publish', { flow }), house.do('flow.remove', { flow }), house.do('flow.rename', { flow, name: 'Seats' }), house.do('flow.keep', { flow, name: 'One', scene: { at: null, slots: [], lines: [], startedAt: 0 } })]);
  expect([...house.data.kept.keys()].filter((key) => key.startsWith('flow'))).toEqual([]);
});

it('what each node changes has a mark of its own', async () => {
  const house = await SlowHouse.open();
  await touch(house.ctx, house.bot);
  const own = await revisionOf(house.ctx, house.bot);
  await house.data.set(`revision:${house.bot}:other`, 'one');
  const first = await revisionOf(house.ctx, house.bot);
  await Promise.all([touch(house.ctx, house.bot), house.data.set(`revision:${house.bot}:other`, 'two')]);
  expect(new Set([own, first, await revisionOf(house.ctx, house.bot)]).size).toBe(3);
});

it.each([[0, 1], [3, 1], [99, 1], [100, 2], [250, 3]])('%i rows are read in %i pages', async (count, pages) => {
  const { ctx, data } = new SlowHouse();
  for (let i = 0; i < count; i++) data.kept.set(`faq:robin:${i}`, '1');
  let read = 0;
  for await (const page of rows(ctx, 'faq:robin:')) read += page.length;
  expect([read, data.reads.length]).toEqual([count, pages]);
});

it('what is written together is committed together', async () => {
  const house = await SlowHouse.open();
  const { data } = house;
  const entries = Array.from({ length: 60 }, (_, i) => ({ id: `q${i}`, post: `question ${i}`, similar: [], replies: ['x'], enabled: true, categories: ['c'] }));
  const most = async (work: () => Promise<unknown>): Promise<number> => {
    data.most = 0;
    await work();
    return data.most;
  };
  expect(await most(() => house.do('bring', { entries }))).toBe(60);
  const client = await house.client();
  await client.command('POST', '/faq/categories', { label: 'c' });
  const [{ value }] = (await client.command('GET', '/faq/categories')).data as [{ value: string }];
  expect(await most(() => client.command('PUT', '/faq/categories', { value, label: 'd' }))).toBe(60);
  expect(await most(() => client.command('POST', '/clause/intents/import', { intents: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] }))).toBe(3);
  expect(await most(() => client.command('POST', '/conversation/query', { fromUserId: 'u', textMessage: 'hello' }))).toBe(2);
  expect(await most(() => house.do('drop', { ids: entries.map(({ id }) => id) }))).toBe(120);
});

it('marks of nodes that have long ended are taken away', async () => {
  const { ctx, data } = await SlowHouse.open();
  data.kept.set('revision:robin:old', JSON.stringify(['x', Date.now()]));
  await touch(ctx, 'robin');
  await tidy(ctx, Date.now() + 29 * 86_400_000);
  expect([...data.kept.keys()].filter((key) => key.startsWith('revision:'))).toHaveLength(2);
  await tidy(ctx, Date.now() + 31 * 86_400_000);
  expect([...data.kept.keys()]).toEqual(['bot:robin']);
});

describe('mutes that the API made before there was a list of them', () => {
  it('are on it after the migration, for chats and for the API; done again it changes nothing', async () => {
    const house = await SlowHouse.open();
    const client = await house.client();
    const mute = async (id: string): Promise<unknown> => (await client.command('POST', `/users/${id}/ismute`)).data;
    for (const id of ['v1', 'v2']) await keepUser(house.ctx, house.bot, newUser(id, 7), true, 7);
    const [key = ''] = [...house.data.kept].find(([, value]) => value.includes('"id":"v1"')) ?? [];
    house.data.kept.set(key, JSON.stringify({ ...Object(house.data.peek(key)), muted: true }));
    const migrate = (): unknown => plugin.definition.migrations?.['1.1.0']?.(house.ctx);
    await migrate();
    house.around.brains.forget(house.bot);
    expect([await mute('v1'), await mute('v2')]).toEqual([{ mute: true }, { mute: false }]);
    expect((await house.say('hello')).texts).toEqual([]);
    const kept = house.data.written.filter((each) => each.startsWith('muted:')).length;
    await migrate();
    expect(house.data.written.filter((each) => each.startsWith('muted:'))).toHaveLength(kept);
  });
});

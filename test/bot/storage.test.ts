import { describe, expect, it, vi } from 'vitest';
import { change, remove, revisionOf, rows, touch } from '../../plugins/bot/library.ts';
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
    await vi.waitFor(() => expect([...house.data.kept.keys()].filter((key) => !key.startsWith('secret:'))).toEqual([]));
  });
});

it('a flow has all that is done to it at once', async () => {
  const house = await SlowHouse.open();
  const { id: flow } = await house.do<{ id: string }>('flow.make', { name: 'Tables', draft: draftOf(TABLE) });
  const saved = { flow, revision: 1, draft: draftOf(TABLE.map((node) => (node.id === 'done' ? { ...node, text: 'Done.' } : node))) };
  const [, , one, other] = await Promise.all([house.do('flow.publish', { flow }), house.do('flow.rename', { flow, name: 'Seats' }), house.do('flow.save', saved), house.do('flow.save', saved)]);
  expect(await house.do('flow.get', { flow })).toMatchObject({ name: 'Seats', revision: 2, live: 1, versions: [{ version: 1 }] });
  expect([one, other]).toContainEqual({ refused: 'draft.conflict', revision: 2 });
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

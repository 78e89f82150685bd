import { setTimeout as after } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { Brains } from '../../plugins/bot/brain.ts';
import { leastWait, wholeWork } from './support/longest-wait.ts';
import { SlowHouse } from './support/slow-house.ts';

const entryOf = (id: string, post: string) => ({ id, post, similar: [], replies: ['x'], enabled: true, categories: [] });

/** A bot that knows so much. */
async function large(count: number): Promise<SlowHouse> {
  const house = await SlowHouse.open();
  for (let i = 0; i < count; i++) house.data.kept.set(`faq:robin:${String(i).padStart(6, '0')}`, JSON.stringify(entryOf(String(i).padStart(6, '0'), `如何办理第${i}号业务的退货和发票申请 for order ${i}`)));
  return house;
}

/** Another node has stored something. */
function elsewhere({ data }: SlowHouse, key: string, value: unknown): void {
  data.kept.set(key, JSON.stringify(value));
  data.kept.set('revision:robin:other', JSON.stringify(crypto.randomUUID()));
}

it('chats go on while a bot of 10,000 questions is read', { timeout: 60_000 }, async () => {
  const house = await large(10_000);
  await (await SlowHouse.open()).around.brains.of(house.ctx, house.bot); // what is compiled and loaded once
  const read = () => new Brains().of(house.ctx, house.bot);
  // A reading takes 600 ms or so where the machine is not slow.
  const bound = Math.max(25, (await wholeWork(read)) / 24);
  expect(await leastWait(bound, read)).toBeLessThan(bound);
});

it('what is changed here is in the bot at once, without reading it again', async () => {
  const house = await large(300);
  const { around: { brains }, ctx, data } = house;
  await brains.of(ctx, house.bot);
  data.reads.length = 0;
  const { id } = await house.do<{ id: string }>('put', { entry: { post: 'Where is the moon?', similar: [], replies: ['Up.'], enabled: true, categories: [] } });
  await house.do('bring', { entries: [{ post: 'Where is the sun?', similar: [], replies: ['There.'], enabled: true, categories: [] }] });
  await house.do('drop', { ids: ['000001'] });
  const client = await house.client();
  await client.command('POST', '/faq/database', { docId: 'mars', post: 'Where is mars?', replies: [{ content: 'Far.' }] });
  const brain = (await brains.of(ctx, house.bot))!;
  expect([brain.entries.size, brain.search.size]).toEqual([302, 302]);
  expect(['Where is the moon?', 'Where is mars?', 'Where is the sun?'].map((text) => brain.search.search(text, 1)[0]?.score)).toEqual([1, 1, 1]);
  expect(brain.entries.get(id)).toMatchObject({ replies: ['Up.'] });
  expect(data.reads).not.toContain('faq:robin:');
});

it('what is changed here while the bot is read is in it all the same', async () => {
  const house = await large(3_000);
  const { around: { brains }, ctx, data } = house;
  const reading = brains.of(ctx, house.bot);
  await vi.waitFor(() => expect(data.reads.filter((key) => key === 'faq:robin:').length).toBeGreaterThan(2), { interval: 1 });
  const entry = entryOf('0', 'Where is the moon?');
  const changed = house.do('put', { entry });
  await reading;
  await changed;
  expect((await brains.of(ctx, house.bot))?.entries.get('0')).toMatchObject({ post: 'Where is the moon?' });
});

it('what another node has changed is read behind, at most every five seconds, and what was known answers meanwhile', async () => {
  const house = await large(1);
  const { around: { brains }, ctx } = house;
  const clock = vi.spyOn(performance, 'now');
  const known = async (at: number) => {
    clock.mockReturnValue(at);
    const size = (await brains.of(ctx, house.bot))?.entries.size;
    await after(10); // as long as it would take to read it again
    return size;
  };
  try {
    expect(await known(0)).toBe(1);
    elsewhere(house, 'faq:robin:a', entryOf('a', 'a'));
    expect(await known(999)).toBe(1);
    expect(await known(4_000)).toBe(1);
    await known(5_001);
    await vi.waitFor(async () => expect(await known(5_002)).toBe(2));
    elsewhere(house, 'faq:robin:b', entryOf('b', 'b'));
    for (const at of [6_500, 8_000, 9_900, 9_950]) expect(await known(at)).toBe(2);
    await known(11_000);
    await vi.waitFor(async () => expect(await known(11_001)).toBe(3));
    house.data.kept.delete('bot:robin');
    expect(await known(12_500)).toBeUndefined();
  } finally {
    clock.mockRestore();
  }
});

it('what this node changes while it reads what another has changed is not lost', async () => {
  const house = await large(2_000);
  const { around: { brains }, ctx, data } = house;
  await brains.of(ctx, house.bot);
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 6_000);
  elsewhere(house, 'faq:robin:a', entryOf('a', 'a'));
  data.reads.length = 0;
  await brains.of(ctx, house.bot);
  clock.mockRestore();
  await vi.waitFor(() => expect(data.reads.filter((key) => key === 'faq:robin:').length).toBeGreaterThan(2), { interval: 1 });
  await house.do('put', { entry: entryOf('000000', 'Where is the moon?') });
  await vi.waitFor(async () => expect((await brains.of(ctx, house.bot))?.entries.size).toBe(2_001));
  expect((await brains.of(ctx, house.bot))?.entries.get('000000')).toMatchObject({ post: 'Where is the moon?' });
});

it('chats go on while the mind of a bot with many utterances and words is made', { timeout: 60_000 }, async () => {
  const house = await SlowHouse.open();
  const dates = { createdate: '', updatedate: '' };
  for (let k = 0; k < 10; k++) {
    house.data.kept.set(`intent:robin:i${k}`, JSON.stringify({ name: `i${k}`, description: '', slots: [], ...dates, utters: Array.from({ length: 1_000 }, (_, i) => ({ id: String(i), utterance: `我想办第${i}件事情的第${k}步`, ...dates })) }));
    house.data.kept.set(`dictionary:robin:d${k}`, JSON.stringify({ name: `d${k}`, type: 'vocab', description: '', patterns: [], ...dates, words: Array.from({ length: 2_000 }, (_, i) => ({ word: `产品${k}号${i}`, synonyms: [], ...dates })) }));
  }
  house.data.kept.set('training:robin', JSON.stringify({ state: 'done', startedAt: 0, error: '', training: 1, pieces: 0 }));
  const { around: { brains, minds }, ctx } = house;
  expect(await leastWait(30, async () => {
    brains.forget(house.bot);
    minds.forget(house.bot);
    await minds.of(ctx, house.bot, (await brains.of(ctx, house.bot))!, 0);
  })).toBeLessThan(30);
});

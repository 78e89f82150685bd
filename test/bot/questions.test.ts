import { describe, expect, it } from 'vitest';
import { MOST_ENTRIES, MOST_SIMILAR, type Faq } from '../../plugins/bot/faq.ts';
import { keepCorrection } from '../../plugins/bot/record/corrections.ts';
import { SlowHouse } from './support/slow-house.ts';

const entry = (post: string, more: Partial<Faq> = {}) => ({ post, similar: [], replies: ['At nine.'], enabled: true, categories: [], ...more });

async function open(more: Partial<Faq> = {}) {
  const house = await SlowHouse.open();
  await house.do('put', { entry: entry('When do you open?', { id: 'q', ...more }) });
  const similar = async (): Promise<readonly string[]> => (house.data.peek(`faq:${house.bot}:q`) as Faq).similar.toSorted();
  return { house, client: await house.client(), similar };
}

describe('a question that several change at once', () => {
  it('has what each of them added, whoever they are', async () => {
    const { client, house, similar } = await open();
    await Promise.all([
      client.command('POST', '/faq/database/q/extend', { post: 'a' }), house.do('history.teach', { entry: 'q', questions: ['b'] }),
      client.command('POST', '/faq/database/q/extend', { post: 'c' }), house.do('history.teach', { entry: 'q', questions: ['d'] }),
    ]);
    expect(await similar()).toEqual(['a', 'b', 'c', 'd']);
    expect((await house.around.brains.of(house.ctx, house.bot))?.search.search('d')[0]).toMatchObject({ id: 'q', score: 1 });
  });

  it('loses what a correction gave it, and nothing besides', async () => {
    const { client, house, similar } = await open({ similar: ['wrong'] });
    const turn = { conversation: 'c', turn: 1 };
    await keepCorrection(house.ctx, house.bot, { ...turn, at: 0, question: 'wrong', was: { by: 'faq', entry: null, of: '', score: null }, entry: 'q', score: null, added: true });
    await Promise.all([client.command('POST', '/faq/database/q/extend', { post: 'right' }), house.do('history.undo', turn), client.command('PUT', '/faq/database/q', { post: 'Hours?', replies: [{ rtype: 'plain', content: 'x' }] })]);
    expect(await similar()).toEqual(['right']);
    expect(house.data.peek(`faq:${house.bot}:q`)).toMatchObject({ post: 'Hours?', replies: ['x'] });
  });

  it('keeps as many as it may, whoever adds them', async () => {
    const { client, house, similar } = await open({ similar: Array.from({ length: MOST_SIMILAR - 1 }, (_, index) => `known ${index}`) });
    const [taught, extended] = await Promise.all([house.do('history.teach', { entry: 'q', questions: ['a'] }), client.command('POST', '/faq/database/q/extend', { post: 'b' })]);
    expect(taught).toEqual({ taught: ['a'] });
    expect(extended).toMatchObject({ rc: 4 });
    expect(await similar()).toHaveLength(MOST_SIMILAR);
  });
});

it('a question that several bring at once is one entry', async () => {
  const { house } = await open();
  await Promise.all([house.do('bring', { entries: [entry('Where are you?')] }), house.do('bring', { entries: [entry('Where are you?', { replies: ['There.'] })] })]);
  const kept = [...house.data.kept.keys()].filter((key) => key.startsWith('faq:'));
  expect(kept).toHaveLength(2);
});

it.each(['page', 'file', 'API'])('a bot has no more questions than it may, also where the %s and the page add at once', async (other) => {
  const { client, house } = await open();
  // All but one: they need not be stored to be counted.
  const { entries } = (await house.around.brains.of(house.ctx, house.bot))!;
  for (let index = entries.size; index < MOST_ENTRIES - 1; index++) (entries as Map<string, Faq>).set(`${index}`, entry('x', { id: `${index}` }) as Faq);
  const add = { page: () => house.do('put', { entry: entry('b') }), file: () => house.do('bring', { entries: [entry('b')] }), API: () => client.command('POST', '/faq/database', { post: 'b', replies: [{ rtype: 'plain', content: 'x' }] }) }[other];
  const [first, second] = await Promise.all([house.do('put', { entry: entry('a') }), add?.()]);
  expect([first, second].map((answer) => /full|"rc":4/.test(JSON.stringify(answer)))).toEqual([false, true]);
  expect([...house.data.kept.keys()].filter((key) => key.startsWith('faq:'))).toHaveLength(2);
});

it('nothing is written to a bot that is gone', async () => {
  const { client, house } = await open();
  await house.do('remove');
  expect(await Promise.all([house.do('put', { entry: entry('a') }), house.do('bring', { entries: [entry('a')] }), house.do('drop', { ids: ['q'] }), house.do('history.teach', { entry: 'q', questions: ['b'] })])).toEqual([null, null, null, null]);
  expect(await client.command('POST', '/faq/database', { post: 'b', replies: [{ rtype: 'plain', content: 'x' }] })).toMatchObject({ rc: 5 });
});

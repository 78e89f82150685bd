import { describe, expect, it, onTestFinished } from 'vitest';
import { testPlugin } from '#plugin/testing.ts';
import plugin from '../../plugins/bot/index.ts';
import { saysUnhelpful } from '../../plugins/bot/unhelpful.ts';
import { computingMs } from '../support/stopwatch.ts';
import { draftOf, FlowHouse, TABLE } from './support/flow-house.ts';

it.each(['not helpful', 'That is not helpful!', "that's not what I asked", 'This isn’t what I meant', 'wrong answer', 'No, that was wrong.', 'useless', 'You did not answer my question', "that didn't help", 'it was no help at all', '没用', '没有用啊', '答非所问', '你答非所问', '这个回答没用', '根本没帮助', '不是我问的', '没有解决我的问题。', '回答错了'])('says that an answer was none: %s', (text) => {
  expect(saysUnhelpful(text)).toBe(true);
});

it.each(['That is helpful', 'very helpful, thanks', 'right', 'the wrong item was delivered', 'my coupon does not work', 'It did not arrive', 'not today', 'What is wrong with it?', 'I was given the wrong answer by your shop in Paris', '优惠券没用过可以退吗', '没有用户名怎么登录', '这个没用完能退吗', '问题解决了', '有用', '没有', '没用的东西能退吗'])('says nothing of the kind: %s', (text) => {
  expect(saysUnhelpful(text)).toBe(false);
});

it('is quick about whatever is said, also about what only begins like it', async () => {
  const said = ['一点都', '说的不对', '都一点', 'no, '].map((words) => words.repeat(20).slice(0, 60));
  for (const text of said) saysUnhelpful(text);
  const took = await computingMs(() => {
    for (const text of said) expect(saysUnhelpful(text)).toBe(false);
  });
  expect(took).toBeLessThan(5);
});

const HOURS = { post: 'When are you open?', similar: [], replies: ['From nine to five.'], enabled: true, categories: [] };

async function robin(change: object = {}) {
  const tested = await testPlugin(plugin);
  onTestFinished(() => tested.stop());
  const ask = async <T>(action: string, given: object): Promise<T> => (await tested.act('bots', action, { json: JSON.stringify(given) }, { viewer: { kind: 'agent', id: '1', name: 'Lin', role: 'admin' } })).data as T;
  const profile = await ask<{ id: string }>('make', { name: 'Robin', department: 'd1', language: 'en' });
  await ask('save', { profile: { ...profile, ...change } });
  await ask('bring', { bot: profile.id, entries: [HOURS] });
  let answers = 0;
  return { say: (text: string) => tested.turn({ kind: 'said', text }), rate: (helpful: boolean, message = ++answers) => tested.turn({ kind: 'rated', helpful, message }) };
}

it('thumbs stand under what answers a question: no greeting, no apology, no farewell', async () => {
  const { rate, say } = await robin({ misses: 5 });
  expect(await say('When are you open?')).toMatchObject({ answers: true });
  for (const turn of [await say('hello'), await say('what is the weather on Mars'), await rate(false), await say('a person, please')]) expect(turn?.answers ?? false).toBe(false);
});

describe('an answer that did not help', () => {
  it('counts as a question that was not known: in words, by the thumb, and together', async () => {
    for (const [first, second] of [['say', 'say'], ['rate', 'rate'], ['say', 'rate']] as const) {
      const { rate, say } = await robin();
      const deed = { say: () => say('that was not helpful'), rate: () => rate(false) };
      await say('When are you open?');
      expect(await deed[first]()).toMatchObject({ says: [{ text: expect.stringContaining('sorry') }] });
      // That it knows the next question does not make the one before better.
      await say('When are you open?');
      const last = await deed[second]();
      expect(last).toMatchObject({ next: 'hand-over' });
      expect(last?.says?.at(-1)?.text).toMatch(/did not help.*When are you open/);
    }
  });

  it('counts once for each answer, and the last word of it, however often a thumb is turned', async () => {
    const { rate, say } = await robin();
    await say('When are you open?');
    expect(await rate(false, 5)).toMatchObject({ says: [{ text: expect.stringContaining('sorry') }] });
    expect(await rate(false, 5)).toEqual({});
    for (let time = 0; time < 3; time++) {
      expect((await rate(true, 5))?.memory).toMatchObject({ unhelpful: 0, down: [] });
      expect((await rate(false, 5))?.next ?? 'stay').toBe('stay');
    }
    await rate(true, 5);
    expect((await rate(false, 6))?.next ?? 'stay').toBe('stay');
    expect(await rate(false, 7)).toMatchObject({ next: 'hand-over' });
  });

  it('leads to a person at once, or nowhere, where the profile says so', async () => {
    const atOnce = await robin({ unhelpful: 'person' });
    await atOnce.say('When are you open?');
    expect(await atOnce.rate(false)).toMatchObject({ next: 'hand-over' });
    // It keeps quiet until a person has been there.
    expect(await atOnce.rate(false)).toEqual({});
    const never = await robin({ unhelpful: 'ignore' });
    await never.say('When are you open?');
    for (let time = 0; time < 5; time++) expect(await never.rate(false)).toEqual({});
  });

  it('is nothing before anything was asked, nor where it did help', async () => {
    const { rate, say } = await robin({ unhelpful: 'person' });
    expect((await say('useless'))?.next ?? 'stay').toBe('stay');
    await say('When are you open?');
    expect(await rate(true)).toEqual({});
  });

  it('in a dialogue only counts, so that what was asked there can still be answered', async () => {
    const house = await FlowHouse.open();
    await house.publish(draftOf(TABLE));
    await house.say('book a table');
    expect((await house.tested.turn({ kind: 'rated', helpful: false, message: 5 }, { bot: house.bot }))?.says).toEqual([]);
    expect(await house.say('4')).toEqual(['Where? | Inside | On the terrace']);
    expect(await house.tested.turn({ kind: 'rated', helpful: false, message: 9 }, { bot: house.bot })).toMatchObject({ next: 'hand-over', says: [{}, { text: expect.stringContaining('people: 4') }] });
  });
});

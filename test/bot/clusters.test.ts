import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { clusterOf } from '../../plugins/bot/engine/faq/clusters.ts';
import { prepareChinese } from '../../plugins/bot/engine/text/jieba.ts';
import { Tokenizer } from '../../plugins/bot/engine/text/words.ts';
import { longestWait } from './support/longest-wait.ts';
import { slices } from '../../plugins/bot/slices.ts';

const QUESTIONS = [
  'Do you sell gift cards?', 'Are there gift cards in the shop?', 'gift cards', 'How much is shipping to Canada?', 'shipping costs canada', 'what does delivery to canada cost',
  '会员卡怎么办理', '你们有会员卡吗', '能不能货到付款', '支持货到付款吗', '你们几点关门', 'Is there a lion in the zoo?',
];

let tokenizer: Tokenizer;
beforeAll(async () => {
  await prepareChinese();
  tokenizer = new Tokenizer();
});

const grouped = async (questions: readonly string[]) => (await clusterOf(tokenizer, questions.map((question) => ({ question, times: 1 })))).map(({ members }) => members.map(({ question }) => question));

it('puts together what is about the same, the most central question first', async () => {
  const groups = await grouped(QUESTIONS);
  expect(groups.map((group) => group.toSorted())).toEqual(expect.arrayContaining([QUESTIONS.slice(0, 3).toSorted(), QUESTIONS.slice(3, 6).toSorted(), QUESTIONS.slice(6, 8).toSorted(), QUESTIONS.slice(8, 10).toSorted(), [QUESTIONS[10]], [QUESTIONS[11]]]));
  expect(groups.map(([name]) => name)).toEqual(expect.arrayContaining(['gift cards', 'shipping costs canada']));
});

it('is named by what is asked most among its like', async () => {
  const [first] = await clusterOf(tokenizer, QUESTIONS.map((question, place) => ({ question, times: place === 0 ? 9 : 1 })));
  expect(first).toMatchObject({ times: 11, members: [{ question: 'Do you sell gift cards?' }, {}, {}] });
});

it('groups the same questions alike in whatever order, and each once', async () => {
  const groups = await grouped(QUESTIONS);
  await fc.assert(fc.asyncProperty(fc.shuffledSubarray(QUESTIONS, { minLength: QUESTIONS.length }), async (shuffled) => {
    expect(await grouped(shuffled)).toEqual(groups);
  }), { numRuns: 20 });
  expect(groups.flat().toSorted()).toEqual(QUESTIONS.toSorted());
});

it('holds nobody up with as many as it is given', async () => {
  const many = Array.from({ length: 600 }, (_, index) => ({ question: `${QUESTIONS[index % 12] ?? ''} ${index % 40} for ${index}`, times: 1 + (index % 7) }));
  expect(await longestWait(() => clusterOf(tokenizer, many, slices()))).toBeLessThan(60);
});

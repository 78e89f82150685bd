import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FaqSearch, type FaqEntry } from '../../plugins/bot/engine/faq/search.ts';
import { Tokenizer } from '../../plugins/bot/engine/text/words.ts';

const entry = (id: string, post: string, similar: readonly string[] = [], categories: readonly string[] = []): FaqEntry => ({ id, post, similar, enabled: true, categories });

const bank = [
  entry('fee', '信用卡年费是多少', ['这张卡收年费吗'], ['card']),
  entry('limit', '信用卡额度是多少', ['怎么提高额度'], ['card']),
  entry('hours', '你们营业时间是几点到几点', ['周末开门吗'], ['branch']),
  entry('lost', 'I lost my card, what should I do?', ['My card was stolen'], ['card']),
  entry('pin', 'How do I change my PIN?', [], ['card']),
  entry('branch', 'Where is the nearest branch?', [], ['branch']),
];
const search = new FaqSearch(undefined, bank);
const ids = (text: string, within = search): readonly string[] => within.search(text).map(({ id }) => id);

it('finds the same question wholly, whatever its case and marks', () => {
  expect(search.search('how do i change my pin')[0]).toEqual({ id: 'pin', post: 'How do I change my PIN?', score: 1 });
  expect(search.search('这张卡收年费吗？')[0]).toEqual({ id: 'fee', post: '这张卡收年费吗', score: 1 });
});

it('finds questions that are asked in other words, each entry once', () => {
  expect(ids('年费多少')[0]).toBe('fee');
  expect(ids('额度能提高吗')[0]).toBe('limit');
  expect(ids('somebody stole my cards')[0]).toBe('lost');
  const found = ids('信用卡');
  expect(new Set(found).size).toBe(found.length);
});

it.each(['请问信用卡年费是多少钱', '信用卡的年费多少', '怎么才能提高额度', '请问你们的营业时间是几点到几点呢', 'How can I change the PIN', 'my card was stolen yesterday', 'where is your nearest branch'])('is sure enough to answer %s', (text) => {
  expect(search.search(text)[0]?.score).toBeGreaterThanOrEqual(0.8);
});

it.each(['今天天气怎么样', '给我讲个笑话', '你们老板是谁', 'tell me a joke', 'what is the weather like', 'who won the game last night', 'is this a robot'])('is not sure of anything about %s', (text) => {
  expect(search.search(text)[0]?.score ?? 0).toBeLessThan(0.4);
});

it('is as sure as the question is like it', () => {
  const [same = 0, near = 0, far = 0] = ['My card was stolen', 'my card was stolen yesterday in a shop', 'where is my luggage'].map((text) => search.search(text)[0]?.score ?? 0);
  expect(same).toBeGreaterThan(near);
  expect(near).toBeGreaterThan(far);
});

it('takes the same words in another order for nearly the same question', () => {
  const dogs = new FaqSearch(undefined, [entry('bite', 'does the dog bite the man')]);
  expect(dogs.search('does the dog bite the man?')[0]?.score).toBe(1);
  expect(dogs.search('does the man bite the dog')[0]?.score).toBeLessThan(1);
});

it('takes no single question for the right one because there is no other', () => {
  const lonely = new FaqSearch(undefined, [entry('branch', 'Where is the nearest branch?')]);
  expect(lonely.search('the nearest star to us')[0]?.score).toBeLessThan(0.35);
  expect(lonely.search('where is the nearest airport')[0]?.score).toBeLessThan(0.7);
});

it('prefers the entry whose questions together speak of what is asked to one that has the nearest question', () => {
  const shop = new FaqSearch(undefined, [
    entry('return', 'can I return my shoes', ['how long may I keep my shoes before I return them', 'return of worn shoes', 'where do I return shoes I bought online']),
    entry('size', 'which size of my shoes do I need', ['size chart', 'my size is missing']),
  ]);
  expect(shop.alike('which of my shoes may I return', 1)[0]?.id).toBe('size');
  expect(shop.search('which of my shoes may I return', 1)[0]?.id).toBe('return');
});

it('is less sure where two entries speak of the same', () => {
  const alone = new FaqSearch(undefined, [entry('fee', 'what is the annual fee'), entry('pin', 'how do I change my pin')]);
  const contested = new FaqSearch(undefined, [entry('fee', 'what is the annual fee'), entry('card', 'the annual fee of the card is what'), entry('pin', 'how do I change my pin')]);
  const [sure = 0, torn = 0] = [alone, contested].map((each) => each.search('annual fee please')[0]?.score);
  expect(torn).toBeLessThan(sure - 0.1);
});

it('reads rare terms first, and what all have only as far as there is time', () => {
  const large = new FaqSearch(undefined, Array.from({ length: 41_000 }, (_, i) => entry(`${i}`, i === 7 ? 'zebra card' : 'card')));
  expect(ids('the card with a zebra', large)).toEqual(['7']);
  expect(ids('card', large)).toHaveLength(5);
});

it('finds nothing for what has nothing in common, and nothing in nothing', () => {
  expect(search.search('zzz')).toEqual([]);
  expect(search.search(' ?! ')).toEqual([]);
  expect(new FaqSearch().search('hello')).toEqual([]);
});

it('gives as many as are wanted, and of some categories only', () => {
  expect(search.search('card', 1)).toHaveLength(1);
  expect(search.search('is my card at the branch', 5, { categories: ['branch'] }).map(({ id }) => id)).toEqual(['branch']);
});

it('takes synonyms of the vocabulary for the same word', () => {
  const versed = new FaqSearch(new Tokenizer([{ word: '年费', synonyms: ['会员费'] }]), bank);
  expect(versed.search('信用卡会员费是多少')[0]?.score).toBe(1);
  expect(search.search('信用卡会员费是多少')[0]?.score).toBeLessThan(0.95);
});

it('finds an entry once it is set, in its newest form, and no more once it is deleted or not enabled', () => {
  const changing = new FaqSearch(undefined, bank);
  changing.set(entry('fee', '转账要手续费吗'));
  expect(ids('信用卡年费是多少', changing)[0]).not.toBe('fee');
  expect(changing.search('转账要手续费吗')[0]).toMatchObject({ id: 'fee', score: 1 });
  changing.set({ ...entry('fee', '转账要手续费吗'), enabled: false });
  expect(ids('转账要手续费吗', changing)).not.toContain('fee');
  changing.delete('pin');
  changing.delete('never there');
  expect(ids('How do I change my PIN?', changing)).not.toContain('pin');
  expect(changing.size).toBe(4);
});

it('answers the same after any changes as one that was made with what is left', () => {
  const words = ['card', 'fee', 'pin', '年费', '额度', 'lost', 'branch', '多少'];
  const post = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((chosen) => chosen.join(' '));
  const change = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), posts: fc.array(post, { maxLength: 3 }) });
  fc.assert(fc.property(fc.array(change, { maxLength: 20 }), post, (changes, asked) => {
    const changed = new FaqSearch();
    const left = new Map<string, FaqEntry>();
    for (const { id, posts: [first, ...similar] } of changes) {
      left.delete(id);
      if (first === undefined) changed.delete(id);
      else {
        left.set(id, entry(id, first, similar));
        changed.set(entry(id, first, similar));
      }
      // What was reckoned for a question must not outlive the next change.
      changed.search(asked);
    }
    const scores = (of: FaqSearch): object => Object.fromEntries(of.search(asked).map(({ id, score }) => [id, Math.round(score * 1e6)]));
    expect(scores(changed)).toEqual(scores(new FaqSearch(undefined, left.values())));
  }));
});

it.each([
  ['taken away', (search: FaqSearch) => search.delete('fee'), bank.slice(1)],
  ['put', (search: FaqSearch) => search.set(entry('fee', 'What is the fee?', ['annual fee'])), [entry('fee', 'What is the fee?', ['annual fee']), ...bank.slice(1)]],
  ['switched off', (search: FaqSearch) => search.set({ ...entry('fee', '年费'), enabled: false }), bank.slice(1)],
] as const)('leaves nothing of an entry that was %s before it was added in slices', async (_, overtake, left) => {
  for (const after of [1, 2, 3]) {
    const changed = new FaqSearch(undefined, bank.slice(1));
    let rests = 0;
    await changed.setInSlices(entry('fee', '信用卡年费是多少', ['这张卡收年费吗', '年费']), async () => {
      if (++rests === after) overtake(changed);
    });
    const fresh = new FaqSearch(undefined, left);
    const byId = (of: FaqSearch, asked: string): object => Object.fromEntries(of.search(asked).map(({ id, score }) => [id, Math.round(score * 1e6)]));
    for (const asked of ['信用卡年费', '年费', 'annual fee', 'my card', '额度']) expect(byId(changed, asked), asked).toEqual(byId(fresh, asked));
  }
});

it('bears any text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
    for (const { score } of search.search(text)) expect(score).toBeLessThanOrEqual(1);
  }));
  expect(() => search.search('card 年费 '.repeat(100_000))).not.toThrow();
});

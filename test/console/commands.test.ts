import { expect, test } from 'vitest';
import { wordsOf } from '#domain/words.ts';
import { isCalled } from '../../clients/console/features/commands/is-called.ts';

const chat = { label: '打开与 Anna 的会话', words: 'Where is my Blue lamp? 我想申请退款' };

test.each(['', 'anna', 'LAMP', '退款', 'anna lamp', 'ａｎｎａ  退款'])('an open chat is found by its name and by its last words: %j', (asked) => {
  expect(isCalled(chat, wordsOf(asked))).toBe(true);
});

test.each(['bob', 'anna chair', '款退'])('by nothing else: %j', (asked) => {
  expect(isCalled(chat, wordsOf(asked))).toBe(false);
});

import { expect, it } from 'vitest';
import { reportOf, type Findings } from './report.ts';

const window = { step: 'activate', node: 'node-1', from: 1_000, to: 2_000, doneMs: 10, agreedMs: 20 };
const post = (postedAt: number, ms: number | null) => ({ postedAt, refused: null, settledAt: ms === null ? null : postedAt + ms });
const fine: Findings = { longestMs: 1_000, posts: [post(500, 5), post(1_500, 7), post(2_500, 6)], windows: [window], lost: 0, refusals: { 'queue.empty': 4 }, violations: [], unrest: null };

it('tells what was said during a step from what was said beside it', () => {
  expect(reportOf(fine)).toEqual({
    during: { count: 1, p50: 7, p99: 7, worst: 7 }, beside: { count: 2, p50: 6, p99: 6, worst: 6 }, wrong: [], felt: [],
  });
});

it.each<['wrong' | 'felt', string, Partial<Findings>]>([
  ['wrong', 'gap in c: x', { violations: ['gap in c: x'] }],
  ['wrong', '1 desk is offline', { unrest: '1 desk is offline' }],
  ['wrong', '1 commands without an answer', { posts: [...fine.posts, post(1_600, null)] }],
  ['wrong', 'nobody spoke while a step was taken', { posts: [post(500, 5)] }],
  ['felt', '2 visitors lost their socket', { lost: 2 }],
  ['felt', 'refusals: 3 x busy', { refusals: { busy: 3 } }],
  ['felt', 'an answer took 1001 ms', { posts: [post(1_500, 1_001)] }],
])('says what is %s: %s', (kind, words, more) => {
  const { felt, wrong } = reportOf({ ...fine, ...more });
  expect({ felt, wrong }).toEqual({ felt: [], wrong: [], [kind]: [words] });
});

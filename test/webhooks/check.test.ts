import { expect, it } from 'vitest';
import { check } from './check.ts';

const due = (seq: number, conversation = 'a') => ({ conversation, seq });
const taken = (seq: number, more: { conversation?: string; id?: string; genuine?: boolean } = {}) => ({ ...due(seq, more.conversation), id: `${more.conversation ?? 'a'}-${seq}`, genuine: true, ...more });

it('finds nothing wrong where everything came in order, or again', () => {
  expect(check([due(1), due(2), due(1, 'b')], [taken(1), taken(1), taken(1, { conversation: 'b' }), taken(2), taken(1)])).toEqual([]);
});

it('takes what came though it need not have', () => {
  expect(check([due(1)], [taken(1), taken(2)], [due(1), due(2), due(3)])).toEqual([]);
});

it.each([
  ['what never came', [due(1), due(2)], [taken(1)], ['a-2: never came']],
  ['what came too early', [due(1), due(2)], [taken(2), taken(1)], ['a-1: came behind a-2']],
  ['what does not exist', [due(1)], [taken(1), taken(7)], ['a-7: there is no such event']],
  ['what somebody else sent', [due(1)], [taken(1, { genuine: false })], ['a-1: its signature is not good']],
  ['an id that changes', [due(1)], [taken(1, { id: 'x' })], ['x: is no stable id of a-1', 'a-1: never came', 'x: there is no such event']],
])('finds %s', (_, events, deliveries, wrong) => {
  expect(check(events, deliveries)).toEqual(wrong);
});

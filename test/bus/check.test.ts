import { expect, it } from 'vitest';
import { checkOrders } from './check.ts';

const said = (...texts: string[]) => new Map([['a', texts.map((text) => ({ by: 'b_bus', text }))]]);

it('finds nothing wrong where everything was said once and in order', () => {
  expect(checkOrders(new Map([['a', ['one', 'two']]]), said('one', 'two'))).toEqual([]);
});

it.each([
  ['what was lost', said('one'), ['a: two was said 0 times']],
  ['what was said twice', said('one', 'one', 'two'), ['a: one was said 2 times']],
  ['what overtook another', said('two', 'one'), ['a: one was said behind two']],
  ['what nobody ordered', said('one', 'two', 'three'), ['a: nobody ordered three']],
  ['what somebody else said', new Map([['a', [{ by: 'v_1', text: 'one' }, { by: 'b_bus', text: 'two' }]]]), ['a: one was said by v_1']],
])('finds %s', (_, logs, wrong) => {
  expect(checkOrders(new Map([['a', ['one', 'two']]]), logs)).toEqual(wrong);
});

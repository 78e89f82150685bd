import { expect, test } from 'vitest';
import { addressOf, atIn, isAsked, nothing, queryOf, searchOf, soughtIn } from '../../clients/console/features/search/sought.ts';
import { card as cardOf } from './support/card.ts';

const ID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

test('what is looked for is the same after it stood in an address', () => {
  const sought = { ...nothing, text: '退款 & lamp=1', department: ID, status: 'closed', since: '2026-11-01', until: '2026-11-30' };
  expect(soughtIn('ended', searchOf(sought, 7))).toEqual(sought);
  expect(searchOf(nothing)).toBe('');
  expect(searchOf(nothing, 7)).toBe('?at=7');
  expect(isAsked(nothing)).toBe(false);
  expect(isAsked(soughtIn('ended', `?agent=${ID}`))).toBe(true);
});

test.each([['?department=support'], ['?status=queued'], ['?status=ended'], ['?since=monday'], ['?until=2026-13-01'], ['?at=3'], ['?channel[]=x'], ['?q=%20']])('an address that makes no sense asks for nothing: %s', (search) => {
  expect(soughtIn('ended', search)).toEqual(nothing);
});

test.each([['?q=lamp&at=4', 4], ['', null], ['?at=', null], ['?at=0', null], ['?at=-4', null], ['?at=4.5', null], ['?at=x', null]])('%s opens its chat at %s', (search, at) => {
  expect(atIn(search)).toBe(at);
});

test('the server is asked for whole days, as they are where the reader is', () => {
  const { scope, since, until } = queryOf('ended', { ...nothing, since: '2026-11-30', until: '2026-11-30' });
  expect(scope).toBe('ended');
  expect(Number(since)).toBe(new Date(2026, 10, 30).getTime());
  expect(Number(until)).toBe(new Date(2026, 11, 1).getTime());
  expect(queryOf('ended', { ...nothing, since: '0002-11-30', until: '0020-11-30' })).toEqual({ scope: 'ended', since: '0', until: '0' });
  expect(queryOf('all', { ...nothing, text: 'lamp' })).toEqual({ scope: 'open', text: 'lamp' });
});

test('a hit leads to its message, and what was looked for stays', () => {
  const card = cardOf('chat');
  const said = { seq: 4, text: 'lamp', from: null, name: null, note: false };
  expect(addressOf('ended', { card, said }, { ...nothing, text: 'lamp' })).toBe(`/ended/${card.id}?q=lamp&at=4`);
  expect(addressOf('all', { card, said: null })).toBe(`/all/${card.id}`);
});

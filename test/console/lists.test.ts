import { expect, test } from 'vitest';
import type { Card } from '#wire/protocol.ts';
import { listsOf, placesOf } from '../../clients/console/features/inbox/lists.ts';
import { card } from './support/card.ts';

const idsOf = (cards: readonly Card[]): readonly string[] => cards.map(({ id }) => id);
const handed = (to: { agent: string } | { department: string }): Partial<Card> => ({ status: 'transferring', assignee: 'other', transfer: { offer: 'o', to, expiresAt: 9 }, startedAt: 50 });

test('transfers to oneself come first, then the queue by its numbers, whatever the clock said', () => {
  const { waiting } = listsOf([card('late', { ticket: 30, queuedAt: 1 }), card('early', { ticket: 10, queuedAt: 9 }), card('handed', handed({ agent: 'me' })), card('group', { ...handed({ department: 'd' }), ticket: 20 })], 'me');
  expect(idsOf(waiting)).toEqual(['handed', 'early', 'group', 'late']);
});

test('whose queues an agent sees is named unless it is all of them', () => {
  const places = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, name: id.toUpperCase(), archived: id === 'e' }));
  expect(placesOf(places, ['a', 'b', 'c', 'd'])).toBe('everywhere');
  expect(placesOf(places, ['b', 'e'])).toEqual({ names: ['B'], more: 0 });
  expect(placesOf([...places, { id: 'f', name: 'F', archived: false }], ['a', 'b', 'c', 'd'])).toEqual({ names: ['A', 'B', 'C'], more: 1 });
  expect(placesOf(places, [])).toEqual({ names: [], more: 0 });
});

test('own chats keep the order in which they began, whatever is said in them', () => {
  const { mine, waiting } = listsOf([card('second', { status: 'active', assignee: 'me', startedAt: 2, updatedAt: 9 }), card('first', { status: 'active', assignee: 'me', startedAt: 1 })], 'me');
  expect([idsOf(mine), idsOf(waiting)]).toEqual([['first', 'second'], []]);
});

test('a chat that one hands over is still one’s own', () => {
  expect(idsOf(listsOf([card('given', { ...handed({ agent: 'other' }), assignee: 'me' })], 'me').mine)).toEqual(['given']);
});

test('ended chats and chats of others are in neither list', () => {
  const { mine, waiting } = listsOf([card('over', { status: 'completed', assignee: 'me' }), card('theirs', { status: 'active', assignee: 'other' })], 'me');
  expect([...mine, ...waiting]).toEqual([]);
});

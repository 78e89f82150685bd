import { beforeEach, expect, it } from 'vitest';
import { Lists } from '#rooms/desk/lists.ts';
import { card } from './support/cards.ts';

let lists: Lists;
beforeEach(() => (lists = new Lists()));
const ids = () => lists.all.map(({ id }) => id).toSorted();
const changes = () => {
  const { put, drop } = lists.takeChanges();
  return [put.map(({ id }) => id), drop];
};

it('tells each change once, the newest only', () => {
  lists.setOwn(card('a', { preview: 'old' }));
  lists.setOwn(card('a', { preview: 'new' }));
  expect(lists.dirty).toBe(true);
  expect(lists.takeChanges()).toMatchObject({ put: [{ id: 'a', preview: 'new' }], drop: [] });
  expect(lists.dirty).toBe(false);
});

it('drops a chat only when no list holds it any more', () => {
  lists.setWaiting('support', [card('a')]);
  lists.setOwn(card('a', { status: 'active' }));
  lists.takeChanges();
  lists.dropWaiting('support', ['a']);
  expect(lists.takeChanges()).toMatchObject({ put: [{ id: 'a', status: 'active' }], drop: [] });
  lists.dropOwn('a');
  expect(changes()).toEqual([[], ['a']]);
  lists.dropOwn('a');
  expect(lists.dirty).toBe(false);
});

it('shows the own card of a chat that also waits', () => {
  lists.setOwn(card('a', { status: 'transferring' }));
  lists.setWaiting('support', [card('a')]);
  expect([lists.get('a')?.status, lists.all.length]).toEqual(['transferring', 1]);
});

it('forgets what came and went in between', () => {
  lists.setWaiting('support', [card('a')]);
  lists.dropWaiting('support', ['a']);
  expect(changes()).toEqual([[], ['a']]);
});

it('takes a whole queue for what it is: what is missing goes', () => {
  lists.setWaiting('support', [card('a'), card('b')]);
  lists.setWaiting('sales', [card('s')]);
  lists.takeChanges();
  lists.replaceWaiting('support', [card('b'), card('c')]);
  expect(ids()).toEqual(['b', 'c', 's']);
  expect(changes()).toEqual([['b', 'c'], ['a']]);
});

it('lets go of departments that the agent has left', () => {
  lists.setWaiting('support', [card('a')]);
  lists.setWaiting('sales', [card('b')]);
  lists.setOwn(card('c'));
  lists.takeChanges();
  lists.keepDepartments(new Set(['sales']));
  expect([ids(), changes()]).toEqual([['b', 'c'], [[], ['a']]]);
});

it('keeps of those who wait in one department only whom it is told of', () => {
  lists.setWaiting('support', [card('a'), card('b')]);
  lists.setWaiting('billing', [card('c')]);
  lists.takeChanges();
  lists.keepWaiting('support', new Set(['b', 'unknown']));
  expect(ids()).toEqual(['b', 'c']);
  expect(changes()).toEqual([[], ['a']]);
});

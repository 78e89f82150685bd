import { expect, it } from 'vitest';
import { Cursors } from '#rooms/conversation/cursors.ts';
import { Unread } from '#rooms/conversation/unread.ts';

it('only ever moves forward, and not beyond what there is', () => {
  const cursors = new Cursors();
  expect(cursors.move('v_1', 5, 3, 10)).toEqual({ participant: 'v_1', delivered: 5, read: 3 });
  expect(cursors.move('v_1', 4, 2, 10)).toBeNull();
  expect(cursors.move('v_1', 0, 99, 10)).toEqual({ participant: 'v_1', delivered: 10, read: 10 });
});

it('counts what is read as delivered', () => {
  expect(new Cursors().move('v_1', 0, 4, 10)).toEqual({ participant: 'v_1', delivered: 4, read: 4 });
});

it('begins where the store left off, and writes what moved, once', () => {
  const cursors = new Cursors([{ participant: 'a_1', deliveredSeq: 7, readSeq: 6 }]);
  expect([cursors.readByStaff, cursors.dirty]).toEqual([6, false]);
  cursors.move('a_1', 8, 8, 10);
  expect(cursors.takeUnsaved()).toEqual([{ participant: 'a_1', deliveredSeq: 8, readSeq: 8 }]);
  expect([cursors.dirty, cursors.takeUnsaved()]).toEqual([false, []]);
  expect(cursors.all).toEqual([{ participant: 'a_1', delivered: 8, read: 8 }]);
});

it('counts the unread up to a badge, and what is read no more', () => {
  const unread = new Unread();
  for (let position = 1; position <= 150; position++) unread.add(position);
  expect(unread.count).toBe(99);
  expect([unread.readTo(20), unread.readTo(140), unread.count]).toEqual([false, true, 10]);
});

it('knows how far any agent has read, whoever it is, and the visitor is none', () => {
  const cursors = new Cursors();
  cursors.move('v_1', 9, 9, 10);
  expect(cursors.readByStaff).toBe(0);
  cursors.move('a_1', 3, 3, 10);
  cursors.move('a_2', 7, 5, 10);
  expect(cursors.readByStaff).toBe(5);
});

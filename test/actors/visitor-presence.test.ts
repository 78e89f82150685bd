import { beforeEach, expect, it } from 'vitest';
import { VisitorPresence } from '#rooms/conversation/visitor-presence.ts';

let sockets: number;
let told: (boolean | string)[];
let presence: VisitorPresence;

beforeEach(() => {
  sockets = 0;
  told = [];
  presence = new VisitorPresence({
    isHere: () => sockets > 0,
    tell: (online) => told.push(online),
    place: { keep: () => told.push('kept'), returned: () => told.push('returned') },
  });
});

const onlineTold = (): unknown[] => told.filter((each) => typeof each === 'boolean');

it('is told once where two tabs come before either is greeted, and once when the last has gone', () => {
  sockets = 2;
  presence.changed();
  presence.changed();
  sockets = 1;
  presence.changed();
  expect([onlineTold(), presence.online]).toEqual([[true], true]);
  sockets = 0;
  presence.changed();
  expect([onlineTold(), presence.online]).toEqual([[true, false], false]);
});

it('keeps the place of who was gone before they were greeted', () => {
  presence.changed();
  presence.changed();
  expect(told).toEqual(['kept', 'kept']);
});

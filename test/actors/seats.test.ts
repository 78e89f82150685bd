import { beforeEach, expect, it } from 'vitest';
import { Seats } from '#rooms/desk/seats.ts';
import { card } from './support/cards.ts';

let seats: Seats;
beforeEach(() => {
  seats = new Seats();
  seats.capacity = 2;
});

it('counts what is assigned and what is held, together', () => {
  seats.take(card('a'));
  expect(seats.reserve('offer-b', 'b', 100)).toBe(true);
  expect([seats.used, seats.free]).toEqual([2, 0]);
  expect(seats.reserve('offer-c', 'c', 100)).toBe(false);
});

it('never takes two seats for one chat', () => {
  seats.reserve('first', 'a', 100);
  seats.reserve('second', 'a', 100);
  expect([seats.used, seats.free]).toEqual([1, 1]);
  seats.take(card('a'));
  expect(seats.used).toBe(1);
  expect(seats.reserve('third', 'a', 100)).toBe(true);
  expect(seats.used).toBe(1);
});

it('grants the same offer again, even when full', () => {
  seats.capacity = 1;
  expect(seats.reserve('offer', 'a', 100)).toBe(true);
  expect(seats.reserve('offer', 'a', 200)).toBe(true);
  expect(seats.overdue(150)).toEqual([]);
});

it('grants another offer for a chat that holds a seat, even when full, and keeps the seat for the last of them', () => {
  seats.capacity = 1;
  seats.reserve('first', 'a', 100);
  expect(seats.reserve('second', 'a', 100)).toBe(true);
  expect(seats.reserve('other', 'b', 100)).toBe(false);
  seats.release('first');
  expect(seats.used).toBe(1);
  seats.release('second');
  expect(seats.used).toBe(0);
});

it('frees a seat when an offer is released, or the chat leaves', () => {
  seats.reserve('offer', 'a', 100);
  expect([seats.release('offer'), seats.release('offer')]).toEqual([true, false]);
  seats.take(card('b'));
  expect([seats.leave('b'), seats.leave('b'), seats.used]).toEqual([true, false, 0]);
});

it('still holds an offer whose time is up: the chat may have been assigned', () => {
  seats.reserve('offer', 'a', 100);
  expect(seats.overdue(99)).toEqual([]);
  expect(seats.overdue(100)).toEqual([{ offer: 'offer', conversation: 'a' }]);
  expect(seats.used).toBe(1);
  seats.releaseFor('a');
  expect(seats.used).toBe(0);
});

it('has no seat to give when the capacity sinks below what is taken', () => {
  seats.take(card('a'));
  seats.take(card('b'));
  seats.capacity = 1;
  expect([seats.used, seats.free]).toEqual([2, 0]);
});

it('has a seat taken for each chat that the store says is open, until the chat has said where it stands', () => {
  seats.capacity = 3;
  seats.expect(['a', 'b']);
  expect([seats.used, seats.free, seats.awaiting]).toEqual([2, 1, true]);
  expect([seats.reserve('own', 'a', 100), seats.reserve('more', 'c', 100), seats.reserve('most', 'd', 100)]).toEqual([true, true, false]);
  seats.take(card('a'));
  seats.leave('b');
  expect([seats.used, seats.free, seats.awaiting]).toEqual([2, 1, false]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byTicket, pickAgent } from '#domain/routing.ts';
import type { Availability } from '#domain/routing.ts';

const agent = (name: string, rest: Partial<Availability> = {}): Availability => ({ agent: name, online: true, freeSeats: 1, load: 0.5, lastAssignedAt: 100, ...rest });

describe('the order of a queue', () => {
  it('is the order of tickets', () => {
    const waiting = [{ conversation: 'c', ticket: 30 }, { conversation: 'a', ticket: 4 }, { conversation: 'b', ticket: 21 }];
    expect(waiting.toSorted(byTicket).map(({ conversation }) => conversation)).toEqual(['a', 'b', 'c']);
  });
});

describe('the next agent', () => {
  it.each<readonly [string, readonly Availability[], string | null]>([
    ['nobody of nobody', [], null],
    ['nobody who is offline', [agent('ann', { online: false })], null],
    ['nobody without a seat', [agent('ann', { freeSeats: 0 }), agent('bob', { freeSeats: -1 })], null],
    ['the least loaded', [agent('ann', { load: 0.5 }), agent('bob', { load: 0.25 }), agent('cem', { load: 0.75 })], 'bob'],
    ['of equals, who has waited longest', [agent('ann', { lastAssignedAt: 9 }), agent('bob', { lastAssignedAt: 3 }), agent('cem', { lastAssignedAt: 5 })], 'bob'],
    ['of equals in all, the first', [agent('ann'), agent('bob')], 'ann'],
    ['load before waiting', [agent('ann', { load: 0, lastAssignedAt: 9 }), agent('bob', { lastAssignedAt: 0 })], 'ann'],
  ])('is %s', (_title, agents, expected) => {
    expect(pickAgent(agents)?.agent ?? null).toBe(expected);
  });

  it('always has a seat, and exists where anybody has one', () => {
    const availability = fc.record({
      agent: fc.string(), online: fc.boolean(), freeSeats: fc.integer({ min: -2, max: 3 }),
      load: fc.double({ min: 0, max: 1, noNaN: true }), lastAssignedAt: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(availability), (agents) => {
        const able = agents.filter(({ online, freeSeats }) => online && freeSeats > 0);
        const picked = pickAgent(agents);
        expect(picked === null).toBe(able.length === 0);
        if (picked !== null) expect(able.every(({ load }) => load >= picked.load) && able.includes(picked)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

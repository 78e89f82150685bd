import { expect, it } from 'vitest';
import { place } from '../../bench/generator/placement.ts';
import type { Placement } from '../../bench/generator/plan.ts';

const nodes = [{ name: 'a', port: 1, pid: 1 }, { name: 'b', port: 2, pid: 2 }];
const placed = (placement: Placement, seed = 1) => place({ nodes, placement, seed, chats: 400, chatsPerAgent: 10 });

/** The share of chats that are not where their agent's desk is. */
const apart = ({ desks, chats }: ReturnType<typeof place>): number => chats.filter((node, chat) => node !== desks[Math.floor(chat / 10)]).length / chats.length;

it('puts all chats beside their desks, or none', () => {
  expect(apart(placed('local'))).toBe(0);
  expect(apart(placed('remote'))).toBe(1);
});

it('puts about half of them there at random, the same half for the same seed', () => {
  expect(apart(placed('random'))).toBeGreaterThan(0.35);
  expect(apart(placed('random'))).toBeLessThan(0.65);
  expect(placed('random', 7)).toEqual(placed('random', 7));
  expect(placed('random', 7)).not.toEqual(placed('random', 8));
});

it.each(['local', 'remote', 'random'] as const)('uses both nodes for desks and chats when they are %s', (placement) => {
  const { desks, chats } = placed(placement);
  for (const places of [desks, chats]) for (const node of [0, 1]) expect(places.filter((at) => at === node).length).toBeGreaterThan(places.length / 4);
});

import { expect, it } from 'vitest';
import type { Progress } from './crowd/messages.ts';
import type { ClientRecord } from './evidence.ts';
import { troublesOf, unrestOf } from './quiet.ts';
import { CHAT, desk, good, post, sightOf } from './story.ts';
import { comparedViews } from './views.ts';

const { rows } = good();
const LONG_AFTER = 9_000_000;
const calm: Progress = { acknowledged: 4, inFlight: 0, visitorsOnline: 1, desksOnline: 1, served: 1, transfers: 0, quietFor: 3_000, healthy: [], refusals: {} };
const record: ClientRecord = { posts: [post('stream-v:1', 'one', 4)], requests: [], sights: [sightOf(rows, 'public'), sightOf(rows, 'agents')], desks: [desk()] };
const unrest = (progress: Partial<Progress>, known: Partial<ClientRecord> = {}, asked = LONG_AFTER) => unrestOf({ ...calm, ...progress }, { ...record, ...known }, new Map([[CHAT, rows]]), asked);

it('is quiet when everybody has said and seen everything', () => {
  expect(unrest({})).toBeNull();
  expect(comparedViews(record)).toBe(2);
});

it('says who is not', () => {
  expect(unrest({ inFlight: 1 })).toContain('1 in flight');
  expect(unrest({ quietFor: 100 })).toContain('100 ms ago');
  expect(unrest({ visitorsOnline: 0 })).toContain('0 of 1 visitors');
  expect(unrest({ desksOnline: 0 })).toContain('0 of 1 desks');
  expect(unrest({}, {}, rows.at(-1)!.wroteAt + 100)).toContain('still grows');
  const unseen = { sights: [{ ...sightOf(rows, 'public'), view: null }, sightOf(rows, 'agents')] };
  expect(unrest({}, unseen)).toContain('1 pictures are missing');
  expect(comparedViews({ ...record, ...unseen })).toBe(1);
  expect(unrest({}, { desks: [desk({ looks: false })], sights: [sightOf(rows, 'public')] })).toBeNull();
});

it('counts it among the troubles', () => {
  expect(troublesOf([], null, 90_000)).toEqual([]);
  expect(troublesOf([], 'the log still grows', 90_000)).toEqual(['not quiet after 90 s: the log still grows']);
  const roll = { kind: 'roll', target: 'node-1', link: null, at: 1, back: 2, inFlight: 20, chats: null, trouble: 'the node ended with 1' } as const;
  expect(troublesOf([roll], null, 90_000)).toEqual(['roll node-1: the node ended with 1']);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules, run } from './actor.ts';
import { broken, edges } from './invariants.ts';
import { arrivals } from './submissions.ts';

describe('whatever arrives, in whatever order', () => {
  it('keeps every invariant', { timeout: 120_000 }, () => {
    fc.assert(fc.property(arrivals, (list) => { expect(broken(list, rules)).toEqual([]); }), { numRuns: 2_000 });
  });
});

describe('the arrivals of this model', () => {
  const traces = fc.sample(arrivals, { numRuns: 600, seed: 1 }).map((list) => run(list, rules));

  it('lead to every kind of event', () => {
    expect(new Set(traces.flatMap(({ log }) => log.map(({ type }) => type)))).toEqual(new Set([
      'bots.paused', 'bots.resumed', 'conversation.started', 'conversation.queued', 'conversation.assigned', 'transfer.offered', 'transfer.declined', 'participant.joined',
      'participant.left', 'message.posted', 'conversation.closed', 'conversation.completed', 'conversation.reopened', 'feedback.given', 'bot.answered', 'suggestion.settled',
    ]));
  });

  it('walk every edge between statuses', () => {
    const walked = new Set(traces.flatMap(({ states }) => states.slice(1).map(({ status }, index) => `${states[index]?.status ?? 'none'} -> ${status ?? 'none'}`)));
    const wanted = Object.entries(edges).flatMap(([from, to]) => to.map((status) => `${from} -> ${status}`));
    expect(wanted.filter((edge) => !walked.has(edge))).toEqual([]);
  });

  it('meet every refusal of a conversation', () => {
    const codes = new Set(traces.flatMap(({ turns }) => turns.flatMap(({ decision }) => ('code' in decision ? decision.code : []))));
    expect([...codes].toSorted()).toEqual([
      'command.forbidden', 'command.malformed', 'conversation.ended', 'conversation.exists', 'conversation.not-assigned', 'conversation.open',
      'conversation.reopen-expired', 'conversation.taken', 'conversation.unknown', 'message.empty', 'transfer.to-self', 'transfer.unknown',
    ]);
  });
});

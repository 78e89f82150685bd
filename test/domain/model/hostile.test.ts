import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT_COMMANDS, VISITOR_COMMANDS } from '#domain/commands.ts';
import type { Command } from '#domain/commands.ts';
import { decide } from '#domain/decide.ts';
import { isRefusal } from '#domain/errors.ts';
import { evolve } from '#domain/evolve.ts';
import { ann, bob, boss, bot, foreigner, visitor } from '../people.ts';
import { conversations } from '../play.ts';

const fields = ['kind', 'body', 'audience', 'agent', 'reason', 'offer', 'to', 'lasts', 'solved', 'visitor', 'id', 'seq', 'by'] as const;
const content = fc.dictionary(fc.constantFrom(...fields), fc.oneof(
  fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('text', 'public', 'agents', 'hand-1', true), fc.record({ text: fc.string() }), fc.constantFrom(ann, visitor)));

/** Commands as a socket lets them through: the type is checked, nothing else is. */
const over = (allowed: ReadonlySet<string>): fc.Arbitrary<Command> =>
  fc.tuple(fc.constantFrom(...allowed), content).map(([type, rest]) => ({ ...rest, type }) as unknown as Command);

const states = fc.constantFrom(...Object.values(conversations));

describe('a socket may send anything', () => {
  it.each([
    ['a visitor', [visitor, foreigner], VISITOR_COMMANDS],
    ['an agent', [ann, bob, boss, bot], AGENT_COMMANDS],
  ] as const)('%s never makes decide or evolve throw, and nobody else becomes the assignee', (_title, people, allowed) => {
    fc.assert(
      fc.property(states, fc.constantFrom(...people), over(allowed), (state, by, command) => {
        const decision = decide(state, { id: null, by, command }, state.at);
        if (isRefusal(decision)) return;
        const after = decision.reduce(evolve, state);
        expect([null, state.assignee]).toContain(after.assignee);
        expect(JSON.parse(JSON.stringify(after))).toEqual(after);
      }),
      { numRuns: 3_000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { Command } from '#domain/commands.ts';
import { audienceOf } from '#domain/events.ts';
import type { Participant } from '#domain/participant.ts';
import type { ConversationState } from '#domain/state.ts';
import { ann, bob, boss, bot, visitor } from './people.ts';
import { assign, close, conversations, events, follow, offerToBob, say } from './play.ts';

const { queued, active, transferring, closed } = conversations;
const join: Command = { type: 'participant.join' };
const leave: Command = { type: 'participant.leave' };

describe('the audience', () => {
  it.each<readonly [string, ConversationState, Participant, Command]>([
    ['an assignment', queued, ann, assign(ann)],
    ['words of the visitor', active, visitor, say('hi')],
    ['words of the assignee', active, ann, say('hi')],
    ['an agent who joins', active, bob, join],
    ['a bot that joins', active, bot, join],
    ['an agent who leaves', follow(active, bob, join), bob, leave],
    ['the end', active, ann, close],
    ['the answer of the visitor', closed, visitor, { type: 'feedback.give', solved: true }],
  ])('of %s is public', (_title, state, by, command) => {
    expect(events(state, by, command).map(audienceOf)).toEqual(['public']);
  });

  it.each<readonly [string, ConversationState, Participant, Command]>([
    ['a note', active, bob, say('careful', 'agents')],
    ['an offer', active, ann, offerToBob],
    ['a declined offer', transferring, bob, { type: 'transfer.decline', offer: 'hand-1' }],
    ['a supervisor who joins', active, boss, join],
    ['a supervisor who leaves', follow(active, boss, join), boss, leave],
  ])('of %s is the agents', (_title, state, by, command) => {
    expect(events(state, by, command).map(audienceOf)).toEqual(['agents']);
  });

  it('gives public events a position of their own, without holes', () => {
    const noted = follow(active, bob, say('careful', 'agents'));
    expect(noted.publicSeq).toBe(active.publicSeq);
    expect(events(noted, ann, say('hi'))).toMatchObject([{ seq: noted.seq + 1, publicSeq: active.publicSeq + 1 }]);
  });
});

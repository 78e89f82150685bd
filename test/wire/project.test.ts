import { describe, expect, it } from 'vitest';
import type { Command } from '#domain/commands.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { initialState } from '#domain/state.ts';
import { advance } from '#domain/streams.ts';
import { projectEvent, projectState } from '#wire/project.ts';
import { ann, bob, boss, visitor } from '../domain/people.ts';
import { assign, conversations, events, follow, offerToBilling, offerToBob, say } from '../domain/play.ts';

const { queued, active, transferring } = conversations;
const join: Command = { type: 'participant.join' };

describe('an event', () => {
  const note: ConversationEvent = { type: 'message.posted', seq: 4, publicSeq: null, at: 1, by: 'a_bob', kind: 'text', body: { text: 'careful' } };
  const word: ConversationEvent = { ...note, seq: 5, publicSeq: 4, id: 'device-b:2' };

  it('for agents only is nothing to the visitor', () => {
    expect(projectEvent(note, 'public')).toBeNull();
    expect(projectEvent(note, 'agents')).toBe(note);
  });

  it('has the public position, and the command id for its own sender only', () => {
    const { id: _id, ...rest } = word;
    expect(projectEvent(word, 'public')).toEqual({ ...rest, seq: 4 });
    expect(projectEvent({ ...word, by: visitor.id }, 'public')).toEqual({ ...word, by: visitor.id, seq: 4 });
  });
});

describe('the public state', () => {
  it('does not change with a note', () => {
    expect(projectState(follow(active, bob, say('careful', 'agents')), 'public')).toEqual(projectState(active, 'public'));
  });

  it('does not change with an offer, made or declined', () => {
    const declined = follow(transferring, bob, { type: 'transfer.decline', offer: 'hand-1' });
    for (const state of [transferring, declined, follow(active, ann, offerToBob), follow(active, ann, offerToBilling)]) {
      expect(projectState(state, 'public')).toEqual(projectState(active, 'public'));
    }
  });

  it('does not change with a supervisor who looks in', () => {
    expect(projectState(follow(active, boss, join), 'public')).toEqual(projectState(active, 'public'));
  });

  it('shows a supervisor who serves the chat', () => {
    expect(projectState(follow(active, boss, assign(boss, 'takeover')), 'public')).toMatchObject({ assignee: boss.id, participants: [visitor, boss] });
  });

  it('shows since when a chat waits', () => {
    expect(projectState(queued, 'public').queuedAt).toBe(queued.queuedAt);
  });

  it('shows the streams of the visitor only', () => {
    const streams = advance(advance([], 'device-a:4', visitor.id), 'device-b:9', ann.id);
    expect(projectState({ ...active, streams }, 'public').streams).toEqual([{ stream: 'device-a', by: visitor.id, last: 4 }]);
  });

  it('of a chat that has not started is empty', () => {
    expect(projectState(initialState, 'public')).toEqual(initialState);
  });
});

describe('the position after a note', () => {
  it('goes on without a hole', () => {
    const noted = follow(active, bob, say('careful', 'agents'));
    expect(events(noted, visitor, say('hi')).map((event) => projectEvent(event, 'public')?.seq)).toEqual([active.publicSeq + 1]);
  });
});

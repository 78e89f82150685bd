import { describe, expect, it } from 'vitest';
import type { ConversationEvent } from '#domain/events.ts';
import { evolve } from '#domain/evolve.ts';
import { ann, visitor } from './people.ts';
import { conversations, events, follow, say } from './play.ts';

/** An event of a type that this release does not know, with fields that it knows from others. */
const unknown = (seq: number, publicSeq: number | null, more: object = {}): ConversationEvent =>
  ({ type: 'conversation.pinned', seq, publicSeq, at: 9e12, by: ann.id, assignee: visitor, department: 'elsewhere', reason: 'later', ...more }) as unknown as ConversationEvent;

describe.each(Object.entries(conversations).filter(([status]) => status !== 'none'))('an event of a later release in a %s chat', (_status, before) => {
  it('moves the positions only', () => {
    const { seq, publicSeq } = before;
    expect(evolve(before, unknown(seq + 1, publicSeq + 1))).toEqual({ ...before, seq: seq + 1, publicSeq: publicSeq + 1, at: 9e12, publicAt: 9e12 });
    expect(evolve(before, unknown(seq + 1, null))).toEqual({ ...before, seq: seq + 1, at: 9e12 });
  });

  it('counts as the command that it answers', () => {
    const { streams } = evolve(before, unknown(before.seq + 1, null, { id: 'later:1' }));
    expect(streams).toHaveLength(before.streams.length + 1);
  });
});

it('what follows one is decided as if it were not there', () => {
  const before = conversations.active;
  const after = evolve(before, unknown(before.seq + 1, before.publicSeq + 1));
  const [posted] = events(after, ann, say('goes on'), 9e12 + 1);
  expect(posted).toMatchObject({ type: 'message.posted', seq: after.seq + 1, publicSeq: after.publicSeq + 1 });
  expect(follow(after, ann, say('goes on'), 9e12 + 1)).toMatchObject({ status: 'active', messages: before.messages + 1 });
});

it('fields of a later release in an event that is known change nothing', () => {
  const before = conversations.active;
  const [posted] = events(before, ann, say('hello'));
  expect(evolve(before, { ...posted, priority: 'high' } as unknown as ConversationEvent)).toEqual(evolve(before, posted!));
});

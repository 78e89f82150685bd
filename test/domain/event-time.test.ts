import { describe, expect, it } from 'vitest';
import { ann, visitor } from './people.ts';
import { assign, conversations, events, follow, say, start } from './play.ts';

describe('event time', () => {
  it('is the clock of the actor', () => {
    expect(events(conversations.queued, ann, assign(ann), 50_000)).toMatchObject([{ at: 50_000 }]);
  });

  it('never goes backwards, even when the clock does', () => {
    const late = follow(conversations.active, visitor, say('hi'), 50_000);
    expect(events(late, visitor, say('hi'), 40_000)).toMatchObject([{ at: 50_000 }]);
  });

  it('is one for all events of a command', () => {
    expect(events(conversations.none, visitor, start, 7).map(({ at }) => at)).toEqual([7, 7]);
  });
});

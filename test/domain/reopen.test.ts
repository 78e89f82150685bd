import { describe, expect, it } from 'vitest';
import { REOPEN_WINDOW_MS } from '#domain/decide/ending.ts';
import { ann, bob, visitor } from './people.ts';
import { close, complete, conversations, follow, outcome, reopen, say } from './play.ts';

const { active } = conversations;
const completed = follow(active, ann, complete, 1_000_000);

describe('reopening', () => {
  it('is open to the visitor until the window shuts', () => {
    expect(outcome(completed, visitor, reopen, 1_000_000 + REOPEN_WINDOW_MS)).toBe('conversation.reopened conversation.queued');
    expect(outcome(completed, visitor, reopen, 1_000_001 + REOPEN_WINDOW_MS)).toBe('conversation.reopen-expired');
  });

  it('is open to agents for ever', () => {
    expect(outcome(completed, bob, reopen, 1_000_001 + REOPEN_WINDOW_MS)).toBe('conversation.reopened conversation.queued');
  });

  it('counts the window from the latest end', () => {
    const again = follow(follow(completed, visitor, reopen, 2_000_000), visitor, close, 3_000_000);
    expect(outcome(again, visitor, reopen, 3_000_000 + REOPEN_WINDOW_MS)).toBe('conversation.reopened conversation.queued');
  });

  it('forgets the outcome and the assignee, and waits anew', () => {
    const reopened = follow(completed, visitor, reopen, 2_000_000);
    expect(reopened).toMatchObject({ status: 'queued', assignee: null, endedAt: null, endedBy: null, solved: null, queuedAt: 2_000_000, participants: [visitor] });
    expect(outcome(reopened, visitor, say('one more thing'))).toBe('message.posted');
  });

  it('goes straight to the agent who takes it', () => {
    const reopened = follow(completed, bob, { type: 'conversation.reopen', agent: bob, offer: 'seat-2' });
    expect(reopened).toMatchObject({ status: 'active', assignee: bob.id, queuedAt: null, participants: [visitor, bob] });
  });

  it('of a visitor that says nothing of an agent is refused, not half done', () => {
    expect(outcome(completed, visitor, { type: 'conversation.reopen' } as typeof reopen)).toBe('command.forbidden');
  });
});

import { describe, expect, it } from 'vitest';
import type { Command } from '#domain/commands.ts';
import { SYSTEM } from '#domain/participant.ts';
import { ann, visitor } from './people.ts';
import { close, complete, conversations, events, follow, outcome, reopen } from './play.ts';

const { active, queued } = conversations;
const solved: Command = { type: 'feedback.give', solved: true };
const unsolved: Command = { type: 'feedback.give', solved: false };

describe('feedback', () => {
  it('sets the outcome of a chat that the visitor ended, as often as it changes', () => {
    const closed = follow(active, visitor, close);
    expect(follow(closed, visitor, solved)).toMatchObject({ status: 'completed', solved: true });
    expect(follow(follow(closed, visitor, solved), visitor, unsolved)).toMatchObject({ status: 'closed', solved: false });
  });

  it('leaves the outcome to the agent who ended the chat', () => {
    expect(follow(follow(active, ann, close), visitor, solved)).toMatchObject({ status: 'closed', solved: true });
    expect(follow(follow(active, ann, complete), visitor, unsolved)).toMatchObject({ status: 'completed', solved: false });
  });

  it('leaves an abandoned chat closed', () => {
    const abandoned = follow(queued, SYSTEM, { type: 'conversation.abandon' });
    expect(follow(abandoned, visitor, solved)).toMatchObject({ status: 'closed', endedBy: 'abandoned', solved: true });
  });

  it('that says the same again changes nothing', () => {
    const told = follow(follow(active, ann, close), visitor, solved);
    expect(events(told, visitor, solved)).toEqual([]);
  });

  it('is asked anew after a reopen', () => {
    const told = follow(follow(active, visitor, close), visitor, solved);
    expect(follow(told, visitor, reopen)).toMatchObject({ status: 'queued', solved: null });
  });

  it('is yes or no', () => {
    expect(outcome(conversations.closed, visitor, { type: 'feedback.give', solved: 'yes' } as unknown as Command)).toBe('command.malformed');
  });
});

import { describe, expect, it } from 'vitest';
import { AGENT_COMMANDS, VISITOR_COMMANDS } from '#domain/commands.ts';
import type { Command } from '#domain/commands.ts';
import type { Participant } from '#domain/participant.ts';
import { ann, bob, boss, bot, cem, foreigner, visitor } from './people.ts';
import { assign, close, complete, conversations, follow, offerToBilling, offerToBob, outcome, reopen, say } from './play.ts';

const { queued, active, transferring, closed } = conversations;
const announce: Command = { type: 'message.announce', body: { text: 'News' }, announcement: { plugin: 'broadcast', id: '1', title: 'News' } };

describe('what may not be done', () => {
  it.each<readonly [string, typeof active, Participant, Command]>([
    ['another visitor writes', active, foreigner, say('hi')],
    ['a visitor writes a note', active, visitor, say('hi', 'agents')],
    ['a colleague speaks to the visitor without joining', active, bob, say('hi')],
    ['a supervisor speaks to the visitor', active, boss, say('hi')],
    ['a supervisor who joined speaks to the visitor', follow(active, boss, { type: 'participant.join' }), boss, say('hi')],
    ['a bot that takes no part speaks', active, bot, say('hi')],
    ['a visitor says something to many', active, visitor, announce],
    ['an agent says something to many', closed, ann, announce],
    ['a supervisor says something to many', closed, boss, announce],
    ['another visitor closes', active, foreigner, close],
    ['a colleague closes', active, bob, close],
    ['a colleague who joined completes', follow(active, bob, { type: 'participant.join' }), bob, complete],
    ['a colleague returns the chat', active, bob, { type: 'conversation.return' }],
    ['a colleague offers the chat to somebody', active, bob, offerToBilling],
    ['somebody declines an offer made to another', transferring, cem, { type: 'transfer.decline', offer: 'hand-1' }],
    ['somebody declines an offer made to a department', follow(active, ann, offerToBilling), bob, { type: 'transfer.decline', offer: 'hand-1' }],
    ['the invited colleague cancels', transferring, bob, { type: 'transfer.cancel' }],
    ['a visitor joins', active, foreigner, { type: 'participant.join' }],
    ['the visitor leaves', active, visitor, { type: 'participant.leave' }],
    ['another visitor reopens', closed, foreigner, reopen],
    ['a bot reopens', closed, bot, reopen],
    ['another visitor gives feedback', closed, foreigner, { type: 'feedback.give', solved: true }],
    ['an agent gives feedback', closed, ann, { type: 'feedback.give', solved: true }],
    ['a visitor becomes the assignee', queued, boss, assign(foreigner)],
    ['the visitor becomes the assignee by takeover', active, boss, assign(visitor, 'takeover')],
    ['the visitor assigns the chat', queued, visitor, assign(ann)],
    ['the visitor ends an offer', transferring, visitor, { type: 'transfer.expire', offer: 'hand-1' }],
    ['the visitor abandons the queue', queued, visitor, { type: 'conversation.abandon' }],
    ['the visitor says that it is solved', active, visitor, complete],
    ['a visitor names the assignee while reopening', closed, visitor, { type: 'conversation.reopen', agent: cem, offer: null }],
    ['an agent gives a reopened chat to a visitor', closed, ann, { type: 'conversation.reopen', agent: visitor, offer: null }],
  ])('%s', (_title, state, by, command) => {
    expect(outcome(state, by, command)).toBe('command.forbidden');
  });

  it('only supervisors take over', () => {
    expect(outcome(active, bob, assign(bob, 'takeover'))).toBe('command.forbidden');
    expect(outcome(active, bob, assign(boss, 'takeover'))).toBe('command.forbidden');
  });

  it('an offer is good for the one it names', () => {
    expect(outcome(transferring, cem, assign(cem, 'transferred', 'hand-1'))).toBe('transfer.unknown');
    expect(outcome(transferring, bob, assign(bob, 'transferred', 'hand-2'))).toBe('transfer.unknown');
  });

  it('nobody transfers to the one who has the chat', () => {
    expect(outcome(active, ann, { ...offerToBob, to: { agent: 'ann' } } as Command)).toBe('transfer.to-self');
  });
});

describe('what a supervisor may do to a chat of somebody else', () => {
  it.each<readonly [Command, typeof active, string]>([
    [{ type: 'conversation.return' }, active, 'conversation.queued'],
    [offerToBob, active, 'transfer.offered'],
    [{ type: 'transfer.cancel' }, transferring, 'transfer.declined'],
    [close, active, 'conversation.closed'],
    [complete, transferring, 'conversation.completed'],
    [close, queued, 'conversation.closed'],
  ])('$type', (command, state, expected) => {
    expect(outcome(state, boss, command)).toBe(expected);
  });
});

describe('commands over a socket', () => {
  it('leave seats, timers and intake to the house', () => {
    for (const type of ['conversation.start', 'message.announce', 'conversation.assign', 'transfer.offer', 'transfer.expire', 'conversation.abandon']) {
      expect(VISITOR_COMMANDS.has(type) || AGENT_COMMANDS.has(type), type).toBe(false);
    }
  });
});

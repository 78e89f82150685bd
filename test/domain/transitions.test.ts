import { describe, expect, it } from 'vitest';
import type { Command } from '#domain/commands.ts';
import { SYSTEM } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import type { Status } from '#domain/state.ts';
import { ann, bob, boss, bot, visitor } from './people.ts';
import { answer, assign, begin, close, complete, conversations, link, offerToBilling, offerToBob, outcome, reopen, say, start } from './play.ts';

const statuses = ['none', 'queued', 'active', 'transferring', 'closed', 'completed'] as const satisfies readonly ('none' | Status)[];

const unknown = 'conversation.unknown';
const ended = 'conversation.ended';
const nothing = '';

/** One row a command: what comes of it in each status, in the order of `statuses`. */
const table: readonly (readonly [title: string, by: Participant, command: Command, ...outcomes: readonly string[]])[] = [
  ['start', SYSTEM, start,
    'conversation.started conversation.queued', 'conversation.exists', 'conversation.exists', 'conversation.exists', 'conversation.exists', 'conversation.exists'],
  ['an agent begins', ann, begin(ann),
    'conversation.started conversation.assigned', 'conversation.exists', 'conversation.exists', 'conversation.exists', 'conversation.exists', 'conversation.exists'],
  ['begin for a colleague', bob, begin(ann),
    'command.forbidden', 'conversation.exists', 'conversation.exists', 'conversation.exists', 'conversation.exists', 'conversation.exists'],
  ['the house links', SYSTEM, link, unknown, 'command.forbidden', 'command.forbidden', 'command.forbidden', 'command.forbidden', 'command.forbidden'],
  ['an agent links', ann, link, unknown, 'conversation.linked', 'conversation.linked', 'conversation.linked', 'conversation.linked', 'conversation.linked'],
  ['visitor posts', visitor, say('hello'), unknown, 'message.posted', 'message.posted', 'message.posted', ended, ended],
  ['assignee posts', ann, say('hello'), unknown, 'command.forbidden', 'message.posted', 'message.posted', ended, ended],
  ['colleague notes', bob, say('careful', 'agents'), unknown, 'message.posted', 'message.posted', 'message.posted', ended, ended],
  ['assign', bob, assign(bob), unknown, 'conversation.assigned', 'conversation.taken', 'conversation.taken', ended, ended],
  ['assign again', ann, assign(ann), unknown, 'conversation.assigned', nothing, 'conversation.taken', ended, ended],
  ['accept a transfer', bob, assign(bob, 'transferred', 'hand-1'), unknown, 'transfer.unknown', 'transfer.unknown', 'conversation.assigned', ended, ended],
  ['take over', boss, assign(boss, 'takeover'), unknown, 'conversation.assigned', 'conversation.assigned', 'conversation.assigned', ended, ended],
  ['return', ann, { type: 'conversation.return' }, unknown, 'conversation.not-assigned', 'conversation.queued', 'conversation.queued', ended, ended],
  ['offer to an agent', ann, offerToBob, unknown, 'conversation.not-assigned', 'transfer.offered', 'conversation.taken', ended, ended],
  ['offer to a department', ann, offerToBilling, unknown, 'conversation.not-assigned', 'transfer.offered', 'conversation.taken', ended, ended],
  ['decline', bob, { type: 'transfer.decline', offer: 'hand-1' },
    unknown, 'transfer.unknown', 'transfer.unknown', 'transfer.declined', 'transfer.unknown', 'transfer.unknown'],
  ['cancel', ann, { type: 'transfer.cancel' },
    unknown, 'transfer.unknown', 'transfer.unknown', 'transfer.declined', 'transfer.unknown', 'transfer.unknown'],
  ['expire', SYSTEM, { type: 'transfer.expire', offer: 'hand-1' }, unknown, nothing, nothing, 'transfer.declined', nothing, nothing],
  ['a delivery fails', SYSTEM, { type: 'delivery.fail', message: 1, reason: 'refused', detail: 'no such person' },
    unknown, 'delivery.failed', 'delivery.failed', 'delivery.failed', 'delivery.failed', 'delivery.failed'],
  ['an agent says that a delivery failed', ann, { type: 'delivery.fail', message: 1, reason: 'refused', detail: '' },
    unknown, 'command.forbidden', 'command.forbidden', 'command.forbidden', 'command.forbidden', 'command.forbidden'],
  ['a bot that talks to who waits', bot, answer(1, 'hello'),
    unknown, 'participant.joined message.posted bot.answered', 'bot.answered', 'bot.answered', nothing, nothing],
  ['an agent answers as a bot', ann, answer(1, 'hello'),
    unknown, 'command.forbidden', 'command.forbidden', 'command.forbidden', 'command.forbidden', 'command.forbidden'],
  ['join', bob, { type: 'participant.join' }, unknown, 'participant.joined', 'participant.joined', 'participant.joined', ended, ended],
  ['assignee joins', ann, { type: 'participant.join' }, unknown, 'participant.joined', nothing, nothing, ended, ended],
  ['leave without having joined', bob, { type: 'participant.leave' }, unknown, nothing, nothing, nothing, nothing, nothing],
  ['assignee leaves', ann, { type: 'participant.leave' },
    unknown, nothing, 'command.forbidden', 'command.forbidden', 'command.forbidden', 'command.forbidden'],
  ['visitor closes', visitor, close, unknown, 'conversation.closed', 'conversation.closed', 'conversation.closed', ended, ended],
  ['assignee closes', ann, close, unknown, 'command.forbidden', 'conversation.closed', 'conversation.closed', ended, ended],
  ['assignee completes', ann, complete, unknown, 'command.forbidden', 'conversation.completed', 'conversation.completed', ended, ended],
  ['abandon', SYSTEM, { type: 'conversation.abandon' }, unknown, 'conversation.closed', nothing, nothing, nothing, nothing],
  ['visitor reopens', visitor, reopen,
    unknown, 'conversation.open', 'conversation.open', 'conversation.open',
    'conversation.reopened conversation.queued', 'conversation.reopened conversation.queued'],
  ['agent reopens', bob, { type: 'conversation.reopen', agent: bob, offer: 'seat-2' },
    unknown, 'conversation.open', 'conversation.open', 'conversation.open',
    'conversation.reopened conversation.assigned', 'conversation.reopened conversation.assigned'],
  ['feedback', visitor, { type: 'feedback.give', solved: true },
    unknown, 'conversation.open', 'conversation.open', 'conversation.open', 'feedback.given', 'feedback.given'],
  ['a command of a later release', ann, { type: 'conversation.pin' } as unknown as Command,
    unknown, 'command.unknown', 'command.unknown', 'command.unknown', 'command.unknown', 'command.unknown'],
];

const rows = table.map(([title, by, command, ...outcomes]) => ({ title, by, command, outcomes }));

describe.each(rows)('$title', ({ by, command, outcomes }) => {
  it.each(statuses.map((status, index) => [status, outcomes[index]] as const))('%s: %s', (status, expected) => {
    expect(outcome(conversations[status], by, command)).toBe(expected);
  });
});

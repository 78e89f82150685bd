import { expect, it } from 'vitest';
import type { BotWords, Command } from '#domain/commands.ts';
import { MAX_MEMORY } from '#domain/decide/bots.ts';
import { SYSTEM } from '#domain/participant.ts';
import { decodeEvent, encodeEvent } from '#wire/log-line.ts';
import { ann, bob, bot, visitor } from './people.ts';
import { answer, assign, events, follow, outcome, play, say, start, startWithBot } from './play.ts';

const queued = play([SYSTEM, start]);
const served = play([SYSTEM, startWithBot], [visitor, say('hello')]);
const assisted = follow(queued, ann, assign(ann));

const speaks = (says: readonly BotWords[], turn = 1): Command => ({ type: 'bot.answer', turn, says, memory: 'null', wakeMs: null, next: 'stay', department: null });
const suggestion: BotWords = { kind: 'suggestion', body: { text: 'We open at nine.' }, audience: 'agents' };
const note: BotWords = { kind: 'text', body: { text: 'Name: Vera' }, audience: 'agents' };

it('a bot serves a chat from its first moment, and the chat has its place in the queue already', () => {
  expect(events(play(), SYSTEM, startWithBot).map(({ type }) => type)).toEqual(['conversation.started', 'conversation.queued', 'conversation.assigned']);
  expect(served).toMatchObject({ status: 'active', assignee: bot.id });
});

it('hands it over to the queue, and takes part no more', () => {
  const [, , handed] = events(served, bot, answer(4, 'A colleague will be with you.', 'hand-over'));
  expect(handed).toMatchObject({ type: 'conversation.queued', reason: 'handed-over' });
  const after = follow(served, bot, answer(4, 'A colleague will be with you.', 'hand-over'));
  expect(after).toMatchObject({ status: 'queued', assignee: null, participants: [visitor] });
});

it('hands it over to another department, whose queue it then waits in; also who waits already', () => {
  expect(follow(served, bot, answer(4, 'Billing knows.', 'hand-over', 'billing'))).toMatchObject({ status: 'queued', department: 'billing', assignee: null });
  expect(follow(queued, bot, answer(1, 'Billing knows.', 'hand-over', 'billing'))).toMatchObject({ status: 'queued', department: 'billing' });
  expect(outcome(queued, bot, answer(1, 'A colleague comes.', 'hand-over', 'sales'))).toBe('participant.joined message.posted bot.answered');
  expect(outcome(assisted, bot, answer(1, 'Billing knows.', 'hand-over', 'billing'))).toBe('bot.answered');
});

it('solves it', () => {
  expect(follow(served, bot, answer(4, 'Done.', 'complete'))).toMatchObject({ status: 'completed', endedBy: 'bot' });
  expect(follow(queued, bot, answer(1, 'Done.', 'complete'))).toMatchObject({ status: 'completed' });
});

it('each agent may take it, without being a supervisor; from a colleague only a supervisor may', () => {
  expect(outcome(served, ann, assign(ann, 'takeover'))).toBe('conversation.assigned');
  expect(outcome(assisted, bob, assign(bob, 'takeover'))).toBe('command.forbidden');
});

it('what it answers after a person took over is not said, and not to be said again', () => {
  const taken = follow(served, ann, assign(ann, 'takeover'));
  expect(outcome(taken, bot, answer(4, 'too late'))).toBe('bot.answered');
  expect(outcome(follow(taken, bot, answer(4, 'too late')), bot, answer(4, 'too late'))).toBe('');
});

it('to an agent it suggests, to who waits it speaks', () => {
  expect(outcome(assisted, bot, speaks([suggestion]))).toBe('message.posted bot.answered');
  expect(outcome(queued, bot, speaks([suggestion]))).toBe('bot.answered');
  expect(outcome(assisted, bot, speaks([note]))).toBe('message.posted bot.answered');
  expect(events(assisted, bot, speaks([suggestion])).every(({ publicSeq }) => publicSeq === null)).toBe(true);
});

it('asked to keep quiet while it thinks it neither ends nor moves the chat any more, and is done with the event', () => {
  for (const talking of [served, queued]) {
    const paused = follow(talking, ann, { type: 'bots.pause' });
    expect(outcome(paused, bot, answer(1, 'Done.', 'complete'))).toBe('bot.answered');
    expect(outcome(paused, bot, answer(1, 'Billing knows.', 'hand-over', 'billing'))).toBe('bot.answered');
  }
});

it('answers an event once, whatever comes again', () => {
  const answered = follow(served, bot, answer(4, 'hi'));
  expect(answered.bots).toEqual([{ id: bot.id, turn: 4, memoryAt: 6, wakeAt: null }]);
  expect(outcome(answered, bot, answer(4, 'hi'))).toBe('');
  expect(outcome(answered, bot, answer(3, 'hi'))).toBe('');
  expect(outcome(answered, bot, answer(5, 'hi'))).toBe('message.posted bot.answered');
});

it.each([
  ['an event that has not happened', answer(99, 'hi')],
  ['a suggestion for everybody', speaks([{ ...suggestion, audience: 'public' }])],
  ['choices for agents', speaks([{ kind: 'quick-replies', body: { text: 'which?', choices: ['a'] }, audience: 'agents' }])],
  ['choices without any', speaks([{ kind: 'quick-replies', body: { text: 'which?', choices: [] }, audience: 'public' }])],
  ['a memory without end', { ...speaks([]), memory: 'x'.repeat(MAX_MEMORY + 1) } as Command],
])('refuses %s', (_what, command) => {
  expect(outcome(queued, bot, command)).toBe('command.malformed');
});

it('what it remembers is in the log, and nowhere else', () => {
  const event = events(served, bot, answer(4, 'hi')).find(({ type }) => type === 'bot.answered');
  if (event === undefined) throw new Error('nothing answered');
  const line = encodeEvent(event);
  expect(line.full).not.toContain('step');
  expect(line.public).toBeNull();
  expect(line.body).toBe('{"step":1}');
  expect(decodeEvent(line)).toEqual({ ...event, memory: '' });
});

it('a visitor who leaves a bot alone ends the chat, as in the queue', () => {
  expect(outcome(served, SYSTEM, { type: 'conversation.abandon' })).toBe('conversation.closed');
  expect(outcome(assisted, SYSTEM, { type: 'conversation.abandon' })).toBe('');
});

it('whoever has the chat says what became of a suggestion; its words are not looked at', () => {
  const suggested = follow(follow(assisted, visitor, say('when do you open?')), bot, speaks([suggestion], assisted.seq + 1));
  const settle = (how: string, at = suggested.seq - 1): Command => ({ type: 'suggestion.settle', suggestion: at, how } as Command);
  for (const how of ['sent', 'edited', 'dismissed']) expect(events(suggested, ann, settle(how))).toMatchObject([{ type: 'suggestion.settled', how, publicSeq: null }]);
  expect(outcome(suggested, bob, settle('sent'))).toBe('command.forbidden');
  expect(outcome(suggested, bot, settle('sent'))).toBe('command.forbidden');
  expect(outcome(suggested, visitor, settle('sent'))).toBe('command.forbidden');
  expect(outcome(suggested, ann, settle('liked'))).toBe('command.malformed');
  for (const at of [0, 1.5, suggested.seq + 1]) expect(outcome(suggested, ann, settle('sent', at))).toBe('command.malformed');
});

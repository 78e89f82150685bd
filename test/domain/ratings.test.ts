import { expect, it } from 'vitest';
import type { Command } from '#domain/commands.ts';
import { MOST_RATINGS } from '#domain/state.ts';
import { SYSTEM } from '#domain/participant.ts';
import { ann, bot, visitor } from './people.ts';
import { answer, close, conversations, events, follow, outcome, play, say, startWithBot } from './play.ts';

const rate = (message: number, helpful: boolean): Command => ({ type: 'message.rate', message, helpful });
const answered = follow(play([SYSTEM, startWithBot], [visitor, say('When are you open?')]), bot, answer(4, 'From nine to five.'));

it('a visitor says whether an answer helped; said again it is nothing new, and the other way it is', () => {
  const [rated] = events(answered, visitor, rate(5, false));
  expect(rated).toMatchObject({ type: 'message.rated', message: 5, helpful: false, publicSeq: 6 });
  const after = follow(answered, visitor, rate(5, false));
  expect(outcome(after, visitor, rate(5, false))).toBe('');
  expect(outcome(after, visitor, rate(5, true))).toBe('message.rated');
  expect(follow(after, visitor, rate(5, true)).ratings).toEqual([{ message: 5, helpful: true }]);
});

it('also after the end, which it does not change', () => {
  const ended = follow(answered, visitor, close);
  expect(follow(ended, visitor, rate(5, true))).toMatchObject({ status: 'closed', solved: null });
});

it.each<readonly [string, typeof visitor, Command, string]>([
  ['an agent', ann, rate(5, true), 'command.forbidden'],
  ['a bot', bot, rate(5, true), 'command.forbidden'],
  ['of what is not there yet', visitor, rate(99, true), 'command.malformed'],
  ['of nothing', visitor, rate(0, true), 'command.malformed'],
  ['of half a message', visitor, rate(1.5, true), 'command.malformed'],
  ['something else than whether it helped', visitor, { type: 'message.rate', message: 5, helpful: 'yes' as unknown as boolean }, 'command.malformed'],
])('is refused: %s', (_what, by, command, code) => {
  expect(outcome(answered, by, command)).toBe(code);
});

it('nobody is asked about a chat without a bot', () => {
  expect(outcome(conversations.active, visitor, rate(1, false))).toBe('command.forbidden');
});

it('a state holds the latest ones only', () => {
  const many = Array.from({ length: MOST_RATINGS + 5 }, (_, index) => index + 1).reduce((state, message) => follow(state, visitor, rate(message, message % 2 === 0)), { ...answered, publicSeq: 100 });
  expect(many.ratings).toHaveLength(MOST_RATINGS);
  expect(many.ratings?.[0]?.message).toBe(6);
});

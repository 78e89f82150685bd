import { expect, it } from 'vitest';
import type { BotWords, Command } from '#domain/commands.ts';
import type { Audience } from '#domain/events.ts';
import { MOST_RATINGS } from '#domain/state.ts';
import { SYSTEM } from '#domain/participant.ts';
import { ann, bot, visitor } from './people.ts';
import { answer, close, conversations, events, follow, outcome, play, say, startWithBot } from './play.ts';

const rate = (message: number, helpful: boolean): Command => ({ type: 'message.rate', message, helpful });
const asked = play([SYSTEM, startWithBot], [visitor, say('When are you open?')]);
const answering = (turn: number, says: readonly BotWords[]): Command => ({ type: 'bot.answer', turn, says, answers: true, memory: '{}', wakeMs: null, next: 'stay', department: null });
const words = (text: string, audience: Audience = 'public'): BotWords => ({ kind: 'text', body: { text }, audience });
const answered = follow(asked, bot, answering(4, [words('From nine to five.')]));

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
  ['of their own words', visitor, rate(4, true), 'command.malformed'],
  ['of who serves the chat', visitor, rate(3, true), 'command.malformed'],
  ['something else than whether it helped', visitor, { type: 'message.rate', message: 5, helpful: 'yes' as unknown as boolean }, 'command.malformed'],
])('is refused: %s', (_what, by, command, code) => {
  expect(outcome(answered, by, command)).toBe(code);
});

it('of what a bot says in one turn the last that the visitor reads is the answer', () => {
  const drafts = events(asked, bot, answering(4, [words('From nine'), words('to five.'), words('From the list.', 'agents')]));
  expect(drafts.map((event) => event.type === 'message.posted' && [event.body.text, event.answer ?? false])).toEqual([['From nine', false], ['to five.', true], ['From the list.', false], false]);
});

it('what a bot says that is no answer is not rated, nor what agents say', () => {
  expect(outcome(follow(asked, bot, answer(4, 'Sorry, I do not know.')), visitor, rate(5, false))).toBe('command.malformed');
  const spoken = follow(conversations.active, ann, say('From nine to five.'));
  expect(outcome(spoken, visitor, rate(spoken.publicSeq, false))).toBe('command.malformed');
});

it('a state holds the latest ones only', () => {
  let state = answered;
  for (let time = 0; time < MOST_RATINGS + 5; time++) {
    state = follow(state, visitor, say('And now?'));
    state = follow(state, bot, answering(state.seq, [words('Now, too.')]));
    state = follow(state, visitor, rate(state.publicSeq, time % 2 === 0));
  }
  expect(state.answers).toHaveLength(MOST_RATINGS);
  expect(state.ratings?.map(({ message }) => message)).toEqual(state.answers?.map((each) => each.message));
});

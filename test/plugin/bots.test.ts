import { expect, it } from 'vitest';
import { RefusalError } from '#domain/errors.ts';
import type { BotKeeper } from '#plugin/bots/seat.ts';
import { Hooks } from '#plugin/hooks.ts';
import { ann, visitor } from '../domain/people.ts';
import { assign, say } from '../domain/play.ts';
import { counting, open, POST } from './support/bot-chat.ts';

it('hears once whether its answer helped, however often it is said', async () => {
  const chat = open((turn) => (turn.cue.kind === 'rated' ? { says: [{ kind: 'text', text: turn.cue.helpful ? 'Good.' : 'Sorry.' }] } : { ...counting(turn), answers: true }));
  chat.begin();
  chat.take(visitor, say('a'));
  await chat.hear();
  for (let time = 0; time < 2; time++) chat.take(visitor, { type: 'message.rate', message: 5, helpful: false });
  await chat.hear();
  chat.crash();
  await chat.hear();
  expect(chat.said()).toEqual(['1', 'Sorry.']);
});

it('hears nothing of what another one answered, and which of its own answers it was', async () => {
  const chat = open((turn) => (turn.bot === 'robin' && turn.cue.kind === 'said' ? { says: [{ kind: 'text', text: 'From nine.' }], answers: true, next: 'hand-over', department: 'billing' } : counting(turn)));
  chat.bots.post(chat.keeper, [POST, { ...POST, id: 'penny', department: 'billing', first: false }]);
  chat.begin();
  chat.take(visitor, say('a'));
  await chat.hear();
  chat.take(visitor, { type: 'message.rate', message: 5, helpful: false });
  await chat.hear();
  expect(chat.state.ratings).toEqual([{ message: 5, helpful: false }]);
  expect(chat.turns.filter(({ cue }) => cue.kind === 'rated')).toEqual([]);
  const alone = open((turn) => ({ ...counting(turn), answers: true }));
  alone.begin();
  alone.take(visitor, say('a'));
  await alone.hear();
  alone.take(visitor, { type: 'message.rate', message: 5, helpful: false });
  await alone.hear();
  expect(alone.turns.at(-1)?.cue).toEqual({ kind: 'rated', helpful: false, message: 5 });
});

it('hands over to another department: whose bot hears that a person is wanted', async () => {
  const chat = open(({ bot, cue }) => (bot === 'robin' && cue.kind === 'said' ? { next: 'hand-over', department: 'billing' } : {}));
  chat.bots.post(chat.keeper, [POST, { ...POST, id: 'penny', department: 'billing', first: false }]);
  chat.begin();
  chat.take(visitor, say('my bill is wrong'));
  await chat.hear();
  expect(chat.state).toMatchObject({ status: 'queued', department: 'billing', assignee: null });
  expect(chat.turns.map(({ bot, cue, role }) => `${bot} ${role} ${cue.kind}`)).toEqual(['robin serves begun', 'robin serves said', 'penny engages returned']);
});

it('answers each event once, with what it remembered, also when the log tells it again', async () => {
  const chat = open(counting);
  chat.begin();
  chat.take(visitor, say('a'));
  await chat.hear();
  chat.take(visitor, say('b'));
  chat.crash();
  await chat.hear();
  expect(chat.said()).toEqual(['1', '2']);
  expect(chat.turns.map(({ cue }) => cue.kind)).toEqual(['begun', 'said', 'said']);
  expect(chat.turns.at(-1)).toMatchObject({ role: 'serves', memory: { step: 1 } });
});

it('is told what it is in the chat, and that a person took over', async () => {
  const chat = open(counting, { first: false });
  chat.begin();
  chat.take(visitor, say('a'));
  await chat.hear();
  chat.take(ann, assign(ann));
  chat.take(visitor, say('b'));
  await chat.hear();
  expect(chat.turns.map(({ cue, role }) => `${cue.kind} ${role}`)).toEqual(['begun engages', 'said engages', 'taken-over assists', 'said assists']);
  expect(chat.said()).toEqual(['1']);
});

it.each([
  ['throws', () => { throw new Error('out of order'); }],
  ['answers with nonsense', () => ({ says: 'hello' })],
  ['answers what no chat takes', () => ({ says: [{ kind: 'text', text: '' }] })],
])('hands over where it %s, and its keeper hears of it', async (_what, answer) => {
  const chat = open(answer);
  chat.begin();
  await chat.hear();
  expect(chat.state).toMatchObject({ status: 'queued', assignee: null });
  expect(chat.errors.length).toBeGreaterThan(0);
});

it('is asked again where its process has ended', async () => {
  let ended = 1;
  const chat = open((turn) => {
    if (ended-- > 0) throw new RefusalError('plugin.crashed');
    return counting(turn);
  });
  chat.begin();
  chat.take(visitor, say('a'));
  await chat.hear();
  expect(chat.said()).toEqual(['1']);
  expect(chat.errors).toEqual([]);
});

it('whose post is gone leaves its chats at the next word', async () => {
  const chat = open(counting);
  chat.begin();
  await chat.hear();
  chat.bots.leave(chat.keeper);
  expect(chat.bots.firstIn('sales')).toBeNull();
  chat.take(visitor, say('a'));
  await chat.hear();
  expect(chat.state).toMatchObject({ status: 'queued', assignee: null });
  expect(chat.said()).toEqual([]);
});

it('hears of a silence that it wanted to hear of, once', async () => {
  const chat = open(({ cue }) => (cue.kind === 'silence' ? { says: [{ kind: 'text', text: 'Are you there?' }] } : { wakeMs: 60_000 }));
  chat.begin();
  await chat.hear();
  expect(chat.state.bots).toMatchObject([{ wakeAt: chat.log.at(-1)!.at + 60_000 }]);
  chat.silence();
  chat.silence();
  await chat.hear();
  await expect.poll(() => chat.said()).toEqual(['Are you there?']);
  expect(chat.state.bots).toMatchObject([{ wakeAt: null }]);
});

it('a silence waits for the turn that is under way, and is none where something was said', async () => {
  const gate = Promise.withResolvers<void>();
  const chat = open(async ({ cue, memory }) => {
    if (cue.kind === 'begun') return { wakeMs: 60_000, memory: { heard: 0 } };
    if (cue.kind === 'said') await gate.promise;
    return { says: [{ kind: 'text', text: cue.kind }], memory: { heard: (memory as { heard: number }).heard + 1 } };
  });
  chat.begin();
  await chat.hear();
  chat.take(visitor, say('a'));
  const hearing = chat.hear();
  chat.silence();
  gate.resolve();
  await hearing;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(chat.said()).toEqual(['said']);
  expect(chat.turns.map(({ cue }) => cue.kind)).toEqual(['begun', 'said']);
});

it('is asked again by its plugin’s new settings where the old ones ended under it', async () => {
  const chat = open(() => {
    throw new RefusalError('plugin.state');
  });
  chat.begin();
  const hearing = chat.hear();
  chat.bots.leave(chat.keeper);
  chat.bots.post({ ...chat.keeper, answer: async () => ({ says: [{ kind: 'text', text: 'hello' }] }) }, [POST]);
  await hearing;
  expect(chat.said()).toEqual(['hello']);
  expect(chat.state).toMatchObject({ status: 'active' });
});

it('what is too long is cut, and said', async () => {
  const chat = open(() => ({ says: [{ kind: 'text', text: 'x'.repeat(20_000) }] }));
  chat.begin();
  await chat.hear();
  expect(chat.said()[0]).toHaveLength(8_000);
});

it('goes on with the chats that it has when it serves no new ones any more', async () => {
  const chat = open(counting);
  chat.begin();
  chat.take(visitor, say('a'));
  await chat.hear();
  chat.bots.post(chat.keeper, [{ ...POST, first: false, queued: false, assists: false }]);
  chat.take(visitor, say('b'));
  await chat.hear();
  expect(chat.said()).toEqual(['1', '2']);
});

it('nothing is written where it has nothing to say', async () => {
  const chat = open(() => ({}));
  chat.begin();
  await chat.hear();
  expect(chat.log.map(({ type }) => type)).not.toContain('bot.answered');
});

it('has one department, the same on every node, and what it says of its bots is looked at', () => {
  const { bots, keeper } = open(counting);
  const other: BotKeeper = { ...keeper, plugin: 'other' };
  bots.post(other, [{ ...POST, id: 'second', name: 'Second' }]);
  expect(bots.firstIn('sales')?.name).toBe('Robin');
  bots.leave(keeper);
  bots.post(keeper, [POST]);
  expect(bots.firstIn('sales')?.name, 'whatever was there first').toBe('Robin');
  for (const wrong of [[{ ...POST, id: 'No!' }], [{ ...POST, name: '' }], [POST, POST], [{ ...POST, first: 'yes' }], {}]) {
    expect(() => bots.post(keeper, wrong as never)).toThrow(RefusalError);
  }
});

it('hears what became of what it suggested, and of nothing else', async () => {
  const chat = open(({ cue }) => (cue.kind === 'said' ? { says: [{ kind: 'suggestion', text: 'At nine.' }], memory: 1 } : {}), { first: false });
  chat.begin();
  chat.take(ann, assign(ann));
  chat.take(visitor, say('when do you open?'));
  await chat.hear();
  const suggestion = chat.log.find((event) => event.type === 'message.posted' && event.kind === 'suggestion')!.seq;
  expect(chat.take(ann, { type: 'suggestion.settle', suggestion, how: 'edited' })).toBeNull();
  expect(chat.take(ann, { type: 'suggestion.settle', suggestion: 1, how: 'sent' })).toBeNull();
  await chat.hear();
  expect(chat.turns.filter(({ cue }) => cue.kind === 'settled')).toMatchObject([{ cue: { text: 'At nine.', how: 'edited' }, role: 'assists', memory: 1 }]);
});

it.each([['solved', 'conversation.complete', true], ['not solved', 'conversation.close', false]] as const)('hears of the end of a chat that it took part in, which is %s; what it answers is not heard', async (_how, type, solved) => {
  const chat = open((turn) => (turn.cue.kind === 'ended' ? { says: [{ kind: 'text', text: 'too late' }], memory: 'new', next: 'hand-over' } : counting(turn)));
  chat.begin();
  chat.take(visitor, say('a'));
  await chat.hear();
  chat.take(ann, assign(ann, 'takeover'));
  chat.take(ann, { type });
  const { seq } = chat.state;
  await chat.hear();
  expect(chat.turns.at(-1)).toMatchObject({ cue: { kind: 'ended', solved }, role: 'assists', memory: { step: 1 } });
  expect(chat.state.seq).toBe(seq);
});

it('hears nothing of the end of a chat in which it said and remembered nothing', async () => {
  const chat = open(() => ({}), { first: false });
  chat.begin();
  chat.take(ann, assign(ann));
  chat.take(ann, { type: 'conversation.close' });
  await chat.hear();
  expect(chat.turns.map(({ cue }) => cue.kind)).not.toContain('ended');
});

it('hears nothing of words that a plugin takes for itself, and all that it does not, throws over or is too long about', async () => {
  const errors: unknown[] = [];
  const hooks = new Hooks((error) => errors.push(error), { taker: 20 });
  const chat = open(counting, {}, hooks);
  const off = hooks.take(({ body }) => {
    if (body.text === 'broken') throw new Error('out of order');
    return body.text === 'slow' ? new Promise<never>(() => {}) : body.text === 'STOP';
  });
  chat.begin();
  for (const text of ['a', 'STOP', 'broken', 'slow', 'b']) chat.take(visitor, say(text));
  await chat.hear();
  expect(chat.turns.flatMap(({ cue }) => (cue.kind === 'said' ? [cue.text] : []))).toEqual(['a', 'broken', 'slow', 'b']);
  expect(errors).toHaveLength(2);
  off();
  chat.take(visitor, say('STOP'));
  await chat.hear();
  expect(chat.turns.at(-1)!.cue).toEqual({ kind: 'said', text: 'STOP' });
});

import { expect, it, vi } from 'vitest';
import type { BotPost, BotTurn } from '#plugin/bots/bot.ts';
import type { BotKeeper } from '#plugin/bots/seat.ts';
import { Dispatch } from '#plugin/dispatch.ts';
import { ann, visitor } from '../domain/people.ts';
import { assign, say } from '../domain/play.ts';
import { counting, open, POST } from './support/bot-chat.ts';

const assistant = (id: string): BotPost => ({ ...POST, id, name: id, first: false, queued: false });

/** Suggests what it has counted, under its name. */
const suggesting = ({ bot, cue, memory }: BotTurn) => {
  const seen = (Object(memory) as { seen?: number }).seen ?? 0;
  return cue.kind === 'said' ? { says: [{ kind: 'suggestion' as const, text: `${bot} ${seen + 1}` }], memory: { seen: seen + 1 } } : {};
};

/** A chat that Robin serves, in whose department others assist. */
function several(others: Readonly<Record<string, (turn: BotTurn) => unknown>>) {
  const chat = open((turn) => (turn.role === 'assists' ? suggesting(turn) : counting(turn)));
  const errors: string[] = [];
  for (const [id, answer] of Object.entries(others)) {
    const keeper: BotKeeper = { plugin: id, answered: () => {}, failed: (error) => errors.push(`${id}: ${String(error)}`), answer: async (turn) => (await answer(turn)) as never };
    chat.bots.post(keeper, [assistant(id)]);
  }
  return { chat, errors };
}

const words = ({ log }: ReturnType<typeof open>): readonly string[] => log.flatMap((event) => (event.type === 'message.posted' && event.by.startsWith('b_') ? [event.body.text] : []));

it('one talks to a visitor, and any number suggest to an agent, each with a memory of its own', async () => {
  const { chat } = several({ anna: suggesting, bert: suggesting });
  chat.begin();
  chat.take(visitor, say('a'));
  await chat.hear();
  expect(words(chat)).toEqual(['1']);
  chat.take(ann, assign(ann, 'takeover'));
  for (const text of ['b', 'c']) chat.take(visitor, say(text));
  await chat.hear();
  expect(words(chat).toSorted()).toEqual(['1', 'anna 1', 'anna 2', 'bert 1', 'bert 2', 'robin 1', 'robin 2']);
  expect(chat.state.bots.map(({ id }) => id).toSorted()).toEqual(['b_anna.anna', 'b_bert.bert', 'b_bot.robin']);
});

it('each answers an event once, also when the log tells it again', async () => {
  const { chat } = several({ anna: suggesting, bert: suggesting });
  chat.begin();
  chat.take(ann, assign(ann, 'takeover'));
  chat.take(visitor, say('a'));
  await chat.hear();
  const before = chat.log.length;
  chat.crash();
  await chat.hear();
  expect(chat.log).toHaveLength(before);
});

it('one that throws leaves the agent, the visitor and the others alone, and its own keeper hears of it', async () => {
  const { chat, errors } = several({ anna: () => { throw new Error('out of order'); }, bert: suggesting });
  chat.begin();
  chat.take(ann, assign(ann, 'takeover'));
  chat.take(visitor, say('a'));
  await chat.hear();
  expect(words(chat).toSorted()).toEqual(['bert 1', 'robin 1']);
  expect(chat.state).toMatchObject({ status: 'active', assignee: ann.id });
  expect(errors).toEqual(['anna: Error: out of order', 'anna: Error: out of order']);
  expect(chat.errors).toEqual([]);
});

it('one that never answers holds up none of the others, and is told where it stopped once the actor comes up again', async () => {
  let stuck = true;
  const { chat } = several({ anna: (turn) => (stuck ? new Promise(() => {}) : suggesting(turn)), bert: suggesting });
  const dispatch = () => new Dispatch(async () => chat.log, 0, [chat.followers], () => {});
  let told = 0;
  let log = dispatch();
  const tell = (): void => {
    for (; told < chat.log.length; told++) log.offer(chat.log[told]!);
  };
  chat.begin();
  chat.take(ann, assign(ann, 'takeover'));
  for (const text of ['a', 'b', 'c']) {
    chat.take(visitor, say(text));
    tell();
  }
  await vi.waitFor(() => expect(words(chat).toSorted()).toEqual(['bert 1', 'bert 2', 'bert 3', 'robin 1', 'robin 2', 'robin 3']));
  // What one has not done is told again: the log is done with only where the slowest is.
  expect(log.dispatchedSeq).toBeLessThan(5);
  expect(log.busy).toBe(true);
  stuck = false;
  chat.crash();
  told = 0;
  log = dispatch();
  tell();
  await vi.waitFor(() => expect(words(chat).toSorted()).toEqual(['anna 1', 'anna 2', 'anna 3', 'bert 1', 'bert 2', 'bert 3', 'robin 1', 'robin 2', 'robin 3']));
});

it('paused by an agent they say nothing, not even what they were about to say; resumed they go on with the next event', async () => {
  const answer = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const { chat } = several({
    anna: async (turn) => {
      if (turn.cue.kind !== 'said') return {};
      asked.resolve();
      await answer.promise;
      return suggesting(turn);
    },
  });
  chat.begin();
  chat.take(ann, assign(ann, 'takeover'));
  chat.take(visitor, say('a'));
  const hearing = chat.hear();
  await asked.promise;
  expect(chat.take(visitor, { type: 'bots.pause' })).toMatchObject({ code: 'command.forbidden' });
  chat.take(ann, { type: 'bots.pause' });
  answer.resolve();
  await hearing;
  chat.take(visitor, say('b'));
  await chat.hear();
  expect(words(chat).filter((text) => text.startsWith('anna'))).toEqual([]);
  chat.take(ann, { type: 'bots.resume' });
  chat.take(visitor, say('c'));
  await chat.hear();
  expect(words(chat).filter((text) => text.startsWith('anna'))).toEqual(['anna 2']);
  expect(chat.state).not.toHaveProperty('botsPaused');
});

it('where one is paused that has the chat, it waits for a person', async () => {
  const { chat } = several({});
  chat.begin();
  await chat.hear();
  chat.take(ann, { type: 'bots.pause' });
  chat.take(visitor, say('a'));
  await chat.hear();
  expect(chat.state).toMatchObject({ status: 'queued', assignee: null });
  expect(words(chat)).toEqual([]);
});

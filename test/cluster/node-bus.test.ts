import { expect, it, onTestFinished, vi } from 'vitest';
import { NodeBus } from '#cluster/node-bus.ts';
import { FakePresence } from './support.ts';

async function pair() {
  const presence = new FakePresence();
  const errors: unknown[] = [];
  const heard: string[] = [];
  const receive = (_key: string, method: string, request: unknown, _told: boolean, reply: (reply: unknown) => void): void => {
    heard.push(`${method} ${JSON.stringify(request)}`);
    if (method === 'fail') throw new Error('broken');
    if (method === 'later') setImmediate(reply, { answer: request });
    else reply({ answer: request });
  };
  const lease = { held: true };
  const [a, b] = ['a', 'b'].map((name) => new NodeBus(presence, name, receive, (error) => errors.push(error), () => lease.held));
  await a!.start();
  await b!.start();
  return { presence, errors, heard, lease, a: a!, b: b! };
}

it.each(['now', 'later'])('brings back the answer of an actor that answers %s', async (method) => {
  const { a } = await pair();
  expect(await a.ask('b', 'c_1', method, { q: 1 }, 1_000)).toEqual({ answer: { q: 1 } });
});

it('pairs answers with questions', async () => {
  const { a, b } = await pair();
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => (i % 2 ? a.ask('b', 'c_1', 'now', i, 1_000) : b.ask('a', 'c_1', 'later', i, 1_000))));
  expect(answers).toEqual(Array.from({ length: 50 }, (_, i) => ({ answer: i })));
});

it('sends what one tick says as one message, in order', async () => {
  const { a, presence, heard } = await pair();
  for (let i = 0; i < 5; i++) a.tell('b', 'c_1', 'told', i);
  await expect.poll(() => heard).toEqual(['told 0', 'told 1', 'told 2', 'told 3', 'told 4']);
  expect(presence.published).toEqual([{ topic: 'parlor:bus:b', frames: 5 }]);
});

it('sends what follows closely as one message too, in order', async () => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'setImmediate'] });
  onTestFinished(() => void vi.useRealTimers());
  const { a, presence, heard } = await pair();
  a.tell('b', 'c_1', 'told', 0);
  await vi.advanceTimersByTimeAsync(1);
  expect(heard).toEqual(['told 0']);
  for (let i = 1; i < 5; i++) {
    a.tell('b', 'c_1', 'told', i);
    await vi.advanceTimersByTimeAsync(0);
  }
  await vi.advanceTimersByTimeAsync(1);
  expect(heard).toEqual(['told 0']);
  await vi.advanceTimersByTimeAsync(20);
  expect(heard).toEqual(['told 0', 'told 1', 'told 2', 'told 3', 'told 4']);
  expect(presence.published.map(({ frames }) => frames)).toEqual([1, 4]);
});

it('sends what still waits when it stops', async () => {
  const { a, heard } = await pair();
  a.tell('b', 'c_1', 'told', 0);
  a.tell('b', 'c_1', 'told', 1);
  await a.stop();
  await expect.poll(() => heard).toEqual(['told 0', 'told 1']);
});

it('runs the rest of a message when an answer meets an error', async () => {
  const { a, errors } = await pair();
  a.call('b', 'c_1', 'now', 1, 1_000, () => { throw new Error('no use for it'); });
  expect(await a.ask('b', 'c_1', 'now', 2, 1_000)).toEqual({ answer: 2 });
  expect(errors).toEqual([new Error('no use for it')]);
});

it.each(['question', 'answer'])('says that nobody could be reached when the %s is lost', async (lost) => {
  const { a, presence, heard } = await pair();
  presence.lossy = (topic) => topic === (lost === 'question' ? 'parlor:bus:b' : 'parlor:bus:a');
  expect(await a.ask('b', 'c_1', 'now', 1, 100)).toEqual({ code: 'actor.unreachable' });
  expect(heard).toEqual(lost === 'question' ? [] : ['now 1']);
});

it('says at once that a node is gone, and who was told something there', async () => {
  const { a, b } = await pair();
  const unheard: string[] = [];
  a.unheard = (key) => void unheard.push(key);
  await b.stop();
  const began = performance.now();
  a.tell('b', 'd_1', 'told', 1);
  expect(await a.ask('b', 'c_1', 'now', 1, 60_000)).toEqual({ code: 'actor.unreachable' });
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(unheard).toEqual(['d_1']);
});

it('passes on nothing that waited while others may have taken over: who was told is owed, who asked is asked again', async () => {
  const { a, heard, lease, presence } = await pair();
  const unheard: string[] = [];
  a.unheard = (key) => void unheard.push(key);
  a.tell('b', 'd_1', 'told', 1);
  const asked = a.ask('b', 'c_1', 'now', 1, 60_000);
  lease.held = false;
  expect(await asked).toEqual({ code: 'actor.unreachable' });
  lease.held = true;
  expect([unheard, heard, presence.published]).toEqual([['d_1'], [], []]);
  expect(await a.ask('b', 'c_1', 'now', 2, 1_000)).toEqual({ answer: 2 });
});

it('asks nobody any more once it has stopped', async () => {
  const { a } = await pair();
  await a.stop();
  expect(await a.ask('b', 'c_1', 'now', 1, 60_000)).toEqual({ code: 'actor.unreachable' });
});

it('tells a node that something did not arrive: at the next word', async () => {
  const { a, b, presence, heard } = await pair();
  let missed = 0;
  b.missed = () => void missed++;
  a.tell('b', 'd_1', 'told', 1);
  await expect.poll(() => heard).toEqual(['told 1']);
  presence.lossy = () => true;
  a.tell('b', 'd_1', 'told', 2);
  await expect.poll(() => presence.published).toHaveLength(2);
  presence.lossy = () => false;
  expect(missed).toBe(0);
  a.tell('b', 'd_1', 'told', 3);
  await expect.poll(() => heard).toEqual(['told 1', 'told 3']);
  expect(missed).toBe(1);
});

it('tells a node that something could not be sent, also where nothing follows', async () => {
  const { a, b, errors, presence } = await pair();
  let missed = 0;
  b.missed = () => void missed++;
  presence.away = true;
  a.tell('b', 'd_1', 'told', 1);
  await expect.poll(() => errors).toHaveLength(1);
  presence.away = false;
  await expect.poll(() => missed).toBe(1);
});

it('does not mind an answer that comes too late', async () => {
  const { a, presence } = await pair();
  presence.lossy = (topic) => topic === 'parlor:bus:a';
  await a.ask('b', 'c_1', 'now', 1, 20);
  presence.lossy = () => false;
  expect(await a.ask('b', 'c_1', 'now', 2, 1_000)).toEqual({ answer: 2 });
});

it('answers for an actor that throws, and reports it', async () => {
  const { a, errors } = await pair();
  expect(await a.ask('b', 'c_1', 'fail', 1, 1_000)).toEqual({ code: 'internal' });
  expect(errors).toEqual([new Error('broken')]);
});

it('leaves nobody waiting when it stops', async () => {
  const { a, presence } = await pair();
  presence.lossy = () => true;
  const asked = a.ask('b', 'c_1', 'now', 1, 60_000);
  await a.stop();
  expect(await asked).toEqual({ code: 'actor.unreachable' });
});

import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { testPlugin } from '#plugin/testing.ts';
import type { Own } from '../../plugins/webhooks/config.ts';
import webhooks from '../../plugins/webhooks/index.ts';
import { attempts, forgetAttempts, note, write, type Attempt } from '../../plugins/webhooks/journal.ts';
import type { OutboundRequest } from '#plugin/outbound.ts';

const HOUR = 3_600_000;
const SECRET = 'a secret that both of them know';
const endpoint = (id: string, more: object = {}) => ({ id, url: `https://${id}.example/hook`, secret: SECRET, ...more });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000 });
  onTestFinished(() => void vi.useRealTimers());
});

/** Switched on, with a clock that both the plugin and its queue go by. */
async function on(endpoints: readonly object[], answer: (request: OutboundRequest) => number) {
  const tested = await testPlugin(webhooks, { config: { endpoints }, now: 1_000, answer: (request) => ({ status: answer(request) }) });
  let seq = 0;
  return {
    ...tested, tested,
    says: () => tested.happens({ type: 'message.posted', seq: ++seq, publicSeq: seq, kind: 'text', body: { text: 'hi' } }),
    later: async (ms: number) => {
      vi.setSystemTime(Date.now() + ms);
      tested.advance(ms);
      await tested.work();
    },
    page: async () => {
      await tested.run('journal');
      return (await tested.act('endpoints', 'look')).data;
    },
    hosts: () => tested.requests.map(({ url }) => new URL(url).host),
  };
}

it('tells each endpoint what it wants to hear, and one that fails holds up no other', async () => {
  const { hosts, requests, says, tested, later } = await on([endpoint('all'), endpoint('down'), endpoint('ends', { events: ['conversation.closed'] })], ({ url }) => (url.includes('down') ? 500 : 204));
  await says();
  await says();
  await tested.happens({ type: 'conversation.closed', seq: 3, publicSeq: 3, reason: 'agent' });
  await later(0);
  expect(hosts()).toEqual(['all.example', 'down.example', 'all.example', 'all.example', 'ends.example']);
  expect(requests.map(({ headers }) => headers?.['x-parlor-delivery'])).toEqual(['c1-1', 'c1-1', 'c1-2', 'c1-3', 'c1-3']);
});

it('switches an endpoint off that took nothing for a day, says so, and tells it nothing from then on', async () => {
  const { hosts, later, notices, page, says, tested } = await on([endpoint('main'), endpoint('other')], ({ url }) => (url.includes('main') ? 500 : 204));
  await says();
  await later(0);
  expect(await page()).toMatchObject({ endpoints: [{ id: 'main', host: 'main.example', failingSince: 1_000, off: null }, { id: 'other', failingSince: null }] });
  await later(23 * HOUR);
  expect(notices).toEqual([]);
  await later(HOUR + 1);
  await says();
  await later(HOUR);
  expect(notices).toEqual([{ en: expect.stringMatching(/^The endpoint main took nothing for 24 hours \(answered 500\)/), 'zh-CN': expect.any(String) }]);
  expect(await page()).toMatchObject({ endpoints: expect.arrayContaining([expect.objectContaining({ id: 'main', off: { at: expect.any(Number), error: 'answered 500' } })]) });
  const before = hosts().length;
  await says();
  expect(tested.waiting.map(({ key }) => key)).toEqual(['other:c1-3']);
  await later(24 * HOUR);
  expect(hosts().slice(before)).toEqual(['other.example']);
  expect(tested.dead.every(({ error }) => error === 'its endpoint is switched off')).toBe(true);
  expect(notices).toHaveLength(1);
});

it('forgives a failing endpoint with one success', async () => {
  let down = true;
  const { later, notices, says } = await on([endpoint('main')], () => (down ? 500 : 204));
  await says();
  await later(0);
  down = false;
  await later(23 * HOUR);
  down = true;
  await says();
  await later(0);
  await later(2 * HOUR);
  expect(notices).toEqual([]);
});

it('goes on when an administrator switches it on again', async () => {
  let down = true;
  const { hosts, later, page, says, tested } = await on([endpoint('main')], () => (down ? 500 : 204));
  await says();
  await later(0);
  await later(24 * HOUR);
  expect(await page()).toMatchObject({ endpoints: expect.arrayContaining([expect.objectContaining({ id: 'main', off: { at: expect.any(Number), error: 'answered 500' } })]) });
  down = false;
  expect(await tested.act('endpoints', 'on', { endpoint: 'main' })).toEqual({ data: true });
  const before = hosts().length;
  await says();
  await later(HOUR);
  // What waits in the lane comes first.
  expect(hosts()).toHaveLength(before + 2);
  expect(await page()).toMatchObject({ endpoints: [{ failingSince: null, off: null }] });
});

it('shows what was delivered last, with its answer and how long it took, and sends one of it again', async () => {
  const { later, page, requests, says, tested } = await on([endpoint('main')], () => (requests.length === 1 ? 503 : 204));
  await says();
  await later(0);
  await later(10_000);
  const shown = await page();
  const attempt = { endpoint: 'main', id: 'c1-1', event: 'message.posted', took: expect.any(Number) };
  expect(shown).toMatchObject({ attempts: [{ ...attempt, status: 204, error: null }, { ...attempt, status: 503, error: 'answered 503' }] });
  expect(JSON.stringify(shown)).not.toContain('/hook');
  const { data } = await tested.act('endpoints', 'content', { endpoint: 'main', id: 'c1-1' });
  expect(JSON.parse(String(data))).toMatchObject({ event: 'message.posted', id: 'c1-1', payload: { conversation: 'c1', body: { text: 'hi' } } });
  expect(await tested.act('endpoints', 'again', { endpoint: 'main', id: 'c1-1' })).toEqual({ data: true });
  await later(0);
  expect(requests.map(({ headers }) => headers?.['x-parlor-delivery'])).toEqual(['c1-1', 'c1-1', 'c1-1']);
});

it.each([['on', { endpoint: 'nobody' }], ['again', { endpoint: 'main', id: 'c9-9' }], ['again', {}], ['else', { endpoint: 'main' }]])('does nothing for %s %j', async (action, values) => {
  const { tested, waiting } = await on([endpoint('main')], () => 204);
  expect(await tested.act('endpoints', action, values)).toEqual({ data: false });
  expect(waiting).toEqual([]);
});

it('loses no attempt where the worker and the job write at the same moment', async () => {
  forgetAttempts();
  let kept: unknown;
  const data = { get: async () => kept, set: async (_key: string, value: unknown) => void (kept = value) };
  const ctx = { data } as unknown as Own;
  const attempt = (of: string): Attempt => ({ endpoint: of, delivery: {} as Attempt['delivery'], at: 1, took: 1, status: 204, error: null });
  await Promise.all([note(ctx, attempt('first')), note(ctx, attempt('second')), write(ctx)]);
  expect((await attempts(ctx)).map(({ endpoint: of }) => of)).toEqual(['second', 'first']);
});

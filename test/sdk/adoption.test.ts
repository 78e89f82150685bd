import { expect, test } from 'vitest';
import { Browser } from './support/browser.ts';
import { ModelServer } from './support/model-server.ts';
import { SimClock } from './support/sim-clock.ts';
import { seen, visitorOf } from './support/visitor.ts';

function tabOf(browser: Browser, server: ModelServer) {
  const { locks, close } = browser.tab();
  return { client: visitorOf(server, { storage: browser.storage, locks }), close };
}

test('words of a closed tab are sent by the next, once, before its own', async () => {
  const clock = new SimClock();
  const server = new ModelServer(clock);
  const browser = new Browser();
  const first = tabOf(browser, server);
  first.client.post('offline 1');
  first.client.post('offline 2');
  await clock.advance(10);
  first.close();
  const second = tabOf(browser, server);
  second.client.connect();
  await clock.advance(1);
  expect(seen(second.client.snapshot)).toEqual(['offline 1', 'offline 2']);
  second.client.post('online');
  await clock.advance(1_000);
  expect(server.texts).toEqual(['offline 1', 'offline 2', 'online']);
  expect(browser.items.size).toBe(0);
});

test('words that arrived although the tab did not learn of it are not sent twice', async () => {
  const clock = new SimClock();
  const server = new ModelServer(clock);
  const browser = new Browser();
  const first = tabOf(browser, server);
  first.client.connect();
  await clock.advance(100);
  first.client.post('a');
  await clock.advance(12);
  expect(server.texts).toEqual(['a']);
  server.socket.close();
  first.close();
  const second = tabOf(browser, server);
  second.client.connect();
  await clock.advance(1_000);
  expect(server.texts).toEqual(['a']);
  expect(seen(second.client.snapshot)).toEqual(['a']);
});

test('the stream of a living tab is left alone', async () => {
  const clock = new SimClock();
  const server = new ModelServer(clock);
  const browser = new Browser();
  const first = tabOf(browser, server);
  first.client.connect();
  await clock.advance(5);
  first.client.post('mine');
  const second = tabOf(browser, server);
  second.client.connect();
  await clock.advance(5);
  expect(second.client.snapshot.pending).toEqual([]);
});

test('even two who adopt the same words cannot double them', async () => {
  const clock = new SimClock();
  const server = new ModelServer(clock);
  const browser = new Browser();
  const first = visitorOf(server, { storage: browser.storage });
  first.post('a');
  first.post('b');
  const copies = [visitorOf(server, { storage: browser.storage }), visitorOf(server, { storage: browser.storage })];
  for (const copy of copies) copy.connect();
  await clock.advance(1_000);
  expect(server.texts).toEqual(['a', 'b']);
  for (const copy of copies) expect(seen(copy.snapshot)).toEqual(['a', 'b']);
});

test('refused words outlive the tab, so that nobody has to type them again', async () => {
  const clock = new SimClock();
  const server = new ModelServer(clock);
  const browser = new Browser();
  server.fates.push('message.refused');
  const first = tabOf(browser, server);
  first.client.connect();
  first.client.post('rude');
  await clock.advance(1_000);
  first.client.disconnect();
  const second = tabOf(browser, server);
  second.client.connect();
  await clock.advance(1_000);
  expect(second.client.snapshot.pending).toMatchObject([{ status: 'failed', code: 'message.refused' }]);
  expect(server.texts).toEqual([]);
});

test('what is in storage is read with suspicion', async () => {
  const clock = new SimClock();
  const server = new ModelServer(clock);
  const browser = new Browser();
  browser.items.set('test:aaaaaaaaaaaaaaaa', '{"not": "ours"}');
  browser.items.set('test:bbbbbbbbbbbbbbbb', 'no JSON');
  browser.items.set('test:cccccccccccccccc', '[null]');
  browser.items.set('test:dddddddddddddddd', JSON.stringify([{ id: 'other:1', number: 1, conversation: 'c1', command: { type: 'message.post' } }]));
  const { client } = tabOf(browser, server);
  client.connect();
  await clock.advance(100);
  expect(client.snapshot.connection.status).toBe('online');
  expect(client.snapshot.pending).toEqual([]);
});

test('a storage that refuses keeps nobody from talking', async () => {
  const clock = new SimClock();
  const server = new ModelServer(clock);
  const { storage } = new Browser();
  const full = { ...storage, length: 0, setItem: () => { throw new Error('QuotaExceededError'); } };
  const client = visitorOf(server, { storage: full });
  client.connect();
  client.post('a');
  await clock.advance(100);
  expect(server.texts).toEqual(['a']);
});

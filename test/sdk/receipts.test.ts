import { expect, test } from 'vitest';
import { online } from './support/visitor.ts';

test('delivered goes up by itself, at most once a second, and read when it is said', async () => {
  const { clock, server, visitor } = await online();
  server.assign();
  await clock.advance(1_100);
  for (let i = 0; i < 20; i++) {
    server.say(`${i}`);
    await clock.advance(100);
  }
  await clock.advance(1_100);
  expect(server.receipts().length).toBeLessThanOrEqual(4);
  expect(server.receipts().at(-1)).toEqual({ delivered: 23, read: 0 });
  visitor.read();
  visitor.read();
  const told = server.receipts().length;
  await clock.advance(1_100);
  expect(server.receipts().slice(told)).toEqual([{ delivered: 23, read: 23 }]);
  expect(visitor.snapshot.receipts).toContainEqual({ participant: 'v_1', delivered: 23, read: 23 });
});

test('our own words move no cursor of ours', async () => {
  const { clock, server, visitor } = await online();
  await clock.advance(2_000);
  const told = server.receipts().length;
  visitor.post('a');
  await clock.advance(2_000);
  visitor.read();
  await clock.advance(2_000);
  expect(server.receipts()).toHaveLength(told);
});

test('cursors that the server lost are sent again after a join', async () => {
  const { clock, server, visitor } = await online();
  server.assign();
  server.say('a');
  await clock.advance(50);
  visitor.read();
  await clock.advance(2_000);
  server.socket.end(1006);
  await clock.advance(2_000);
  expect(server.socket.of(3)).toEqual([{ delivered: 4, read: 4 }]);
  expect(visitor.snapshot.receipts).toContainEqual({ participant: 'v_1', delivered: 4, read: 4 });
});

test('what was read while the line was down is told when it is back', async () => {
  const { clock, server, visitor } = await online();
  server.assign();
  server.say('a');
  await clock.advance(2_000);
  server.socket.end(1006);
  visitor.read();
  await clock.advance(2_000);
  expect(server.receipts().at(-1)).toEqual({ delivered: 4, read: 4 });
});

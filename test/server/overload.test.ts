import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Frame } from '#wire/protocol.ts';
import { logOf } from './support/log.ts';
import { VisitorAt, say } from './support/people.ts';
import { useServer } from './support/shared.ts';

const server = useServer('sqlite');

function send({ line, stream }: VisitorAt, number: number): ReturnType<VisitorAt['line']['answer']> {
  const id = `${stream.name}:${number}`;
  const from = line.frames.length;
  line.send(Frame.command, { id, p: number - 1, cmd: say(`words ${number}`) });
  const later = <T extends { readonly id?: string }>(frame: T): boolean => frame.id === id && line.frames.findIndex(({ payload }) => payload === frame) >= from;
  return Promise.any([line.first(Frame.ack, later), line.first(Frame.refusal, later)]);
}

it('refuses with a hint when to come back what would wait too long, and takes it when there is room', async () => {
  const [early, waiting, late] = await Promise.all([1, 2, 3].map(() => VisitorAt.arrive(server.node, server.house.support)));
  if (early === undefined || waiting === undefined || late === undefined) throw new Error('nobody arrived');
  const other = new DatabaseSync(server.place.databaseUrl.slice('sqlite:'.length));
  // The disk is slow: whoever holds the write lock holds up the next commit, and what comes after it waits.
  // The server may be writing just now.
  other.exec('pragma busy_timeout = 5000');
  other.exec('begin immediate');
  const first = send(early, 1);
  await sleep(100);
  const second = send(waiting, 1);
  await sleep(700);
  const refused = await send(late, 1);
  expect(refused).toMatchObject({ code: 'busy', retryable: true });
  const { retryAfter = 0 } = refused as { retryAfter?: number };
  expect(retryAfter).toBeGreaterThanOrEqual(500);
  expect(retryAfter).toBeLessThan(10_000);
  expect(await send(late, 2), 'what was sent behind it waits for it').toMatchObject({ code: 'stream.gap' });

  other.exec('rollback');
  other.close();
  expect(await first, 'what was taken is written').toMatchObject({ seq: 3 });
  expect(await second).toMatchObject({ seq: 3 });
  expect(await send(late, 1), 'at once when there is room').toMatchObject({ seq: 3 });
  expect(await send(late, 2)).toMatchObject({ seq: 4 });
  expect((await logOf(server.place, late.conversation)).filter(({ type }) => type === 'message.posted')).toHaveLength(2);
});

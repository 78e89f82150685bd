import { expect, it, onTestFinished } from 'vitest';
import { createVisitorClient } from '#sdk/index.ts';
import type { Connection, SocketLike } from '#sdk/index.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { Frame, NEWEST_PROTOCOL, OLDEST_PROTOCOL } from '#wire/protocol.ts';
import { eventually } from './support/eventually.ts';
import { Person } from './support/house.ts';
import { Line } from './support/line.ts';
import { logOf } from './support/log.ts';
import { useServer } from './support/shared.ts';

const server = useServer('sqlite');
const arrive = () => Person.arrive(server.node, server.house.support);
/** The person's next socket, as a client of this version opens it. */
const openAs = async (person: Person, version: string) => Line.open(`${(await person.ticket(server.node)).url}${version}`);

it.each([...new Set([OLDEST_PROTOCOL, NEWEST_PROTOCOL])])('understands version %i', async (version) => {
  const line = await openAs(await arrive(), `&v=${version}`);
  expect(await line.first(Frame.welcome)).toMatchObject({ state: { status: 'queued' } });
});

it('takes a client that names no version at its word', async () => {
  expect(await (await openAs(await arrive(), '')).first(Frame.welcome)).toMatchObject({ state: { status: 'queued' } });
});

it.each([String(OLDEST_PROTOCOL - 1), '', 'one'])('turns version %j away for good, before it takes the ticket', async (version) => {
  const person = await arrive();
  const { url } = await person.ticket(server.node);
  const old = await Line.open(`${url}&v=${version}`);
  expect(await old.closed).toEqual({ code: CloseCode.version, reason: 'version.unsupported' });
  expect(old.frames).toEqual([]);
  await (await Line.open(url)).first(Frame.welcome);
});

it('tells a client of a later release to come back', async () => {
  const line = await openAs(await arrive(), `&v=${NEWEST_PROTOCOL + 1}`);
  expect(await line.closed).toEqual({ code: CloseCode.behind, reason: 'version.newer' });
  expect(line.frames).toEqual([]);
});

/** Our own client, of a release that sends `version()`; how its line fared. */
async function clientOf(version: () => number): Promise<{ client: ReturnType<typeof createVisitorClient>; opened: string[]; fared: Connection[] }> {
  const person = await arrive();
  const opened: string[] = [];
  const fared: Connection[] = [];
  const client = createVisitorClient({
    storageKey: 'versions', storage: null, locks: null,
    ticket: async () => {
      const { url, conversation } = await person.ticket(server.node);
      return { url, conversation };
    },
    openSocket: (url) => {
      opened.push(url.replace(/&v=\d+$/, `&v=${version()}`));
      return new WebSocket(opened.at(-1)!) as SocketLike;
    },
  });
  client.subscribe(() => {
    const { connection } = client.snapshot;
    if (connection !== fared.at(-1)) fared.push(connection);
  });
  onTestFinished(() => client.disconnect());
  return { client, opened, fared };
}

it('a client of a later release comes back with back-off until a node understands it, and then says what it held', { timeout: 30_000 }, async () => {
  let version = NEWEST_PROTOCOL + 1;
  const { client, opened, fared } = await clientOf(() => version);
  client.start();
  client.post('said during the roll');
  await eventually(() => opened.length).toBeGreaterThanOrEqual(3);
  expect(new Set(opened).size, 'a fresh ticket each time').toBe(opened.length);
  expect(new Set(fared.map(({ status }) => status))).toEqual(new Set(['connecting', 'waiting']));
  // The roll has reached the node.
  version = NEWEST_PROTOCOL;
  await eventually(() => client.snapshot.connection.status).toBe('online');
  await eventually(() => client.snapshot.pending).toEqual([]);
  const log = await logOf(server.place, client.snapshot.conversation!);
  expect(log.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []))).toEqual(['said during the roll']);
});

it('a client of an old release stops, and says why', async () => {
  const { client, opened } = await clientOf(() => OLDEST_PROTOCOL - 1);
  client.start();
  await eventually(() => client.snapshot.connection).toEqual({ status: 'stopped', code: CloseCode.version });
  expect(opened).toHaveLength(1);
});

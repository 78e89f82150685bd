import { Client } from '@colyseus/sdk';
import { expect, it } from 'vitest';
import { decode } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import { eventually } from './support/eventually.ts';
import { Person } from './support/house.ts';
import { logOf } from './support/log.ts';
import { Console, Stream, VisitorAt, say } from './support/people.ts';
import { useServer } from './support/shared.ts';

const server = useServer('sqlite');
const ticketIn = (url: string): string => new URL(url).searchParams.get('ticket')!;
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

type Room = Awaited<ReturnType<Client['joinById']>>;

/** What the room sent, by frame type; the SDK hands over what follows the type byte. */
function listen(room: Room): Map<number, unknown[]> {
  const heard = new Map<number, unknown[]>();
  for (const type of Object.values(Frame)) {
    room.onMessage(type, (bytes: Uint8Array) => {
      const frame = decode(Buffer.concat([Buffer.from([17, type]), bytes]));
      heard.set(type, [...(heard.get(type) ?? []), frame?.payload]);
    });
  }
  return heard;
}

it('joins a chat by its id with a ticket, talks and leaves', async () => {
  const { node, house, place } = server;
  const person = await Person.arrive(node, house.support);
  const { url, conversation } = await person.ticket(node);
  const room = await new Client(node.origin).joinById(`c_${conversation}`, { ticket: ticketIn(url) });
  const heard = listen(room);
  await eventually(() => heard.get(Frame.welcome)?.[0]).toMatchObject({ conversation, self: person.participant, state: { status: 'queued' } });
  const { id, p } = new Stream().next();
  room.sendBytes(Frame.command, bytesOf({ id, p, cmd: say('from the official SDK') }));
  await eventually(() => heard.get(Frame.ack)).toEqual([{ id, seq: 3 }]);
  expect(heard.get(Frame.notice)).toMatchObject([{ e: { type: 'message.posted', seq: 3, body: { text: 'from the official SDK' } } }]);
  const agent = await Console.open(node, house.admin);
  await agent.accept(conversation);
  await agent.open(conversation);
  await agent.say(conversation, 'Hello');
  await eventually(() => heard.get(Frame.notice)?.at(-1)).toMatchObject({ e: { body: { text: 'Hello' } } });
  // Colyseus' own code for one who leaves by consent.
  expect(await room.leave()).toBe(4000);
  await agent.line.first(Frame.signal, ({ online }) => online === false);
  expect(await logOf(place, conversation)).toHaveLength(5);
});

it('joins a chat that others are in already', async () => {
  const { node, house } = server;
  const visitor = await VisitorAt.arrive(node, house.support);
  const { url, conversation } = await visitor.person.ticket(node);
  const room = await new Client(node.origin).joinById(`c_${conversation}`, { ticket: ticketIn(url) });
  const heard = listen(room);
  await visitor.say('from the widget');
  await eventually(() => heard.get(Frame.notice)).toMatchObject([{ e: { body: { text: 'from the widget' } } }]);
});

it('lets nobody in without a ticket for this very chat', async () => {
  const { node, house } = server;
  const [own, other] = [await VisitorAt.arrive(node, house.support), await VisitorAt.arrive(node, house.support)];
  const { url } = await own.person.ticket(node);
  const sdk = new Client(node.origin);
  const refused = { code: 525 };
  await expect(sdk.joinById(`c_${other.conversation}`, { ticket: ticketIn(url) })).rejects.toMatchObject(refused);
  await expect(sdk.joinById(`c_${other.conversation}`)).rejects.toMatchObject(refused);
  await expect(sdk.joinById(`c_${other.conversation}-1`, {})).rejects.toMatchObject(refused);
  await expect(sdk.joinById(`c_${own.conversation}`, { ticket: `${ticketIn(url)}x` })).rejects.toMatchObject(refused);
  await expect(sdk.joinById(`d_${house.admin.id}`, { ticket: ticketIn(url) })).rejects.toMatchObject(refused);
  await expect(sdk.joinById(`q_${house.support.id}`, { ticket: ticketIn(url) })).rejects.toMatchObject(refused);
  await expect(sdk.create('conversation', {})).rejects.toMatchObject({ code: 404 });
});

it('opens a desk as well', async () => {
  const { node, house } = server;
  const { url } = await house.admin.ticket(node);
  const room = await new Client(node.origin).joinById(`d_${house.admin.id}`, { ticket: ticketIn(url) });
  const heard = listen(room);
  room.sendBytes(Frame.desk, bytesOf({ n: 1, cmd: { type: 'presence.set', status: 'online' } }));
  await eventually(() => heard.get(Frame.ack)).toEqual([{ n: 1, seq: null }]);
});

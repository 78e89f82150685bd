import { connect } from 'node:net';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { TICKET_LIFETIME_MS, createTicketOffice } from '#desk/tickets.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { encodeUp } from '#wire/codec.ts';
import { Frame } from '#wire/protocol.ts';
import { eventually } from './support/eventually.ts';
import { Person } from './support/house.ts';
import { Line } from './support/line.ts';
import { logOf, query } from './support/log.ts';
import { Console, VisitorAt, say } from './support/people.ts';
import { useServer } from './support/shared.ts';

const server = useServer('sqlite', { VISITOR_RATE: '20' });
const frame = (type: number, json: string): Uint8Array<ArrayBuffer> => new Uint8Array([17, type, ...new TextEncoder().encode(json)]);

/** Somebody decent, who must notice nothing of what the others do. */
let decent: VisitorAt;
beforeEach(async () => {
  decent = await VisitorAt.arrive(server.node, server.house.support);
  await decent.say('before');
});
afterEach(async () => {
  expect(await decent.say('after')).toMatchObject({ seq: 4 });
  expect(decent.line.isOpen).toBe(true);
  expect((await fetch(`${server.node.origin}/livez`)).status).toBe(200);
});

const arrive = () => VisitorAt.arrive(server.node, server.house.support);

describe('frames', () => {
  it.each([
    ['JSON that is none', frame(Frame.command, '{"id":'), 'frame.malformed'],
    ['bytes that are no UTF-8', new Uint8Array([17, 1, 0xff, 0xfe, 0xfd]), 'frame.malformed'],
    ['a frame without a body', new Uint8Array([17]), 'frame.malformed'],
    ['an empty frame', new Uint8Array(), 'frame.malformed'],
    ['a protocol of its own', new Uint8Array([99, 1, 2, 3]), 'frame.malformed'],
    ['an unknown type', frame(31, '{}'), 'frame.unknown'],
    ['a type of the server', frame(Frame.welcome, '{}'), 'frame.unknown'],
    ['a frame of the desk', frame(Frame.open, '{"c":"x","since":0}'), 'frame.unknown'],
    ['typing that is none', frame(Frame.typing, '{"on":"yes"}'), 'frame.malformed'],
    ['a receipt of the past', frame(Frame.receipt, '{"delivered":-1,"read":1e99}'), 'frame.malformed'],
    ['a command without an id', frame(Frame.command, '{"p":0,"cmd":{"type":"message.post"}}'), 'command.malformed'],
    ['a command that is null', frame(Frame.command, 'null'), 'command.malformed'],
    ['a command in a list', frame(Frame.command, '[1,2]'), 'command.malformed'],
    ['a command from a prototype', frame(Frame.command, '{"id":"stream-1:1","p":0,"cmd":{"type":"toString"}}'), 'command.unknown'],
    ['a command for agents', frame(Frame.command, '{"id":"stream-1:1","p":0,"cmd":{"type":"conversation.complete"}}'), 'command.unknown'],
    ['a command of the house', frame(Frame.command, '{"id":"stream-1:1","p":0,"cmd":{"type":"conversation.start"}}'), 'command.unknown'],
    ['an assignment', frame(Frame.command, '{"id":"stream-1:1","p":0,"cmd":{"type":"conversation.assign","agent":{"id":"a_1","kind":"agent","name":"me"},"reason":"accepted","offer":null}}'), 'command.unknown'],
    ['a note by a visitor', frame(Frame.command, JSON.stringify({ id: 'stream-1:1', p: 0, cmd: say('note', 'agents') })), 'command.forbidden'],
    ['a message of nothing', frame(Frame.command, JSON.stringify({ id: 'stream-1:1', p: 0, cmd: say(' \n ') })), 'message.empty'],
    ['a message that is too long', frame(Frame.command, JSON.stringify({ id: 'stream-1:1', p: 0, cmd: say('x'.repeat(8_001)) })), 'message.too-long'],
    ['a body that is no text', frame(Frame.command, '{"id":"stream-1:1","p":0,"cmd":{"type":"message.post","kind":"text","body":{"text":5},"audience":"public"}}'), 'command.malformed'],
    ['a deep tree', frame(Frame.command, `${'['.repeat(20_000)}${']'.repeat(20_000)}`), 'command.malformed'],
  ])('answers %s with a code and goes on', async (_name, bytes, code) => {
    const visitor = await arrive();
    visitor.line.sendRaw(bytes);
    expect(await visitor.line.first(Frame.refusal)).toMatchObject({ code, retryable: false });
    expect(await visitor.say('still here')).toMatchObject({ seq: 3 });
    expect(await logOf(server.place, visitor.conversation)).toHaveLength(3);
  });

  it('closes a socket that goes on sending nonsense', async () => {
    const visitor = await arrive();
    for (let i = 0; i < 30; i++) visitor.line.sendRaw(new Uint8Array([99]));
    expect(await visitor.line.closed).toMatchObject({ code: CloseCode.protocol });
  });

  it('closes a socket that sends a frame that is too large', async () => {
    const visitor = await arrive();
    visitor.line.sendRaw(frame(Frame.command, 'x'.repeat(70_000)));
    expect(await visitor.line.closed).toMatchObject({ code: CloseCode.tooLarge });
    const huge = await arrive();
    huge.line.sendRaw(frame(Frame.command, 'x'.repeat(5_000_000)));
    // Far too long a frame is cut off by the engine, which names no code.
    expect([1006, CloseCode.tooLarge]).toContain((await huge.line.closed).code);
  });

  it('takes a ticket once', async () => {
    const person = await Person.arrive(server.node, server.house.support);
    const { url } = await person.ticket(server.node);
    const first = await Line.open(url);
    await first.first(Frame.welcome);
    const second = await Line.open(url);
    expect(await second.closed).toMatchObject({ code: CloseCode.moved, reason: 'ticket.expired' });
    first.close();
  });

  it('slows a flood down, keeps its order, and in the end hears it no more', async () => {
    const visitor = await arrive();
    for (let i = 1; i <= 100; i++) visitor.send(say(`flood ${i}`));
    const limited = await visitor.line.first(Frame.refusal, ({ code }) => code === 'rate.limited');
    expect(limited).toMatchObject({ retryable: true, retryAfter: expect.any(Number) });
    for (let i = 0; i < 500; i++) visitor.line.sendRaw(encodeUp(Frame.ping, { t: i }));
    expect(await visitor.line.closed).toMatchObject({ code: CloseCode.flooding });
    const words = (await logOf(server.place, visitor.conversation)).flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
    expect(words).toEqual(words.map((_, index) => `flood ${index + 1}`));
    expect(words.length).toBeLessThan(100);
  });
});

describe('doors', () => {
  const socket = (query: string): Promise<Line> => Line.open(`${server.node.origin.replace('http', 'ws')}/node-1/socket${query}`);
  const ticketOf = async (): Promise<string> => new URL((await (await arrive()).person.ticket(server.node)).url).searchParams.get('ticket')!;

  it.each(['', '?ticket=', '?ticket=nonsense', '?ticket=a.b', `?ticket=${'x'.repeat(2_000)}`])('let nobody in with %j', async (query) => {
    const line = await socket(query);
    expect(await line.closed).toEqual({ code: CloseCode.unauthorised, reason: 'ticket.invalid' });
    expect(line.frames).toEqual([]);
  });

  it('let nobody in with a ticket that was changed in one character', async () => {
    const ticket = await ticketOf();
    for (let at = 0; at < ticket.length; at += Math.ceil(ticket.length / 12)) {
      const forged = `${ticket.slice(0, at)}${ticket[at] === 'A' ? 'B' : 'A'}${ticket.slice(at + 1)}`;
      expect((await (await socket(`?ticket=${forged}`)).closed).code).toBe(CloseCode.unauthorised);
    }
  });

  it('let nobody in with a ticket whose time is up, but tell them to ask for another', async () => {
    const [row] = await query<{ value: string }>(server.place, "select value from settings where name = 'secret.ticket'");
    const office = createTicketOffice({ secret: row!.value, now: () => Date.now() - TICKET_LIFETIME_MS - 1 });
    const late = office.issue({ kind: 'desk', agent: server.house.admin.id, session: 1 });
    expect(await (await socket(`?ticket=${late}`)).closed).toEqual({ code: CloseCode.moved, reason: 'ticket.expired' });
  });

  it('let nobody take the words of another visitor', async () => {
    const other = await arrive();
    await expect(server.house.admin.call(server.node, 'POST', '/widget/ticket', { token: server.house.support.token, visitor: `${other.person.token}x`, start: true })).rejects.toMatchObject({ code: 'ticket.invalid' });
    const stranger = await Person.arrive(server.node, server.house.support);
    expect((await stranger.ticket(server.node)).conversation).not.toBe(other.conversation);
  });

  it('show an agent of another department nothing, and no more than of a chat that is none', async () => {
    const department = await server.house.department('Elsewhere');
    const foreign = await Console.open(server.node, await server.house.hire({ departments: [department.id] }));
    const unknown = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    for (const c of [decent.conversation, unknown]) {
      const before = foreign.line.all(Frame.refusal).length;
      foreign.line.send(Frame.open, { c, since: 0 });
      expect(await foreign.line.first(Frame.refusal, (refusal) => foreign.line.all(Frame.refusal).indexOf(refusal) >= before)).toEqual({ c, code: 'conversation.unknown', retryable: false });
      expect(await foreign.say(c, 'let me in')).toMatchObject({ code: 'conversation.unknown' });
      expect(await foreign.accept(c)).toMatchObject({ code: 'conversation.unknown' });
      expect(await foreign.ask({ type: 'chat.takeover', conversation: c })).toMatchObject({ code: 'conversation.unknown' });
    }
    foreign.line.send(Frame.typing, { c: decent.conversation, on: true });
    foreign.line.send(Frame.receipt, { c: decent.conversation, delivered: 3, read: 3 });
    await sleep(200);
    expect(decent.line.all(Frame.signal)).toEqual([]);
    expect(decent.line.all(Frame.receipts)).toEqual([]);
    await expect(foreign.staff.call(server.node, 'GET', `/conversations/${decent.conversation}/events`)).rejects.toMatchObject({ status: 404 });
    expect(await logOf(server.place, decent.conversation)).toHaveLength(3);
  });

  it('stand thousands of connections that never finish their upgrade', { timeout: 90_000 }, async () => {
    const sockets = Array.from({ length: 2_000 }, () => connect(server.node.port, '127.0.0.1').on('error', () => {}));
    onTestFinished(() => sockets.forEach((one) => one.destroy()));
    for (const one of sockets) one.write('GET /node-1/socket?ticket=x HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n');
    await sleep(300);
    expect(await decent.say('meanwhile')).toMatchObject({ seq: 4 });
    expect(await (await arrive()).say('and somebody new')).toMatchObject({ seq: 3 });
    sockets.forEach((one) => one.destroy());
    decent = await arrive();
    await decent.say('before');
  });

  it('take no gigabyte: the answer comes at once, the memory stays', async () => {
    const before = await server.node.memory();
    const chunk = Buffer.alloc(1024 * 1024, 32);
    const { status, sent } = await new Promise<{ status: number | undefined; sent: number }>((resolve, reject) => {
      let megabytes = 0;
      const call = request(`${server.node.origin}/api/v1/widget/session`, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': 1024 ** 3 } });
      call.once('response', (response) => resolve({ status: response.statusCode, sent: megabytes }));
      call.once('error', (error) => (megabytes > 0 ? resolve({ status: undefined, sent: megabytes }) : reject(error)));
      const more = (): void => {
        while (megabytes < 1024 && !call.destroyed) {
          megabytes += 1;
          if (!call.write(chunk)) return void call.once('drain', more);
        }
      };
      more();
    });
    expect(status ?? 413).toBe(413);
    // How much a fast client gets rid of before it reads the answer is its own affair; not all of it.
    expect(sent).toBeLessThan(800);
    expect((await server.node.memory()) - before).toBeLessThan(60);
  });
});

describe('slow readers', () => {
  it('are closed, not fed forever and not left with holes', { timeout: 90_000 }, async () => {
    const { node, house } = server;
    const department = await house.department('Slow');
    const agents = await Promise.all(Array.from({ length: 2 }, () => house.hire({ departments: [department.id] })));
    const visitor = await VisitorAt.arrive(node, department);
    const [active] = [await Console.open(node, agents[0]!)];
    await active.accept(visitor.conversation);
    await active.open(visitor.conversation);
    const { url } = await visitor.person.ticket(node);
    const stuck = await stopReading(node.port, new URL(url));
    onTestFinished(() => void stuck.socket.destroy());
    const before = await node.memory();
    const long = '会'.repeat(7_900);
    for (let said = 0; said < 600; said += 5) await Promise.all(Array.from({ length: 5 }, () => active.say(visitor.conversation, long)));
    await eventually(async () => (await node.memory()) - before).toBeLessThan(150);
    const resumed = performance.now();
    const heard = await stuck.readOn();
    // It was closed long since: nobody had to wait for its silence.
    expect(performance.now() - resumed).toBeLessThan(15_000);
    // What came before the cut is whole; what is missing is missing at the end, where a resume begins.
    expect(heard).toEqual(heard.map((_, index) => heard[0]! + index));
    expect(heard.length).toBeGreaterThan(10);
    expect(heard.length).toBeLessThan(600);
    expect(await active.say(visitor.conversation, 'to those who read')).toMatchObject({ seq: 604 });
    await visitor.event('message.posted', ({ body }) => body.text === 'to those who read');
  });
});

it('reports nothing as unhandled, and contains every failure', () => {
  expect(server.node.log.filter(({ level }) => level >= 50)).toEqual([]);
});

/** A visitor's socket by hand, whose owner stops reading after the upgrade, and reads on until the server has closed it. */
async function stopReading(port: number, url: URL): Promise<{ socket: ReturnType<typeof connect>; readOn: () => Promise<number[]> }> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  await sleep(200);
  socket.pause();
  const readOn = async (): Promise<number[]> => {
    const chunks: Buffer[] = [];
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).resume();
    await closed;
    return [...Buffer.concat(chunks).toString().matchAll(/\{"e":\{"seq":(\d+)/g)].map(([, seq]) => Number(seq));
  };
  return { socket, readOn };
}

import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import plugin from '../../plugins/bus/index.ts';
import { eventually } from '../server/support/eventually.ts';
import { House } from '../server/support/house.ts';
import { logOf } from '../server/support/log.ts';
import { freshCluster, freshPlace, startNode } from '../server/support/node.ts';
import { Console, VisitorAt } from '../server/support/people.ts';
import { switchOn } from '../server/support/plugins.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { makeTempDir, removeDir } from '../support/temp.ts';
import { Broker, type BrokerName } from './brokers.ts';
import { Neighbour, type Received } from './neighbour.ts';
import { configFor, run } from './run.ts';

/** What docs/bus.md promises, with a real broker of this kind: one for all of it. */
export function busConformance(name: BrokerName): void {
  let dir: string;
  let broker: Broker;

  beforeAll(async () => {
    dir = await makeTempDir();
    broker = await Broker.prepare(name, dir);
    await broker.start();
  });
  afterAll(async () => {
    await broker.kill();
    await removeDir(dir);
  });

  /** A node on the bus, and a neighbour. */
  async function house(more: object = {}) {
    const place = await freshPlace('sqlite');
    const node = await startNode(place, { env: { PRIVATE_HOSTS: '127.0.0.1' } });
    const house = await House.open(node);
    const neighbour = new Neighbour(broker);
    onTestFinished(() => neighbour.close());
    const events: Received[] = [];
    const refused: Received[] = [];
    neighbour.subscribe(broker.destinations.events, (event) => void events.push(event));
    neighbour.subscribe({ destination: broker.destinations.refused }, (message) => void refused.push(message));
    const bus = await switchOn(node, house, plugin, { ...configFor(broker), ...more });
    return { node, place, house, bus, neighbour, events, refused };
  }

  it('does what a command says, once, and answers for what it does not do', async () => {
    const { house: owner, neighbour, node, place, refused } = await house();
    const lin = await owner.hire();
    const { conversation } = await VisitorAt.arrive(node, owner.support);
    const desk = await Console.open(node, lin);
    await desk.accept(conversation);
    const sales = await owner.department('Sales');
    const tell = (command: object | string): Promise<void> => neighbour.send(broker.destinations.commands, typeof command === 'string' ? command : JSON.stringify(command));
    const hello = { 'command-id': 'hello', type: 'message.send', conversation, text: 'Your parcel is on its way.' };
    await tell(hello);
    await tell('{ no json');
    await tell('x'.repeat(70_000));
    await tell({ ...hello, 'command-id': 'nowhere', conversation: 'nowhere' });
    await tell({ ...hello, 'command-id': 'other', type: 'conversation.delete' });
    await tell({ ...hello, 'command-id': 'stranger', who: { agent: 'nobody' } });
    await tell(hello);
    await tell({ ...hello, 'command-id': 'note', audience: 'agents', text: 'Paid.' });
    await tell({ ...hello, 'command-id': 'lin', who: { agent: lin.id }, text: 'I see it.' });
    await tell({ 'command-id': 'on', type: 'conversation.transfer', conversation, to: { department: sales.id } });
    await tell({ 'command-id': 'end', type: 'conversation.end', conversation });
    await tell(hello);
    await tell({ ...hello, 'command-id': 'late' });
    await eventually(() => refused.map(({ headers }) => [headers['code'], headers['command-id'] ?? null]), 20_000).toEqual(expect.arrayContaining([
      ['command.malformed', null], ['command.too-large', null], ['conversation.unknown', 'nowhere'], ['command.unknown', null], ['agent.unknown', 'stranger'], ['conversation.ended', 'late'],
    ]));
    expect(refused).toHaveLength(6);
    const log = await logOf(place, conversation);
    const done = log.flatMap((event) => (event.type === 'message.posted' ? [[event.by, event.body.text, event.publicSeq !== null]] : ['transfer.offered', 'conversation.completed'].includes(event.type) ? [[event.by, event.type]] : []));
    expect(done).toEqual([
      ['b_bus', 'Your parcel is on its way.', true], ['b_bus', 'Paid.', false], [lin.participant, 'I see it.', true], ['b_bus', 'transfer.offered'], ['b_bus', 'conversation.completed'],
    ]);
    expect(log.find((event) => event.type === 'participant.joined')).toMatchObject({ participant: { id: 'b_bus', kind: 'bot', name: 'Parlor' } });
  });

  it('takes an event for unsent that the broker has not confirmed', async () => {
    const { proxy, url } = await TcpProxy.before(broker.url);
    onTestFinished(() => proxy.close());
    const { bus, events, house: owner, node } = await house({ brokers: [url], commands: false });
    const visitor = await VisitorAt.arrive(node, owner.support);
    const heard = (text: string): readonly string[] => events.flatMap(({ body, headers }) => (body.includes(text) ? [headers['event-id'] ?? ''] : []));
    const waiting = async (): Promise<number> => (await bus.worker()).waiting;
    await visitor.say('before all');
    await eventually(() => heard('before all').length, 20_000).toBe(1);
    // Nothing of this comes to the broker, and nobody is told.
    proxy.swallow('up');
    await visitor.say('lost on the way');
    await eventually(waiting).toBeGreaterThan(0);
    proxy.cut();
    proxy.mend();
    await eventually(() => heard('lost on the way').length, 20_000).toBe(1);
    await eventually(waiting, 20_000).toBe(0);
    // This comes to the broker, but its answer does not come back: it is there twice, under one id.
    proxy.swallow('down');
    await visitor.say('not confirmed');
    await eventually(() => heard('not confirmed').length, 20_000).toBe(1);
    expect(await waiting()).toBe(1);
    proxy.cut();
    proxy.mend();
    await eventually(() => heard('not confirmed').length, 20_000).toBe(2);
    expect(new Set(heard('not confirmed')).size).toBe(1);
    await eventually(waiting, 20_000).toBe(0);
  });

  it('finds what nobody had read yet after the broker was killed', async () => {
    const { events, house: owner, neighbour, node, bus } = await house({ commands: false });
    const visitor = await VisitorAt.arrive(node, owner.support);
    await visitor.say('read');
    await eventually(() => events.filter(({ body }) => body.includes('"read"')).length, 20_000).toBe(1);
    await neighbour.close();
    for (const text of ['one', 'two', 'three']) await visitor.say(`unread ${text}`);
    await eventually(async () => (await bus.worker()).waiting, 20_000).toBe(0);
    await broker.kill();
    await broker.start();
    const other = new Neighbour(broker);
    onTestFinished(() => other.close());
    const found: string[] = [];
    other.subscribe(broker.destinations.events, ({ body }) => found.push(...(/unread \w+/.exec(body) ?? [])));
    await eventually(() => found, 20_000).toEqual(['unread one', 'unread two', 'unread three']);
  });

  it('loses nothing, does nothing twice and keeps the order of each chat while a node and the broker are killed', async () => {
    const said: string[] = [];
    const outcome = await run({ broker, place: await freshCluster(), messages: 400, chats: 8, story: ['kill a node', 'kill the broker'], say: (words) => void said.push(words) });
    expect(outcome.wrong.slice(0, 10), said.join('\n')).toEqual([]);
    expect(outcome.refused, said.join('\n')).toEqual([]);
    expect(outcome.due).toBeGreaterThan(400);
  });
}

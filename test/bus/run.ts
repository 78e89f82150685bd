import { setTimeout as sleep } from 'node:timers/promises';
import type { PluginBackground } from '#wire/api.ts';
import { House } from '../server/support/house.ts';
import { logOf, query } from '../server/support/log.ts';
import { launch, type Place, type ServerNode } from '../server/support/node.ts';
import { VisitorAt } from '../server/support/people.ts';
import { freePort } from '../support/ports.ts';
import { check as checkDeliveries, type Due } from '../webhooks/check.ts';
import type { Taken } from '../webhooks/receiver.ts';
import { PASSWORD, USER, type Broker } from './brokers.ts';
import { checkOrders, type Said } from './check.ts';
import { Neighbour } from './neighbour.ts';

export interface RunOptions {
  readonly broker: Broker;
  readonly place: Place;
  /** Commands, each of which says something in a chat. */
  readonly messages: number;
  readonly chats: number;
  /** What happens, at equal distances while they arrive. */
  readonly story: readonly Fault[];
  readonly say: (words: string) => void;
}

export type Fault = 'kill a node' | 'kill the broker';

export interface Outcome {
  readonly messages: number;
  /** Public events in the logs, and what came of them; more came than there are where some came twice. */
  readonly due: number;
  readonly taken: number;
  /** Code and id of each. */
  readonly refused: readonly string[];
  readonly wrong: readonly string[];
  /** Until the last command was on disk, and until the last event had arrived, ms. */
  readonly saidMs: number;
  readonly heardMs: number;
}

export const GRANT = ['events.read', 'work.background', 'http.request', 'chats.command', 'host:*'];
const ENV = { PRIVATE_HOSTS: '127.0.0.1', QUEUE_GRACE: '3600' };
/** Everything must have arrived within so long after the last command was given, ms. */
const DRAIN_MS = 240_000;

/** What the plugin is set to, for this broker. */
export const configFor = ({ destinations: { commands, eventsTo, refused, vhost }, url }: Broker): Readonly<Record<string, unknown>> =>
  ({ brokers: [url], user: USER, password: PASSWORD, vhost, eventsTo, commandsFrom: commands, refusedTo: refused });

/** Two nodes on a bus: a neighbour tells them what to say, another hears what was said, while nodes and the broker are killed. */
export async function run({ broker, chats, messages, place, say, story }: RunOptions): Promise<Outcome> {
  const names = ['node-1', 'node-2'];
  const ports = await Promise.all(names.map(() => freePort()));
  const start = (i: number) => launch(place, { name: names[i]!, port: ports[i]!, env: ENV });
  const running = [start(0)];
  const nodes: ServerNode[] = [await running[0]!.node];
  running.push(start(1));
  nodes.push(await running[1]!.node);
  const [teller, hearer] = [new Neighbour(broker), new Neighbour(broker)];
  try {
    const { admin, support } = await House.open(nodes[0]!);
    const ask = <T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> => admin.call<T>(nodes[0]!, method, `/plugins/bus${path}`, body);
    const taken: Taken[] = [];
    const heard = new Set<string>();
    const refused: string[] = [];
    const conversations: string[] = [];
    hearer.subscribe(broker.destinations.events, ({ body, headers }) => {
      const event = takenFrom(body, headers);
      taken.push(event);
      heard.add(event.id);
    });
    // What a run before this one has left there is not ours.
    hearer.subscribe({ destination: broker.destinations.refused }, ({ body, headers }) => {
      if (conversations.some((conversation) => body.includes(conversation))) refused.push(`${headers['code']} ${headers['command-id']}`);
    });
    await ask('POST', '/install', { grant: GRANT });
    await ask('PUT', '/config', { config: configFor(broker) });
    await ask('POST', '/activate');

    const byName = Object.fromEntries(nodes.map((node) => [node.name, node]));
    for (let i = 0; i < chats; i++) conversations.push((await VisitorAt.arrive(nodes[i % 2]!, support, byName)).conversation);
    const began = performance.now();
    const said = new Map<string, string[]>(conversations.map((conversation) => [conversation, []]));
    const progress = { given: 0 };
    const tell = async (conversation: string): Promise<void> => {
      while (progress.given < messages) {
        const text = `words ${++progress.given}`;
        said.get(conversation)!.push(text);
        // One that has no receipt is given again, under its id: in the order of the chat.
        await teller.send(broker.destinations.commands, JSON.stringify({ 'command-id': text, type: 'message.send', conversation, text }));
      }
    };
    const telling = Promise.all(conversations.map(tell));
    for (const [i, fault] of story.entries()) {
      const at = Math.floor((messages * (i + 1)) / (story.length + 1));
      while (heard.size < at) await sleep(10);
      say(`${progress.given} given, ${heard.size} heard: ${fault}`);
      if (fault === 'kill the broker') {
        await broker.kill();
        await broker.start();
        continue;
      }
      const victim = i % 2;
      await nodes[victim]!.kill();
      running[victim] = start(victim);
      nodes[victim] = await running[victim].node;
    }
    await telling;
    say(`${progress.given} given after ${seconds(began)}`);
    const written = async (): Promise<number> => (await query<{ n: number }>(place, 'select count(*) as n from events where head like \'%"message.posted"%\''))[0]!.n;
    const until = performance.now() + DRAIN_MS;
    while ((await written()) + refused.length < messages && performance.now() < until) await sleep(100);
    const saidMs = performance.now() - began;
    say(`${await written()} said after ${seconds(began)}`);
    let due = await dueOf(place);
    while (heard.size < due.length && performance.now() < until) {
      await sleep(100);
      due = await dueOf(place);
    }
    const heardMs = performance.now() - began;
    say(`${heard.size} of ${due.length} heard after ${seconds(began)}`);
    const { workers: [worker] } = await ask<PluginBackground>('GET', '/background');
    const logs = new Map<string, readonly Said[]>();
    for (const conversation of conversations) logs.set(conversation, (await logOf(place, conversation)).flatMap((event) => (event.type === 'message.posted' ? [{ by: event.by, text: event.body.text }] : [])));
    const wrong = [...checkOrders(said, logs), ...checkDeliveries(due, taken), ...(worker!.dead > 0 ? [`${worker!.dead} were given up`] : [])];
    return { messages: progress.given, due: due.length, taken: taken.length, refused, wrong, saidMs, heardMs };
  } finally {
    await Promise.all([teller.close(), hearer.close(), ...running.map((node) => node.end())]);
  }
}

function takenFrom(body: string, headers: Readonly<Record<string, string>>): Taken {
  const { conversation, seq, type } = JSON.parse(body) as { readonly conversation: string; readonly seq: number; readonly type: string };
  const genuine = headers['conversation'] === conversation && headers['seq'] === String(seq) && headers['type'] === type;
  return { id: headers['event-id'] ?? '', conversation, seq, genuine };
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const dueOf = (place: Place): Promise<readonly Due[]> =>
  query<Due>(place, 'select c.public_id as conversation, e.seq as seq from events e join conversations c on c.id = e.conversation_id where e.public_seq is not null');

import { setTimeout as sleep } from 'node:timers/promises';
import plugin from '../../plugins/bus/index.ts';
import { House } from '../server/support/house.ts';
import { logOf, publicEvents, query } from '../server/support/log.ts';
import type { Place } from '../server/support/node.ts';
import { Pair } from '../server/support/pair.ts';
import { VisitorAt } from '../server/support/people.ts';
import { switchOn } from '../server/support/plugins.ts';
import { secondsSince } from '../support/stopwatch.ts';
import { check as checkDeliveries } from '../webhooks/check.ts';
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

const ENV = { PRIVATE_HOSTS: '127.0.0.1', QUEUE_GRACE: '3600' };
/** Everything must have arrived within so long after the last command was given, ms. */
const DRAIN_MS = 240_000;

/** What the plugin is set to, for this broker. */
export const configFor = ({ destinations: { commands, eventsTo, refused, vhost }, url }: Broker): Readonly<Record<string, unknown>> =>
  ({ brokers: [url], user: USER, password: PASSWORD, vhost, eventsTo, commandsFrom: commands, refusedTo: refused });

/** Two nodes on a bus: a neighbour tells them what to say, another hears what was said, while nodes and the broker are killed. */
export async function run({ broker, chats, messages, place, say, story }: RunOptions): Promise<Outcome> {
  const pair = await Pair.start(place, ENV);
  const [teller, hearer] = [new Neighbour(broker), new Neighbour(broker)];
  try {
    const house = await House.open(pair.nodes[0]!);
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
    const bus = await switchOn(pair.nodes[0]!, house, plugin, configFor(broker));
    for (let i = 0; i < chats; i++) conversations.push((await VisitorAt.arrive(pair.nodes[i % 2]!, house.support, pair.byName)).conversation);
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
      await pair.replace(i % 2);
    }
    await telling;
    say(`${progress.given} given after ${secondsSince(began)}`);
    const written = async (): Promise<number> => (await query<{ n: number }>(place, 'select count(*) as n from events where head like \'%"message.posted"%\''))[0]!.n;
    const until = performance.now() + DRAIN_MS;
    while ((await written()) + refused.length < messages && performance.now() < until) await sleep(100);
    const saidMs = performance.now() - began;
    say(`${await written()} said after ${secondsSince(began)}`);
    let due = await publicEvents(place);
    while (heard.size < due.length && performance.now() < until) {
      await sleep(100);
      due = await publicEvents(place);
    }
    const heardMs = performance.now() - began;
    say(`${heard.size} of ${due.length} heard after ${secondsSince(began)}`);
    const { dead } = await bus.worker();
    const logs = new Map<string, readonly Said[]>();
    for (const conversation of conversations) logs.set(conversation, (await logOf(place, conversation)).flatMap((event) => (event.type === 'message.posted' ? [{ by: event.by, text: event.body.text }] : [])));
    const wrong = [...checkOrders(said, logs), ...checkDeliveries(due, taken), ...(dead > 0 ? [`${dead} were given up`] : [])];
    return { messages: progress.given, due: due.length, taken: taken.length, refused, wrong, saidMs, heardMs };
  } finally {
    await Promise.all([teller.close(), hearer.close(), pair.end()]);
  }
}

function takenFrom(body: string, headers: Readonly<Record<string, string>>): Taken {
  const { conversation, seq, type } = JSON.parse(body) as { readonly conversation: string; readonly seq: number; readonly type: string };
  const genuine = headers['conversation'] === conversation && headers['seq'] === String(seq) && headers['type'] === type;
  return { id: headers['event-id'] ?? '', conversation, seq, genuine };
}

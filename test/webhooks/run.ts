import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createVisitorClient, type VisitorClient } from '#sdk/index.ts';
import type { PluginBackground } from '#wire/api.ts';
import { House, Person } from '../server/support/house.ts';
import { query } from '../server/support/log.ts';
import { launch, type Place, type ServerNode } from '../server/support/node.ts';
import { routed } from '../server/support/people.ts';
import { freePort } from '../support/ports.ts';
import { check, type Due } from './check.ts';
import type { Mood, Taken } from './receiver.ts';

export interface RunOptions {
  readonly place: Place;
  /** For the receiver's file. */
  readonly dir: string;
  /** Messages, at least: people go on until the story is told. */
  readonly events: number;
  /** How long each part of it lasts, ms. */
  readonly beat: number;
  readonly chats: number;
  readonly say: (words: string) => void;
}

const SECRET = 'a secret that both of them know';
const GRANT = ['events.read', 'work.background', 'http.request', 'data.keep', 'console.extend', 'host:*'];
const ENV = { PRIVATE_HOSTS: '127.0.0.1', QUEUE_GRACE: '600', VISITOR_RATE: '60' };
/** Words of one visitor that may be on their way. */
const AHEAD = 3;
/** How long the last deliveries may take: what failed several times waits for longer and longer, ms. */
const DRAIN_MS = 180_000;
/** After it is off, nothing may come for so long, ms. */
const SILENCE_MS = 3_000;

/** What happens to the receiver, and to the nodes, one after the other; each lasts for a beat. */
const STORY: readonly (Mood | 'down' | 'restarting' | 'kill')[] = ['fine', 'slow', 'fine', 'kill', 'lying', 'down', 'fine', 'restarting', 'kill', 'lying', 'fine'];
/** A receiver that restarts is there for as long as it is away, ms. */
const RESTART_MS = 400;

export interface Outcome {
  readonly due: number;
  readonly taken: number;
  readonly wrong: readonly string[];
  /** What came after the plugin was switched off. */
  readonly late: number;
}

/** Two nodes, visitors who talk, and a receiver that is slow, lies, dies and comes back, while nodes are killed. */
export async function run({ beat, chats, dir, events, place, say }: RunOptions): Promise<Outcome> {
  const file = join(dir, 'taken');
  const port = await freePort();
  let receiver = await receive(port, file);
  const names = ['node-1', 'node-2'];
  const ports = await Promise.all(names.map(() => freePort()));
  const start = (i: number) => launch(place, { name: names[i]!, port: ports[i]!, env: ENV });
  const running = [start(0)];
  const nodes: ServerNode[] = [await running[0]!.node];
  running.push(start(1));
  nodes.push(await running[1]!.node);
  const clients: VisitorClient[] = [];
  try {
    const { admin, support } = await House.open(nodes[0]!);
    const ask = <T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> => admin.call<T>(nodes[1]!, method, `/plugins/webhooks${path}`, body);
    await ask('POST', '/install', { grant: GRANT });
    await ask('PUT', '/config', { config: { endpoints: [{ id: 'main', url: `http://127.0.0.1:${port}/`, secret: SECRET }] } });
    await ask('POST', '/activate');

    const any = (): ServerNode => nodes[Math.floor(Math.random() * nodes.length)]!;
    const byName = (): Record<string, ServerNode> => Object.fromEntries(nodes.map((node) => [node.name, node]));
    for (let i = 0; i < chats; i++) {
      const person = await Person.arrive(any(), support);
      const client = createVisitorClient({
        storageKey: `w-${i}`, storage: null, locks: null,
        ticket: async () => {
          const { url, conversation } = await person.ticket(any());
          return { url: routed(url, byName()), conversation };
        },
      });
      client.start();
      clients.push(client);
    }
    const progress = { posted: 0, told: false };
    const began = performance.now();
    const talk = async (client: VisitorClient): Promise<void> => {
      while (progress.posted < events || !progress.told) {
        if (client.snapshot.pending.length < AHEAD) client.post(`words ${++progress.posted}`);
        await sleep(20);
      }
    };
    const talking = Promise.all(clients.map(talk));
    let victim = 0;
    let away = false;
    for (const what of STORY) {
      const until = performance.now() + beat;
      say(`${progress.posted} posted: ${what === 'kill' ? `kill -9 ${names[victim]}` : `the receiver is ${what}`}`);
      if (what === 'kill') {
        await nodes[victim]!.kill();
        running[victim] = start(victim);
        nodes[victim] = await running[victim]!.node;
        victim = 1 - victim;
      } else if (what === 'down') {
        await end(receiver);
        away = true;
      } else if (what === 'restarting') {
        while (performance.now() < until) {
          await end(receiver);
          await sleep(RESTART_MS);
          receiver = await receive(port, file);
          await sleep(RESTART_MS);
        }
      } else {
        if (away) receiver = await receive(port, file);
        away = false;
        receiver.send(what);
      }
      await sleep(Math.max(0, until - performance.now()));
    }
    progress.told = true;
    await talking;
    for (const until = performance.now() + DRAIN_MS; clients.some(({ snapshot }) => snapshot.pending.length > 0) && performance.now() < until;) await sleep(100);
    say(`${progress.posted} posted and acknowledged in ${seconds(began)}`);
    const waiting = async (): Promise<number> => (await ask<PluginBackground>('GET', '/background')).workers[0]!.waiting;
    for (const until = performance.now() + DRAIN_MS; ;) {
      // A dispatch may still be on its way to the queue.
      const left = await waiting();
      if (left === 0 && (await sleep(1_000), (await waiting()) === 0)) break;
      if (performance.now() > until) break;
      say(`${left} wait`);
      await sleep(2_000);
    }
    say(`delivered after ${seconds(began)}`);
    const due = await dueOf(place);
    await ask('POST', '/deactivate');
    const taken = await takenIn(file);
    for (const client of clients) client.post('after the end');
    await sleep(SILENCE_MS);
    const late = (await takenIn(file)).length - taken.length;
    return { due: due.length, taken: taken.length, wrong: check(due, taken), late };
  } finally {
    for (const client of clients) client.disconnect();
    await Promise.all(running.map((node) => node.end()));
    await end(receiver);
  }
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

async function receive(port: number, file: string): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'receiver.ts'), [String(port), SECRET, file]);
  await once(child, 'message');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const dueOf = (place: Place): Promise<readonly Due[]> =>
  query<Due>(place, 'select c.public_id as conversation, e.seq as seq from events e join conversations c on c.id = e.conversation_id where e.public_seq is not null');

const takenIn = async (file: string): Promise<readonly Taken[]> =>
  (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Taken);

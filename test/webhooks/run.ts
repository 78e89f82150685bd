import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { VisitorClient } from '#sdk/index.ts';
import plugin from '../../plugins/webhooks/index.ts';
import { House } from '../server/support/house.ts';
import { publicEvents } from '../server/support/log.ts';
import type { Place } from '../server/support/node.ts';
import { Pair } from '../server/support/pair.ts';
import { switchOn } from '../server/support/plugins.ts';
import { arriveAs } from '../server/support/visitor-client.ts';
import { freePort } from '../support/ports.ts';
import { secondsSince } from '../support/stopwatch.ts';
import { check, missingIn } from './check.ts';
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
const ENV = { PRIVATE_HOSTS: '127.0.0.1', QUEUE_GRACE: '600', VISITOR_RATE: '60' };
/** Words of one visitor that may be on their way. */
const AHEAD = 3;
/** How long nothing may come before what is missing is given up: what failed several times waits for longer and longer, ms. */
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
  const pair = await Pair.start(place, ENV);
  const clients: VisitorClient[] = [];
  try {
    const house = await House.open(pair.nodes[1]!);
    const webhooks = await switchOn(pair.nodes[1]!, house, plugin, { endpoints: [{ id: 'main', url: `http://127.0.0.1:${port}/`, secret: SECRET }] });
    for (let i = 0; i < chats; i++) clients.push(await arriveAs(`w-${i}`, house.support, () => pair.any(), () => pair.byName));
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
      say(`${progress.posted} posted: ${what === 'kill' ? `kill -9 ${pair.nodes[victim]!.name}` : `the receiver is ${what}`}`);
      if (what === 'kill') {
        await pair.replace(victim);
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
    say(`${progress.posted} posted and acknowledged in ${secondsSince(began)}`);
    let due = await publicEvents(place);
    for (let [until, least] = [performance.now() + DRAIN_MS, Infinity]; performance.now() < until; await sleep(2_000)) {
      // What a node had not given to the queue before it died, another one finds in the log after a while.
      const [{ waiting }, missing] = [await webhooks.worker(), missingIn(due, await takenIn(file))];
      if (waiting === 0 && missing.length === 0) break;
      say(`${waiting} wait, ${missing.length} have not come`);
      if (missing.length < least) [until, least] = [performance.now() + DRAIN_MS, missing.length];
      due = await publicEvents(place);
    }
    say(`delivered after ${secondsSince(began)}`);
    await webhooks.ask('POST', '/deactivate');
    const taken = await takenIn(file);
    // What happened since then may have come.
    const there = await publicEvents(place);
    for (const client of clients) client.post('after the end');
    await sleep(SILENCE_MS);
    const late = (await takenIn(file)).length - taken.length;
    return { due: due.length, taken: taken.length, wrong: check(due, taken, there), late };
  } finally {
    for (const client of clients) client.disconnect();
    await pair.end();
    await end(receiver);
  }
}

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

const takenIn = async (file: string): Promise<readonly Taken[]> =>
  (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Taken);

import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../faults/checker.ts';
import { Generator } from '../faults/generator.ts';
import { evidence } from '../faults/run.ts';
import { Site } from '../faults/site.ts';
import { House, type Staff } from '../server/support/house.ts';
import type { ServerNode } from '../server/support/node.ts';
import { serverEntry } from '../support/packed-server.ts';
import { reportOf, type Report, type Window } from './report.ts';
import { standing, STORY, type Step } from './story.ts';

export interface RunOptions {
  readonly dir: string;
  readonly chats: number;
  /** Messages a second in all. */
  readonly rate: number;
  /** How many times the whole life is lived. */
  readonly lives: number;
  /** Between two steps, ms. */
  readonly pauseMs: number;
  /** No answer may wait for longer while a plugin changes, ms. */
  readonly longestMs: number;
  readonly say: (words: string) => void;
}

const SEED = 1;
/** A node that missed a word looks for itself every 5 s; beside other tests everything takes its time. */
const AGREE_WITHIN_MS = 30_000;
/** What a step does to chats may show so long after it, ms. */
const AFTERMATH_MS = 1_000;
const QUIET_WITHIN_MS = 60_000;

/** Two nodes with chats under way, on which a plugin lives its life: each step on the one node, then looked for on both. */
export async function run({ chats, dir, lives, longestMs, pauseMs, rate, say }: RunOptions): Promise<Report> {
  const site = await Site.open({ dir, nodes: 2, entry: serverEntry(), env: {}, direct: true, lookEveryMs: 2_000 });
  const crowd = new Generator();
  try {
    const nodes = site.nodes.map(({ name, origin }) => ({ name, origin }) as ServerNode);
    await crowd.gather({ seed: SEED, chats, rate, storm: false, nodes });
    const { admin } = await House.open(nodes[0]!);
    crowd.talk();
    await sleep(pauseMs);
    const windows: Window[] = [];
    let least = Infinity;
    const watching = setInterval(() => (least = Math.min(least, crowd.progress?.visitorsOnline ?? 0)), 100);
    let turn = 0;
    for (let life = 0; life < lives; life++) {
      for (const step of STORY) {
        const window = await perform(step, nodes, turn++, admin);
        windows.push(window);
        say(`${step.name} on ${window.node}: ${window.doneMs.toFixed(0)} ms, both agree after ${window.agreedMs.toFixed(0)} ms`);
        await sleep(pauseMs);
      }
    }
    clearInterval(watching);
    crowd.hush();
    const { record, logs, unrest } = await evidence(dir, site, crowd, QUIET_WITHIN_MS);
    return reportOf({ longestMs, posts: record.posts, windows, lost: chats - least, refusals: crowd.progress?.refusals ?? {}, violations: check(record, logs).map(({ conversation, words, wrong }) => `${wrong} in ${conversation}: ${words}`), unrest });
  } finally {
    await crowd.close();
    await site.close();
  }
}

async function perform(step: Step, nodes: readonly ServerNode[], turn: number, admin: Staff): Promise<Window> {
  const node = nodes[turn % nodes.length]!;
  const from = Date.now();
  const began = performance.now();
  await step.take(node, admin);
  const doneMs = performance.now() - began;
  for (;;) {
    const found = await Promise.all(nodes.map((at) => standing(at, admin)));
    if (found.every((each) => each === step.leads)) break;
    if (performance.now() - began > AGREE_WITHIN_MS) throw new Error(`after ${step.name} the nodes say ${found.join(' and ')}, not ${step.leads}`);
    await sleep(20);
  }
  return { step: step.name, node: node.name, from, to: Date.now() + AFTERMATH_MS, doneMs, agreedMs: performance.now() - began };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { House } from '../server/support/house.ts';
import { launch, type Place } from '../server/support/node.ts';
import { VisitorAt } from '../server/support/people.ts';
import type { Broker } from './brokers.ts';
import { Neighbour } from './neighbour.ts';

export interface Waits {
  readonly p50: number;
  readonly p99: number;
}

export interface Latency {
  /** From a visitor's word to its acknowledgement: it is on disk, and an agent has it. */
  readonly chat: Waits;
  /** From a persistent send to the broker's receipt. */
  readonly receipt: Waits;
  /** From a persistent send to whom it is for: what a chat message would wait besides, were it routed so. */
  readonly hop: Waits;
}

const QUEUE = '/queue/latency';

/** The same words, by turns to a node and to the broker, `perSecond` of each; ms. */
export async function latencyOf({ broker, perSecond, place, words }: { readonly broker: Broker; readonly place: Place; readonly perSecond: number; readonly words: number }): Promise<Latency> {
  const starting = launch(place, { env: { VISITOR_RATE: '1000', QUEUE_GRACE: '600' } });
  const node = await starting.node;
  const neighbour = new Neighbour(broker);
  const visitors: VisitorAt[] = [];
  try {
    const { support } = await House.open(node);
    for (let i = 0; i < 20; i++) visitors.push(await VisitorAt.arrive(node, support));
    const arrived = new Map<string, (at: number) => void>();
    neighbour.subscribe({ destination: QUEUE }, ({ body }) => arrived.get(body)?.(performance.now()));
    await neighbour.send(QUEUE, 'ready');
    const [chat, receipt, hop]: [number[], number[], number[]] = [[], [], []];
    const both = async (i: number): Promise<void> => {
      const text = `word ${i} of somebody who wants to know where a parcel is`;
      const began = performance.now();
      await visitors[i % visitors.length]!.say(text);
      chat.push(performance.now() - began);
      const sent = performance.now();
      const heard = new Promise<number>((resolve) => arrived.set(text, resolve));
      await neighbour.send(QUEUE, text);
      receipt.push(performance.now() - sent);
      hop.push((await heard) - sent);
    };
    const waits: Promise<void>[] = [];
    const start = performance.now();
    for (let i = 0; i < words; i++) {
      await sleep(Math.max(0, start + (i * 1_000) / perSecond - performance.now()));
      waits.push(both(i));
    }
    await Promise.all(waits);
    // The first are for the compilers.
    return { chat: waitsIn(chat.slice(words / 4)), receipt: waitsIn(receipt.slice(words / 4)), hop: waitsIn(hop.slice(words / 4)) };
  } finally {
    for (const { line } of visitors) line.close();
    await neighbour.close();
    await starting.end();
  }
}

function waitsIn(times: readonly number[]): Waits {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): number => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN).toFixed(1));
  return { p50: at(0.5), p99: at(0.99) };
}

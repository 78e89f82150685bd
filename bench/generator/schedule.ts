/** When each message is to be sent and by whom: all of it known before the clock starts. */
export interface Schedule {
  readonly length: number;
  /** Ms after the start. */
  readonly at: Float64Array;
  /** Twice the chat, plus 1 where its agent sends. */
  readonly sender: Int32Array;
  /** The message's number in its sender's stream, from 1. */
  readonly number: Int32Array;
}

export const VISITOR = 0;
export const AGENT = 1;
export type Side = typeof VISITOR | typeof AGENT;

/** What a rise begins with, of the rate. */
const FIRST = 0.1;

/**
 * A Poisson process over random chats; half of the messages come from agents. The same seed gives the same load to every
 * target. `rise`: s in which the rate comes up to its own, as code that has not run yet is several times slower.
 */
export function poisson(chats: number, rate: number, seconds: number, seed: number, rise = 0): Schedule {
  const random = mulberry32(seed);
  const at: number[] = [];
  const next = (time: number): number => time + gap(random, rate * Math.min(1, rise === 0 ? 1 : FIRST + time / (rise * 1000)));
  for (let time = next(0); time < seconds * 1000; time = next(time)) at.push(time);
  return numbered(Float64Array.from(at), () => Math.floor(random() * chats * 2), chats);
}

/** `each` messages for every chat, round robin, from both sides in turn. */
export function evenly(chats: number, rate: number, each: number): Schedule {
  const at = Float64Array.from({ length: chats * each }, (_, index) => (index * 1000) / rate);
  return numbered(at, (index) => (index % chats) * 2 + (Math.floor(index / chats) % 2), chats);
}

function numbered(at: Float64Array, pick: (index: number) => number, chats: number): Schedule {
  const sender = new Int32Array(at.length);
  const number = new Int32Array(at.length);
  const sent = new Int32Array(chats * 2);
  for (let index = 0; index < at.length; index++) {
    const who = pick(index);
    sender[index] = who;
    number[index] = sent[who] = (sent[who] ?? 0) + 1;
  }
  return { length: at.length, at, sender, number };
}

const gap = (random: () => number, rate: number): number => (-Math.log(1 - random()) * 1000) / rate;

/** Small, seedable, and good enough to spread load. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

import { readMetrics } from '../journal-page.ts';
import { usageOfAll } from '../proc.ts';
import { Chats } from './chats.ts';
import type { Arrivals, OpenChat } from './chats.ts';
import { latencyOf } from './latencies.ts';
import type { MemoryUse, NodePlan, StepResult, StormResult, StormStep } from './plan.ts';
import { poll } from './poll.ts';
import { Recovery } from './recovery.ts';
import { poisson } from './schedule.ts';

/** After the last step: as long as answers still come in, and no longer than this without any, ms. */
const QUIET_MS = 2_000;
const DRAIN_MS = 30_000;
const LEAD_MS = 50;

export interface StormOptions {
  readonly nodes: readonly NodePlan[];
  readonly steps: readonly StormStep[];
  /** Whether what was refused is sent anew after its `retryAfter`; it counts as offered again. */
  readonly resend: boolean;
  /** Whether the generator may sleep between sends; see {@link poll}. */
  readonly sleeps: boolean;
  readonly seed: number;
  readonly textBytes: number;
  readonly stream: string;
}

interface Step {
  readonly plan: StormStep;
  readonly from: number;
  readonly to: number;
  readonly refusals: Record<string, number>;
  readonly memory: Promise<MemoryUse>[];
  offered: number;
  /** Acknowledgements that came in the step's time, whenever their messages were sent. */
  answered: number;
}

/**
 * Load in steps without a pause between them, more than the server can do included. Every message stands alone: it names
 * no earlier one (`p` 0), so that a refusal costs that message only, and not the rest of its stream.
 */
export class Storm implements Arrivals {
  readonly #options: StormOptions;
  readonly #chats: Chats;
  readonly #text: string;
  /** By sending: when it was due, ms of `performance.now`; how late it left; how long its ack took, NaN without one. */
  readonly #due: number[] = [];
  readonly #lag: number[] = [];
  readonly #took: number[] = [];
  /** By sender: the sending of each number - 1. */
  readonly #sendings: number[][];
  /** By ms: who sends again. */
  readonly #again = new Map<number, number[]>();
  #steps: readonly Step[] = [];
  #lastTick = 0;
  #answers = 0;
  #hintless = 0;
  #closed = 0;

  constructor(chats: readonly OpenChat[], options: StormOptions) {
    this.#options = options;
    this.#chats = new Chats(chats, options.stream, this);
    this.#text = 'what a person writes in a chat, and then some more of it '.repeat(8).slice(0, options.textBytes);
    this.#sendings = Array.from({ length: chats.length * 2 }, () => []);
  }

  async run(): Promise<StormResult> {
    const { steps: plans, seed } = this.#options;
    let from = performance.now() + LEAD_MS;
    this.#steps = plans.map((plan): Step => {
      const step = { plan, from, to: from + plan.seconds * 1000, refusals: {}, memory: [], offered: 0, answered: 0 };
      from = step.to;
      return step;
    });
    this.#lastTick = Math.floor(performance.now());
    for (const [index, step] of this.#steps.entries()) await this.#play(step, seed + index);
    await this.#drain();
    return this.#result();
  }

  async #play(step: Step, seed: number): Promise<void> {
    const { at, sender, length } = poisson(this.#chats.chats.length, step.plan.rate, step.plan.seconds, seed);
    const middle = (step.from + step.to) / 2;
    let next = 0;
    await poll((now) => {
      if (now >= step.from && step.memory.length === 0) step.memory.push(this.#memory());
      if (now >= middle && step.memory.length === 1) step.memory.push(this.#memory());
      for (; next < length && step.from + (at[next] ?? 0) <= now; next++) this.#send(sender[next] ?? 0, step.from + (at[next] ?? 0));
      this.#sendAgain(now);
      return now < step.to;
    }, this.#options.sleeps);
    step.memory.push(this.#memory());
  }

  #send(sender: number, due: number): void {
    const sendings = this.#sendings[sender];
    if (sendings === undefined) return;
    const step = this.#stepAt(due);
    if (step !== undefined) step.offered += 1;
    this.#lag.push(performance.now() - due);
    this.#took.push(Number.NaN);
    sendings.push(this.#due.push(due) - 1);
    this.#chats.post(sender, sendings.length, this.#text, 0);
  }

  #sendAgain(now: number): void {
    for (const until = Math.floor(now); this.#lastTick < until;) {
      const tick = ++this.#lastTick;
      for (const sender of this.#again.get(tick) ?? []) this.#send(sender, tick);
      this.#again.delete(tick);
    }
  }

  async #drain(): Promise<void> {
    const deadline = performance.now() + DRAIN_MS;
    let seen = this.#answers;
    let since = performance.now();
    await poll((now) => {
      if (this.#answers !== seen) since = now;
      seen = this.#answers;
      return seen < this.#due.length && now - since < QUIET_MS && now < deadline;
    }, this.#options.sleeps);
  }

  notice(): void {}

  ack(sender: number, number: number, at: number): void {
    this.#answers += 1;
    const sending = this.#sendings[sender]?.[number - 1] ?? -1;
    this.#took[sending] = at - (this.#due[sending] ?? Number.NaN);
    const step = this.#stepAt(at);
    if (step !== undefined) step.answered += 1;
  }

  refused(code: string, sender: number, number: number, retryAfter: number | undefined): void {
    this.#answers += 1;
    if (code === 'busy' && retryAfter === undefined) this.#hintless += 1;
    const step = this.#stepAt(this.#due[this.#sendings[sender]?.[number - 1] ?? -1] ?? 0);
    if (step !== undefined) step.refusals[code] = (step.refusals[code] ?? 0) + 1;
    if (!this.#options.resend || retryAfter === undefined) return;
    const tick = Math.ceil(performance.now() + retryAfter);
    const others = this.#again.get(tick);
    if (others === undefined) this.#again.set(tick, [sender]);
    else others.push(sender);
  }

  closed(): void {
    this.#closed += 1;
  }

  #stepAt(time: number): Step | undefined {
    return this.#steps.find(({ from, to }) => time >= from && time < to);
  }

  /** Resident now; the heap without its young generation, most of which is garbage, as the server says it, once it gets to it. */
  async #memory(): Promise<MemoryUse> {
    const { nodes } = this.#options;
    const { rssBytes } = usageOfAll(nodes.map(({ pid }) => pid));
    const pages = await Promise.all(nodes.map(({ port }) => readMetrics(port)));
    const heap = pages.flatMap((page) => [...page].filter(([name]) => name.startsWith('nodejs_heap_space_size_used_bytes') && !name.includes('space="new')).map(([, bytes]) => bytes));
    return { rssBytes, heapBytes: heap.reduce((a, b) => a + b, 0) };
  }

  async #result(): Promise<StormResult> {
    const steps = await Promise.all(this.#steps.map(async (step): Promise<StepResult> => {
      const { plan, from, to, offered, answered, refusals, memory } = step;
      const inStep = (times: readonly number[]): Float64Array => Float64Array.from(times.filter((_, sending) => this.#stepAt(this.#due[sending] ?? 0) === step));
      const [start, middle, end] = await Promise.all(memory);
      if (start === undefined || middle === undefined || end === undefined) throw new Error('a step without a middle');
      return {
        rate: plan.rate, offered, refusals, goodput: (answered * 1000) / (to - from),
        ack: latencyOf(inStep(this.#took)), lag: latencyOf(inStep(this.#lag)), memory: { start, middle, end },
      };
    }));
    const recovery = new Recovery(this.#due, this.#took);
    return {
      steps, unanswered: this.#due.length - this.#answers, hintless: this.#hintless, closed: this.#closed,
      recoveredMs: this.#steps.map(({ from, to }, index) => (index === 0 ? null : recovery.after(from, to, steps[0]?.ack.p99 ?? 0))),
    };
  }
}

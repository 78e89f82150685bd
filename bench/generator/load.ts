import { usageOfAll, usedBetween } from '../proc.ts';
import type { Usage } from '../proc.ts';
import { Chats } from './chats.ts';
import type { Arrivals, OpenChat } from './chats.ts';
import { latencyOf } from './latencies.ts';
import type { LoadResult } from './plan.ts';
import { poll } from './poll.ts';
import type { Schedule } from './schedule.ts';
import { NO_FAULTS, Tally } from './tally.ts';

/** After the last send: as long as things still come in, and no longer than this without any, ms. */
const QUIET_MS = 2_000;
const DRAIN_MS = 60_000;
/** Time from the call to the first send, ms. */
const LEAD_MS = 50;

export interface LoadOptions {
  readonly pids: { readonly nodes: readonly number[]; readonly services: readonly number[] };
  /** False where the target gives messages no positions that hold on all of its nodes. */
  readonly positioned: boolean;
  /** Part of the schedule that is not measured, ms. */
  readonly warmup: number;
  readonly textBytes: number;
  readonly stream: string;
}

/** Sends a schedule by the clock, whatever comes back and when, and watches what does. */
export class Load implements Arrivals {
  readonly #schedule: Schedule;
  readonly #options: LoadOptions;
  readonly #chats: Chats;
  readonly #indexes: readonly Int32Array[];
  readonly #lag: Float64Array;
  readonly #delivery: Float64Array;
  readonly #ack: Float64Array;
  readonly #filler: string;
  /** Flow: receiver x side of the sender. */
  readonly #notices: Tally;
  readonly #positions: Tally;
  readonly #acks: Tally;
  readonly #refusals: Record<string, number> = {};
  #start = 0;
  #from = 0;
  #to = 0;
  #next = 0;
  #arrived = 0;
  #delivered = 0;
  #closed = 0;
  #ending = false;

  constructor(chats: readonly OpenChat[], schedule: Schedule, options: LoadOptions) {
    const { length } = schedule;
    this.#schedule = schedule;
    this.#options = options;
    this.#chats = new Chats(chats, options.stream, this);
    this.#lag = new Float64Array(length).fill(Number.NaN);
    this.#delivery = new Float64Array(length).fill(Number.NaN);
    this.#ack = new Float64Array(length).fill(Number.NaN);
    this.#filler = ' what a person writes in a chat, and then some more of it'.repeat(8);
    this.#indexes = bySender(schedule, chats.length * 2);
    this.#notices = new Tally(chats.length * 4);
    this.#positions = new Tally(chats.length * 2);
    this.#acks = new Tally(chats.length * 2);
    chats.forEach(({ visitorPosition, agentPosition }, index) => {
      this.#positions.startAfter(2 * index, visitorPosition);
      this.#positions.startAfter(2 * index + 1, agentPosition);
    });
  }

  async run(): Promise<LoadResult> {
    const { length } = this.#schedule;
    const end = (this.#schedule.at[length - 1] ?? 0) + 1;
    this.#start = performance.now() + LEAD_MS;
    this.#from = this.#start + Math.min(this.#options.warmup, end);
    this.#to = this.#start + end;
    const { nodes, services } = this.#options.pids;
    let before: Usage | undefined;
    let beside = 0;
    let own: NodeJS.CpuUsage | undefined;
    let busy = 0;
    let last = performance.now();
    let seen = 0;
    let after: Usage | undefined;
    let onCore = 0;
    await poll((now) => {
      if (before === undefined && now >= this.#from) {
        before = usageOfAll(nodes);
        beside = usageOfAll(services).cpuUs;
        own = process.cpuUsage();
        busy = 0;
      }
      this.#sendDue(now);
      const done = this.#next + this.#arrived;
      if (done !== seen) busy += now - last;
      seen = done;
      last = now;
      if (now < this.#to) return true;
      after = usageOfAll(nodes);
      beside = usageOfAll(services).cpuUs - beside;
      const { user, system } = process.cpuUsage(own);
      onCore = (user + system) / 1000;
      return false;
    });
    const windowMs = performance.now() - this.#from;
    const delivered = this.#delivered;
    await this.#drain();
    if (before === undefined || after === undefined) throw new Error('the schedule is shorter than the warm-up');
    const generator = { busy: busy / windowMs, onCore: onCore / windowMs };
    return this.#result(windowMs, delivered, { server: usedBetween(before, after), servicesCpuUs: beside, generator });
  }

  notice(receiver: number, position: number, text: string, at: number): void {
    this.#arrived += 1;
    if (this.#options.positioned) this.#positions.arrive(receiver, position);
    const index = Number.parseInt(text.slice(1), 10);
    const sender = this.#schedule.sender[index];
    if (sender === undefined || sender >> 1 !== receiver >> 1) throw new Error(`a notice that nobody sent: ${text}`);
    this.#notices.arrive(2 * receiver + (sender & 1), this.#schedule.number[index] ?? 0);
    if (sender === receiver) return;
    this.#delivery[index] = at - this.#intended(index);
    if (at >= this.#from && at < this.#to) this.#delivered += 1;
  }

  ack(sender: number, number: number, at: number): void {
    this.#arrived += 1;
    this.#acks.arrive(sender, number);
    const index = this.#indexes[sender]?.[number - 1];
    if (index !== undefined) this.#ack[index] = at - this.#intended(index);
  }

  refused(code: string): void {
    this.#arrived += 1;
    this.#refusals[code] = (this.#refusals[code] ?? 0) + 1;
  }

  closed(): void {
    if (!this.#ending) this.#closed += 1;
  }

  #intended(index: number): number {
    return this.#start + (this.#schedule.at[index] ?? 0);
  }

  #sendDue(now: number): void {
    const { at, sender, number, length } = this.#schedule;
    for (; this.#next < length && this.#start + (at[this.#next] ?? 0) <= now; this.#next++) {
      const index = this.#next;
      this.#lag[index] = performance.now() - this.#intended(index);
      this.#chats.post(sender[index] ?? 0, number[index] ?? 0, `m${index}${this.#filler}`.slice(0, this.#options.textBytes));
    }
  }

  /** Waits for what is still on its way. */
  async #drain(): Promise<void> {
    const { length } = this.#schedule;
    const deadline = performance.now() + DRAIN_MS;
    let seen = this.#arrived;
    let since = performance.now();
    await poll((now) => {
      this.#sendDue(now);
      if (this.#arrived !== seen) since = now;
      seen = this.#arrived;
      return this.#arrived < length * 3 && now - since < QUIET_MS && now < deadline;
    });
  }

  #result(windowMs: number, delivered: number, used: Pick<LoadResult, 'server' | 'servicesCpuUs' | 'generator'>): LoadResult {
    const { chats } = this.#chats;
    const sentBy = (sender: number): number => this.#indexes[sender]?.length ?? 0;
    const positionOf = (receiver: number): number => {
      const chat = chats[receiver >> 1];
      const before = (receiver & 1 ? chat?.agentPosition : chat?.visitorPosition) ?? 0;
      return before + sentBy(receiver & ~1) + sentBy(receiver | 1);
    };
    const first = this.#schedule.at.findIndex((at) => this.#start + at >= this.#from);
    return {
      sent: this.#next, windowMs, offered: this.#schedule.length - first, delivered,
      delivery: latencyOf(this.#delivery.subarray(first)), ack: latencyOf(this.#ack.subarray(first)), lag: latencyOf(this.#lag.subarray(first)),
      notices: this.#notices.faults((flow) => sentBy(((flow >> 1) & ~1) | (flow & 1))),
      positions: this.#options.positioned ? this.#positions.faults(positionOf) : NO_FAULTS,
      acks: this.#acks.faults(sentBy),
      refusals: this.#refusals, closed: this.#closed, ...used,
    };
  }
}

/** Of every sender: the index of each of its messages, by number - 1. */
function bySender({ sender, length }: Schedule, senders: number): Int32Array[] {
  const lists = Array.from({ length: senders }, (): number[] => []);
  for (let index = 0; index < length; index++) lists[sender[index] ?? 0]?.push(index);
  return lists.map((list) => Int32Array.from(list));
}

import type { Plugin } from '#wire/api.ts';
import { Frame } from '#wire/protocol.ts';
import type { NoticeFrame } from '#wire/protocol.ts';
import type { SlotOutcome } from '#wire/slots.ts';
import type { AdminCall } from './generator/admin.ts';
import { House } from './generator/house.ts';
import { latencyOf } from './generator/latencies.ts';
import type { Line } from './generator/line.ts';
import type { Latency, NodePlan } from './generator/plan.ts';
import { inParallel } from './generator/tasks.ts';

const AT_A_TIME = 16;
/** What the bot knows, and what is asked. */
const TOPICS = 200;

export interface CrowdResult {
  readonly asked: number;
  readonly answered: number;
  /** From a question to the bot's answer on the visitor's socket. */
  readonly answer: Latency;
}

interface Guest {
  readonly line: Line;
  said: number;
  askedAt: number;
}

/** Switches the bots on, and teaches one that serves the chats of a department. */
export async function teachBot(call: AdminCall, department: string): Promise<void> {
  const { permissions, state } = await call<Plugin>('GET', '/plugins/bot');
  if (state === 'available') await call('POST', '/plugins/bot/install', { grant: permissions.map(({ name }) => name) });
  if (state !== 'active') await call('POST', '/plugins/bot/activate');
  const ask = async <T>(action: string, given: object): Promise<T> =>
    (await call<SlotOutcome>('POST', '/slots/bot/bots/act', { locale: 'en', action, values: { json: JSON.stringify(given) } })).data as T;
  const profile = await ask<{ readonly id: string }>('make', { name: 'Robin', department, language: 'en' });
  const entries = Array.from({ length: TOPICS }, (_, index) => ({ post: question(index), similar: [`tell me of article ${index}`], replies: [`Article ${index} is in stock.`], enabled: true, categories: [] }));
  for (let at = 0; at < entries.length; at += 50) await ask('bring', { bot: profile.id, entries: entries.slice(at, at + 50) });
  await ask('save', { profile: { ...profile, first: true, queued: false, assists: false } });
}

const question = (index: number): string => `Is article number ${index} available?`;

/** Visitors whom a bot serves, each with a chat and a socket, who ask by the clock. */
export class BotCrowd {
  readonly #guests: readonly Guest[];

  private constructor(guests: readonly Guest[]) {
    this.#guests = guests;
  }

  static async gather(nodes: readonly NodePlan[], token: string, size: number): Promise<BotCrowd> {
    const house = new House(nodes, () => {});
    return new BotCrowd(await inParallel(size, AT_A_TIME, async () => ({ line: (await house.startChat(token, 0)).visitor, said: 0, askedAt: 0 })));
  }

  /** `rate`: questions a second, of all together. */
  async ask(rate: number, seconds: number): Promise<CrowdResult> {
    const took: number[] = [];
    let asked = 0;
    for (const guest of this.#guests) {
      guest.line.heard = ({ payload, type }, at) => {
        if (type !== Frame.notice || guest.askedAt === 0) return;
        const { e } = payload as NoticeFrame;
        if (e.type !== 'message.posted' || !e.by.startsWith('b_')) return;
        took.push(at - guest.askedAt);
        guest.askedAt = 0;
      };
    }
    const began = performance.now();
    while (performance.now() - began < seconds * 1_000) {
      for (const due = ((performance.now() - began) / 1_000) * rate; asked < due; asked++) {
        const guest = this.#guests[asked % this.#guests.length];
        if (guest !== undefined) say(guest, question(asked % TOPICS));
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return { asked, answered: took.length, answer: latencyOf(Float64Array.from(took)) };
  }
}

function say(guest: Guest, text: string): void {
  guest.askedAt = performance.now();
  const previous = guest.said++;
  guest.line.send(Frame.command, JSON.stringify({ id: `bench-bots:${guest.said}`, p: previous, cmd: { type: 'message.post', kind: 'text', body: { text }, audience: 'public' } }));
}

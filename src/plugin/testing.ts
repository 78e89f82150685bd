import { isRefusal } from '#domain/errors.ts';
import type { ConversationEvent, EventOf, EventType } from '#domain/events.ts';
import type { LocalText } from '#wire/api.ts';
import { testedWork } from './background/testing.ts';
import type { OutboundAnswer, OutboundRequest } from './outbound.ts';
import type { FileRef } from '#domain/file.ts';
import type { IncomingFile, ReadFile } from './channel/files.ts';
import type { ChannelAccount, IncomingMessage, IncomingNote, OutgoingMessage, Undelivered } from './channel/channel.ts';
import type { BotAnswer, BotCue, BotPost, BotTurn } from './bots/bot.ts';
import { channelOf, SENDER, workersOf } from './channel/sender.ts';
import { outgoing, testedChats, testedFiles, type Rejecting } from './channel/testing.ts';
import { createCtx } from './create-ctx.ts';
import type { Plugin } from './define.ts';
import { Hooks } from './hooks.ts';
import type { PostingMessage } from './hooks.ts';
import { grantsOf } from './permissions.ts';
import { Doors } from './doors.ts';
import type { RouteAnswer, RouteRequest } from './routes.ts';
import type { OrderOutcome } from './orders/order.ts';
import { testedContacts, type TestedPeople } from './contacts/testing.ts';
import type { ContactOrder } from './contacts/contact.ts';
import { testedOrders, type TestedOrder } from './orders/testing.ts';
import { begin, hangOn, perform } from './running.ts';
import { testedSlots, type TestedSlots } from './slots/testing.ts';

/** What a test may say of a plugin's surroundings. */
export interface TestOptions {
  /** As an administrator would set it. Default: the defaults. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** What was granted. Default: all that the plugin declares. */
  readonly grant?: readonly string[];
  /** What other servers answer. Default: 204. */
  readonly answer?: (request: OutboundRequest) => Partial<OutboundAnswer> | Promise<Partial<OutboundAnswer>>;
  /** Where the world reaches its routes. Default: nobody has said. */
  readonly publicUrl?: string | null;
  /** What becomes of what it orders in a chat. Default: it is done. */
  readonly order?: (order: TestedOrder) => OrderOutcome | Promise<OrderOutcome>;
  /** Whom it could write to, and what becomes of that. Default: nobody. */
  readonly people?: TestedPeople;
  /** What the house rejects a channel with that brings this; nothing where it takes it. Default: it takes all. */
  readonly reject?: Rejecting;
  /** Ms since the epoch. Default 0. */
  readonly now?: number;
}

/** A plugin that is switched on, alone, with a clock that stands still: what it did is on record. */
export interface TestedPlugin extends TestedSlots {
  readonly logs: readonly { readonly message: string; readonly fields: object }[];
  /** What administrators are to know. */
  readonly notices: readonly LocalText[];
  readonly requests: readonly OutboundRequest[];
  /** What it keeps, by key. */
  readonly data: ReadonlyMap<string, unknown>;
  /** Permissions of which it made use without having them. */
  readonly denied: readonly string[];
  /** Pieces of work that wait, and those that were given up. */
  readonly waiting: readonly { readonly worker: string; readonly key: string; readonly payload: unknown }[];
  readonly dead: readonly { readonly worker: string; readonly key: string; readonly error: string }[];
  readonly errors: readonly unknown[];
  /** Of a channel: the accounts that it has named, what it brought in, and what it could not say. */
  readonly accounts: readonly ChannelAccount[];
  readonly received: readonly IncomingMessage[];
  readonly noted: readonly IncomingNote[];
  readonly undelivered: readonly Undelivered[];
  /** Of a channel: the files of its chats, by their ids. */
  readonly files: ReadonlyMap<string, ReadFile>;
  /** What it ordered in chats. */
  readonly orders: readonly TestedOrder[];
  /** What it said to people beside their chats, and who wants no more of it. */
  readonly said: readonly ContactOrder[];
  readonly optedOut: ReadonlySet<string>;
  /** The bots that it has named. */
  readonly posts: readonly BotPost[];
  /** What becomes of a message that somebody posts: the text, or the code of the refusal. */
  post(text: string, message?: Partial<PostingMessage>): Promise<string>;
  /** Something happened in a chat; resolves when the observers have had it. */
  happens<T extends EventType>(event: Pick<EventOf<T>, 'type'> & Partial<EventOf<T>>, conversation?: string): Promise<void>;
  /** Whether it takes what somebody says for itself, so that no bot hears it. */
  takes(text: string, event?: Partial<EventOf<'message.posted'>>): Promise<boolean>;
  /** What one of its routes answers; `path` is what stands behind `/plugins/<id>`. Rejects with a RefusalError where that is the answer. */
  request(request: Pick<RouteRequest, 'path'> & Partial<RouteRequest>): Promise<RouteAnswer>;
  /** What one of its bots says to what happens in a chat, and remembers for the next time. */
  turn(cue: BotCue, turn?: Partial<BotTurn>): Promise<BotAnswer | undefined>;
  /** An agent says something in a chat of its channel: {@link work} sends it. */
  say(text: string, message?: Partial<OutgoingMessage>): void;
  /** A file for {@link say}, in the body of a message. */
  keep(file: IncomingFile): FileRef;
  run(job: string): Promise<void>;
  /** One round of a loop. */
  round(loop: string): Promise<void>;
  /** Does all work that is due; what failed waits until {@link advance}. */
  work(): Promise<void>;
  advance(ms: number): void;
  /** Switches it off. */
  stop(): Promise<void>;
}

/** Longer than in a house: the machine of a test may be busy, and a plugin in a process of its own. */
const FILTERS_MS = 10_000;
const ALONE = { id: 'v_1', kind: 'visitor', name: 'Anna' } as const;

/** Installs, configures and activates a plugin without a house around it. Rejects with what one of its steps threw, or its config refuses. */
export async function testPlugin(plugin: Plugin, { answer = () => ({}), config = {}, grant, now: at = 0, publicUrl = null, order, people, reject }: TestOptions = {}): Promise<TestedPlugin> {
  const { check, definition } = plugin;
  const { id, jobs = {}, loops = {}, routes = {}, slots = {} } = definition;
  const workers = workersOf(definition);
  let now = at;
  const kept = new Map<string, string>();
  const work = testedWork(workers, () => now);
  const logs: { message: string; fields: object }[] = [];
  const [requests, denied, errors]: [OutboundRequest[], string[], unknown[]] = [[], [], []];
  const checked = await check(config);
  if (!('values' in checked)) throw new TypeError(`the config is refused: ${JSON.stringify(checked.flaws)}`);
  const over = new AbortController();
  const chats = testedChats(reject);
  const files = testedFiles(reject);
  const notices: LocalText[] = [];
  const { conversations, orders } = testedOrders(order);
  const { contacts, optedOut, said } = testedContacts(people);
  let posts: readonly BotPost[] = [];
  const memories = new Map<string, unknown>();
  let turns = 0;
  const granted = new Set(grant ?? grantsOf(definition));
  const ctx = createCtx({ plugin: id, channel: channelOf(definition), workers: new Set(Object.keys(workers)), granted, config: checked.values, over: over.signal, posts: (given) => (posts = given) }, {
    now: () => now,
    privateHosts: [], publicUrl,
    chats: chats.chats,
    files: files.files,
    conversations, contacts,
    log: (_plugin, message, fields) => void logs.push({ message, fields }),
    notice: async (_plugin, text) => void notices.push(text),
    denied: (_plugin, permission) => void denied.push(permission),
    data: {
      get: async (_plugin, key) => kept.get(key),
      set: async (_plugin, key, value) => void kept.set(key, value),
      replace: async (_plugin, key, from, value) => {
        if (kept.get(key) !== from) return false;
        kept.set(key, value);
        return true;
      },
      delete: async (_plugin, key) => void kept.delete(key),
      keys: async (_plugin, after, limit) => [...kept.keys()].sort().filter((key) => key > after).slice(0, limit),
      entries: async (_plugin, prefix, after, limit) => [...kept].map(([key, value]) => ({ key, value })).filter(({ key }) => key.startsWith(prefix) && key > after).sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit),
    },
    queue: work.queue,
    outbound: {
      addresses: async ({ host }) => [host],
      request: async (request) => {
        requests.push(request);
        return { status: 204, headers: {}, body: '', truncated: false, ...(await answer(request)) };
      },
    },
  });
  for (const step of [definition.install, definition.configure]) await perform(step, ctx);
  let off = (): void => {};
  const release = await begin(plugin, ctx, {
    // Calls that it left without an answer say so themselves.
    ended: () => {},
    exhausted: (reason) => {
      errors.push(new Error(reason));
      off();
    },
  });
  const hooks = new Hooks((error) => errors.push(error), { filters: FILTERS_MS });
  const failed = (error: unknown): void => void errors.push(error);
  const doors = new Doors(() => false);
  const offs = [hangOn(hooks, plugin, granted, ctx, { ok: () => {}, failed, passedOver: () => {}, heldUp: () => {} }), doors.open(id, Object.values(routes), ctx, failed)];
  off = () => offs.forEach((each) => each());

  return {
    logs, notices, orders, said, optedOut, requests, denied, errors,
    dead: work.dead,
    received: chats.received, noted: chats.noted, undelivered: chats.undelivered, files: files.kept, keep: files.keep,
    get accounts() {
      return chats.accounts;
    },
    get posts() {
      return posts;
    },
    get data() {
      return new Map([...kept].map(([key, value]) => [key, JSON.parse(value) as unknown]));
    },
    get waiting() {
      return work.waiting;
    },
    async turn(cue, turn = {}) {
      const { conversation = 'c1' } = turn;
      const given: BotTurn = { bot: posts[0]?.id ?? '', conversation, turn: ++turns, cue, role: 'serves', visitor: { id: ALONE.id, name: ALONE.name }, locale: 'en', memory: memories.get(conversation) ?? null, at: now, ...turn };
      const said = (await definition.bots?.answer(ctx, given)) ?? undefined;
      if (said?.memory !== undefined) memories.set(conversation, JSON.parse(JSON.stringify(said.memory)));
      return said;
    },
    async post(text, message = {}) {
      const posted = await hooks.posting({ conversation: 'c1', by: ALONE, kind: 'text', body: { text }, audience: 'public', ...message });
      return isRefusal(posted) ? posted.code : posted.body.text;
    },
    async happens(event, conversation = 'c1') {
      await hooks.observers.tellAll({ seq: 1, publicSeq: 1, at: now, by: ALONE.id, ...event } as unknown as ConversationEvent, conversation); // what the test left out its plugin does not read
    },
    async takes(text, event = {}) {
      return hooks.taken({ type: 'message.posted', seq: 1, publicSeq: 1, at: now, by: ALONE.id, kind: 'text', body: { text }, ...event }, 'c1');
    },
    ...testedSlots(slots, ctx, ALONE, () => now),
    request: (request) => doors.answer(id, { method: 'POST', query: {}, rawQuery: '', headers: {}, rawBody: '', encoding: 'utf8', ip: '192.0.2.1', ...request }),
    say(text, message) {
      const said = outgoing(text, message);
      work.add(SENDER, { key: said.id, lane: said.conversation, payload: JSON.stringify(said) });
    },
    async run(job) {
      const found = jobs[job];
      if (found === undefined) throw new TypeError(`the plugin has no job ${job}`);
      await found.run(ctx);
    },
    async round(loop) {
      const found = loops[loop];
      if (found === undefined) throw new TypeError(`the plugin has no loop ${loop}`);
      await found.run(ctx);
    },
    work: () => work.work(ctx),
    advance(ms) {
      now += ms;
    },
    async stop() {
      off();
      await perform(definition.deactivate, ctx);
      over.abort();
      release();
    },
  };
}

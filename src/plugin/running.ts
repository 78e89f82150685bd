import type { EventType } from '#domain/events.ts';
import type { JsonObject } from '#store/json.ts';
import type { Background } from './background/background.ts';
import { RefusalError } from '#domain/errors.ts';
import type { BotPost } from './bots/bot.ts';
import type { Bots } from './bots/bots.ts';
import type { BotKeeper } from './bots/seat.ts';
import { channelOf, workersOf } from './channel/sender.ts';
import type { ChannelReach } from './channel/reach.ts';
import type { ChannelTyping } from './channel/typing.ts';
import { createCtx } from './create-ctx.ts';
import type { CtxDeps } from './create-ctx.ts';
import type { Ctx, OpenCtx } from './ctx.ts';
import type { Plugin } from './define.ts';
import type { Hooks } from './hooks.ts';
import type { Holder } from './isolated/holder.ts';
import type { HookWatch } from './observers.ts';
import { grantsOf } from './permissions.ts';
import type { Extending } from './slots/slots.ts';
import type { Doors } from './doors.ts';
import { Tally } from './tally.ts';
import type { Errors } from './tally.ts';
import { within } from './within.ts';

/** How long a life-cycle step may take, ms. */
export const STEP_BUDGET_MS = 20_000;
/** A node on its way out waits for it, so it is short, ms. */
const DEACTIVATE_BUDGET_MS = 5_000;
/** Of the time that a message waits for a filter from outside at most, so much on average. */
const SLOW = 128;

export interface RunningOptions {
  readonly hooks: Hooks;
  readonly background: Background;
  readonly doors: Doors;
  readonly bots: Bots;
  readonly typing: ChannelTyping;
  readonly reach: ChannelReach;
  readonly ctx: CtxDeps & { readonly queueAside: CtxDeps['queue'] };
  readonly onError: (error: unknown) => void;
  /** How long a plugin may fail without a success, ms. */
  readonly patience: number;
  /** It failed so often that it should run no longer. */
  readonly exhausted: (id: string, reason: string) => void;
}

interface Active {
  /** What it was started with: another start with the same is none. */
  readonly what: string;
  readonly plugin: Plugin;
  readonly granted: ReadonlySet<string>;
  readonly ctx: OpenCtx;
  readonly off: () => void;
  /** Of its own process. */
  readonly release: () => void;
  readonly tally: Tally;
  readonly keeper: BotKeeper;
}

/** Plugins that are active on this node. Steps of one plugin must not overlap: the host runs them one after the other. */
export class Running {
  readonly #options: RunningOptions;
  readonly #active = new Map<string, Active>();
  /** Of plugins that are active, or being activated. */
  readonly #keepers = new Map<string, BotKeeper>();

  constructor(options: RunningOptions) {
    this.#options = options;
  }

  get ids(): readonly string[] {
    return [...this.#active.keys()];
  }

  errors(id: string): Errors {
    return this.#active.get(id)?.tally ?? { count: 0, last: null };
  }

  /** What is active, as its slots need it. Whoever can be called by a visitor is not switched off for what they call it with. */
  extending(): readonly Extending[] {
    return [...this.#active.values()].sort((a, b) => (a.plugin.definition.id < b.plugin.definition.id ? -1 : 1)).map(({ ctx, granted, plugin, tally }) => ({ plugin, granted, ctx: ctx.ctx, failed: (error) => tally.note(error) }));
  }

  ctx({ definition, isolate }: Plugin, granted: readonly string[], config: JsonObject): OpenCtx {
    const over = new AbortController();
    const of = { plugin: definition.id, channel: channelOf(definition), workers: new Set(Object.keys(workersOf(definition))), granted: new Set(granted), config: structuredClone(config), over: over.signal, posts: (posts: readonly BotPost[]) => this.#post(definition.id, posts) };
    const { queue, queueAside, ...deps } = this.#options.ctx;
    return { ctx: createCtx(of, { ...deps, queue: isolate === undefined ? queue : queueAside }), close: () => over.abort() };
  }

  /**
   * Switches it on, or over to other values: what hangs on to chats changes between two messages, never with a gap.
   * Rejects with what the plugin threw; then everything is as it was.
   */
  async start(plugin: Plugin, approved: readonly string[], config: JsonObject): Promise<void> {
    const { definition: { id, version } } = plugin;
    // What another version was granted besides is not for this one.
    const granted = grantsOf(plugin.definition).filter((grant) => approved.includes(grant));
    const what = JSON.stringify([version, granted, config]);
    const before = this.#active.get(id);
    if (before?.what === what) return;
    const ctx = this.ctx(plugin, granted, config);
    const { exhausted, ctx: { now } } = this.#options;
    const tally = new Tally(now, this.#options.patience, (error) => this.#options.onError(new Error(`the plugin ${id} failed`, { cause: error })), (reason) => {
      // What was called before the last change says nothing of what runs now.
      if (this.#active.get(id)?.tally === tally) exhausted(id, reason);
    });
    const keeper: BotKeeper = {
      plugin: id,
      answer: async (turn) => (await plugin.definition.bots?.answer(ctx.ctx, turn)) ?? undefined,
      failed: (error) => tally.failed(error),
      answered: () => tally.ok(),
    };
    const keeperBefore = this.#keepers.get(id);
    this.#keepers.set(id, keeper);
    let release: () => void;
    try {
      release = await begin(plugin, ctx.ctx, { ended: (reason) => tally.note(`its process ended: ${reason}`), exhausted: (reason) => exhausted(id, reason) });
    } catch (error) {
      // What it has begun it may undo.
      await perform(plugin.definition.deactivate, ctx.ctx, DEACTIVATE_BUDGET_MS).catch(this.#options.onError);
      ctx.close();
      this.#options.bots.leave(keeper);
      if (keeperBefore === undefined) this.#keepers.delete(id);
      else this.#keepers.set(id, keeperBefore);
      throw error;
    }
    const grants = new Set(granted);
    const offs = [hangOn(this.#options.hooks, plugin, grants, ctx.ctx, tally)];
    // Whoever can be called by the world is not switched off for what it calls it with.
    if (grants.has('http.serve')) offs.push(this.#options.doors.open(id, Object.values(plugin.definition.routes ?? {}), ctx.ctx, (error) => tally.note(error)));
    const typing = plugin.definition.channel?.typing;
    if (typing !== undefined && grants.has('channels.run')) {
      offs.push(this.#options.typing.open(id, (who) => void Promise.resolve().then(() => typing(ctx.ctx, who)).catch((error: unknown) => tally.note(error))));
    }
    const channel = plugin.definition.channel;
    if (channel !== undefined && grants.has('channels.run')) {
      const { reach } = channel;
      offs.push(this.#options.reach.open(id, reach === undefined ? null : (whom) => Promise.resolve().then(() => reach(ctx.ctx, whom)).catch((error: unknown) => { tally.note(error); throw error; })));
    }
    this.#active.set(id, { what, plugin, granted: grants, ctx, tally, keeper, release, off: () => offs.forEach((off) => off()) });
    if (before !== undefined) await this.#end(before);
    if (granted.includes('work.background') || granted.includes('channels.run')) this.#options.background.begin(plugin, () => this.ctx(plugin, granted, config));
  }

  async stop(id: string): Promise<void> {
    const active = this.#active.get(id);
    if (active === undefined) return;
    this.#active.delete(id);
    this.#keepers.delete(id);
    await this.#end(active);
  }

  #post(id: string, posts: readonly BotPost[]): void {
    const keeper = this.#keepers.get(id);
    if (keeper === undefined) throw new RefusalError('plugin.state', { plugin: id });
    this.#options.bots.post(keeper, posts);
  }

  async #end({ ctx, keeper, off, plugin, release }: Active): Promise<void> {
    off();
    this.#options.bots.leave(keeper);
    await this.#options.background.end(plugin.definition.id);
    await perform(plugin.definition.deactivate, ctx.ctx, DEACTIVATE_BUDGET_MS).catch(this.#options.onError);
    ctx.close();
    release();
  }
}

/** Hangs a plugin's filters, observers and what it takes on to chats, as far as they were granted. Returns how to take them off again. */
export function hangOn(hooks: Hooks, { definition: { filters, id, on, takes }, isolate }: Plugin, granted: ReadonlySet<string>, ctx: Ctx, watch: HookWatch): () => void {
  const offs: (() => void)[] = [];
  const slowMs = isolate === undefined ? Infinity : isolate.limits.filter / SLOW;
  const posting = filters?.['message.posting'];
  if (posting !== undefined && granted.has('messages.filter')) offs.push(hooks.filter((message) => posting.run(ctx, message), posting.order, watch, slowMs));
  if (granted.has('events.read')) {
    if (takes !== undefined) offs.push(hooks.take((event, conversation) => takes(ctx, event, conversation), watch));
    for (const [type, observer] of Object.entries(on ?? {})) {
      const run = observer as (ctx: Ctx, event: unknown, conversation: string) => void | Promise<void>; // the catalogue types it where it is written
      offs.push(hooks.observers.add([type as EventType], (event, conversation) => run(ctx, event, conversation), { watch, owner: id, outside: isolate !== undefined }));
    }
  }
  return () => {
    for (const off of offs) off();
  };
}

/** The step `activate`, in a process that stays for it where the plugin has its own. Returns how to let that go. */
export async function begin({ definition: { activate }, isolate }: Plugin, ctx: Ctx, told: Pick<Holder, 'ended' | 'exhausted'>): Promise<() => void> {
  if (isolate !== undefined) return isolate.hold({ begin: async () => void (await perform(activate, ctx)), ...told });
  await perform(activate, ctx);
  return () => {};
}

/** One life-cycle step, within its budget. */
export async function perform<T>(step: ((ctx: Ctx) => T | Promise<T>) | undefined, ctx: Ctx, budgetMs = STEP_BUDGET_MS): Promise<T | undefined> {
  return step === undefined ? undefined : within(Promise.resolve(step(ctx)), budgetMs);
}

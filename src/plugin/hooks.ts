import { setTimeout as sleep } from 'node:timers/promises';
import { RefusalError, describeError, isErrorCode, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { Audience, ConversationEvent, EventOf, EventType } from '#domain/events.ts';
import { checkBody } from '#domain/message.ts';
import type { MessageBody, MessageKind } from '#domain/message.ts';
import type { Participant } from '#domain/participant.ts';
import type { StoreErrorCode } from '#store/store-error.ts';
import { TimeoutError, within } from './within.ts';

/** A message that is about to be posted. A filter may return a changed one, or a refusal. */
export interface PostingMessage {
  readonly conversation: string;
  readonly by: Participant;
  readonly kind: MessageKind;
  readonly body: MessageBody;
  readonly audience: Audience;
}

type MaybePromise<T> = T | Promise<T>;

/** `message.posting`: before the decision. Nothing returned leaves the message as it is. */
export type PostingFilter = (message: PostingMessage) => MaybePromise<PostingMessage | Refusal | undefined | void>;

/** After the commit, from the log, in order per conversation; again after a crash. */
export type Observer<T extends EventType = EventType> = (event: EventOf<T>, conversation: string) => MaybePromise<void>;

/** Hears how each call of a hook went. */
export interface HookWatch {
  ok(): void;
  failed(error: unknown): void;
}

interface Filter {
  readonly run: PostingFilter;
  readonly order: number;
  readonly watch: HookWatch;
  /** Messages that wait for it, and how many may. */
  waiting: number;
  window: number;
  /** It stalled, and is left alone until then, by performance.now(); for how long the next time, ms. */
  restsUntil: number;
  rest: number;
}

interface Watched {
  readonly run: Observer;
  readonly watch: HookWatch;
  /** Who is the same through a change of values. */
  readonly owner: unknown;
}

/** Ms: for all filters of one message together, and for an observer with one event. */
export interface Budgets {
  readonly filters: number;
  readonly observer: number;
}

/** How long all filters of one message may take together, ms; then it goes on as it is. Each has an equal share of what is left: no slow one has the next passed over. */
const FILTER_BUDGET_MS = 1_000;
/** Nobody is blamed for what took longer than less than this, ms. */
const FAIR_MS = 50;
/** How many messages may wait for a filter at a time; fewer once it has stalled. Less would let a burst go round a good one. */
const MOST_WINDOW = 1_024;
/** How long a filter that stalls is left alone, doubled each time until it answers, ms. */
const LEAST_REST_MS = 1_000;
const MOST_REST_MS = 30_000;
/** How long an observer may take with one event, ms; the events after it wait so long. */
const OBSERVER_BUDGET_MS = 10_000;
/** How soon an observer that could not because the store is away gets the event again, ms. */
const AGAIN_MS = 1_000;
/** And for how long; a store that is away for longer has stopped the chats themselves, ms. */
const AGAIN_FOR_MS = 600_000;
/** For how long one gets it whose process has ended: by then it is there again, or switched off, ms. */
const CRASH_FOR_MS = 60_000;

/**
 * What plugins hang on to conversations. One that throws or hangs is passed over and reported; it never costs
 * a message.
 */
export class Hooks {
  readonly #unwatched: HookWatch;
  readonly #budgets: Budgets;
  #filters: readonly Filter[] = [];
  #observers: ReadonlyMap<EventType, readonly Watched[]> = new Map();

  constructor(onError: (error: unknown) => void, { filters = FILTER_BUDGET_MS, observer = OBSERVER_BUDGET_MS }: Partial<Budgets> = {}) {
    this.#unwatched = { ok: () => {}, failed: onError };
    this.#budgets = { filters, observer };
  }

  get hasFilters(): boolean {
    return this.#filters.length > 0;
  }

  get hasObservers(): boolean {
    return this.#observers.size > 0;
  }

  /** Lower `order` runs first (default 0). Returns how to take it off again. */
  filter(run: PostingFilter, order = 0, watch = this.#unwatched): () => void {
    const added = { run, order, watch, waiting: 0, window: MOST_WINDOW, restsUntil: 0, rest: LEAST_REST_MS };
    this.#filters = [...this.#filters, added].sort((a, b) => a.order - b.order);
    return () => {
      this.#filters = this.#filters.filter((filter) => filter !== added);
    };
  }

  observe<T extends EventType>(types: readonly T[], observer: Observer<T>, watch = this.#unwatched, owner: unknown = observer): () => void {
    const added: Watched = { run: observer as Observer, watch, owner }; // only ever called with the types it asked for
    this.#observers = new Map(this.#observers);
    const observers = this.#observers as Map<EventType, readonly Watched[]>;
    for (const type of types) observers.set(type, [...(observers.get(type) ?? []), added]);
    return () => {
      this.#observers = new Map([...this.#observers].flatMap(([type, list]) => {
        const rest = list.filter((one) => one !== added);
        return rest.length === 0 ? [] : [[type, rest] as const];
      }));
    };
  }

  /** The message as the filters leave it, or a refusal. */
  async posting(message: PostingMessage): Promise<PostingMessage | Refusal> {
    const deadline = performance.now() + this.#budgets.filters;
    let current = message;
    let toCome = this.#filters.length;
    for (const filter of this.#filters) {
      const { run, watch } = filter;
      const share = (deadline - performance.now()) / toCome--;
      try {
        if (filter.waiting >= filter.window || filter.restsUntil > 0) passOver(filter);
        const answer = run(current);
        if (share < FAIR_MS && answer instanceof Promise) {
          // Whoever spent the time has been told; this one is not to blame, and nobody waits for it.
          answer.catch(() => {});
          continue;
        }
        const result = answer instanceof Promise ? await inWindow(filter, answer, share) : answer;
        if (result === undefined) watch.ok();
        else if (isRefusal(result)) return refused(result, watch);
        else {
          current = changed(current, result);
          watch.ok();
        }
      } catch (error) {
        watch.failed(error);
      }
    }
    return current;
  }

  /**
   * Runs an event's observers; a promise only where one of them waits. Who throws or takes too long has had the event, but
   * for one who could not because the store is away: it gets the event again, for as long as it is there.
   */
  observed(event: ConversationEvent, conversation: string): Promise<void> | undefined {
    let waiting: Promise<void>[] | undefined;
    for (const observer of this.#observers.get(event.type) ?? []) {
      try {
        const result = observer.run(event, conversation);
        if (result instanceof Promise) (waiting ??= []).push(this.#until(result, observer, event, conversation));
        else observer.watch.ok();
      } catch (error) {
        observer.watch.failed(error);
      }
    }
    return waiting === undefined ? undefined : Promise.all(waiting).then(() => undefined);
  }

  async #until(first: Promise<void>, begun: Watched, event: ConversationEvent, conversation: string): Promise<void> {
    const begunAt = performance.now();
    let observer: Watched | undefined = begun;
    for (let result: void | Promise<void> = first; ;) {
      const { owner, watch }: Watched = observer;
      try {
        await within(result, this.#budgets.observer);
        return watch.ok();
      } catch (error) {
        const current: Watched | undefined = this.#observers.get(event.type)?.find((each) => each.owner === owner);
        const again = isStoreAway(error) || isCrash(error) || (current !== observer && current !== undefined);
        if (!again || current === undefined || performance.now() > (isCrash(error) ? begunAt + CRASH_FOR_MS : begunAt + AGAIN_FOR_MS)) return watch.failed(error);
        await sleep(AGAIN_MS);
        observer = current;
        result = Promise.resolve().then(() => current.run(event, conversation));
      }
    }
  }
}

/** Throws where nobody may wait for it now. */
function passOver({ restsUntil, waiting, window }: Filter): void {
  if (performance.now() < restsUntil) throw new Error('passed over: it stalled, and is left alone for a while');
  if (waiting >= window) throw new Error(`passed over: ${waiting} messages wait for its answers`);
}

/**
 * What a filter answers with a promise. One that stalls costs those messages their time that came before this was known, then
 * one now and then; the others go on as they are, and more and more wait for it again while it answers.
 */
async function inWindow<T>(filter: Filter, answer: Promise<T>, ms: number): Promise<T> {
  filter.waiting++;
  try {
    const result = await within(answer, ms);
    filter.window = Math.min(MOST_WINDOW, filter.window + 1);
    filter.restsUntil = 0;
    filter.rest = LEAST_REST_MS;
    return result;
  } catch (error) {
    if (error instanceof TimeoutError) stalled(filter);
    throw error;
  } finally {
    filter.waiting--;
  }
}

function stalled(filter: Filter): void {
  const { rest, restsUntil, window } = filter;
  const now = performance.now();
  filter.window = Math.max(1, Math.floor(window / 2));
  // Of those that waited together one is enough.
  if (window > 1 || now < restsUntil) return;
  filter.restsUntil = now + rest;
  filter.rest = Math.min(MOST_REST_MS, rest * 2);
}

/** By its code: it may have come through the plugin's hands. */
const isStoreAway = (error: unknown): boolean => AWAY.has((Object(error) as { readonly code?: unknown }).code);
/** Its own process ended before it could answer. */
const isCrash = (error: unknown): boolean => error instanceof RefusalError && error.refusal.code === 'plugin.crashed';
const AWAY: ReadonlySet<unknown> = new Set<StoreErrorCode>(['store.unavailable', 'store.disk']);

/** What a filter may change: kind, body, and a public message into one for agents only, never the other way round. */
function changed(message: PostingMessage, { kind, body, audience }: PostingMessage): PostingMessage {
  const checked = checkBody(kind, body);
  if (isRefusal(checked)) throw new Error(`a filter answered with a message that nobody could post: ${checked.code}`);
  if (audience !== 'agents' && audience !== message.audience) throw new Error('a filter made a message public that was for agents only');
  return { ...message, kind, body: checked, audience };
}

/** People are told what they can understand: a code of the catalogue, and none that has their client send the same again. */
function refused(refusal: Refusal, watch: HookWatch): Refusal {
  if (isErrorCode(refusal.code) && !describeError(refusal.code).retryable) {
    watch.ok();
    return refuse(refusal.code);
  }
  watch.failed(new Error(`a filter refused with ${refusal.code}: no code of the catalogue for good`));
  return refuse('message.refused');
}

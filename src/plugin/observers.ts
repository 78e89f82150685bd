import { setTimeout as sleep } from 'node:timers/promises';
import { RefusalError } from '#domain/errors.ts';
import type { ConversationEvent, EventOf, EventType } from '#domain/events.ts';
import type { StoreErrorCode } from '#store/store-error.ts';
import { within } from './within.ts';

/** After the commit, from the log, in order per conversation; again after a crash. */
export type Observer<T extends EventType = EventType> = (event: EventOf<T>, conversation: string) => void | Promise<void>;

/** Hears how each call of a hook went. */
export interface HookWatch {
  ok(): void;
  failed(error: unknown): void;
  /** It was not called, because of what it did before. */
  passedOver(): void;
}

/** Who is the same through a change of values. */
type Owner = unknown;

interface Watched {
  readonly run: Observer;
  readonly watch: HookWatch;
}

/** How long an observer may take with one event, ms; its owner's events after it wait so long. */
const BUDGET_MS = 10_000;
/** How soon an observer that could not because the store is away gets the event again, ms. */
const AGAIN_MS = 1_000;
/** And for how long; a store that is away for longer has stopped the chats themselves, ms. */
const AGAIN_FOR_MS = 600_000;
/** For how long one gets it whose process has ended: by then it is there again, or switched off, ms. */
const CRASH_FOR_MS = 60_000;

/** Who hears of what was committed, by owner. One that throws or hangs is passed over and reported, and holds up no other owner. */
export class Observers {
  readonly #unwatched: HookWatch;
  readonly #budgetMs: number;
  #owners: ReadonlyMap<Owner, ReadonlyMap<EventType, readonly Watched[]>> = new Map();
  #names: readonly Owner[] = [];

  constructor(unwatched: HookWatch, budgetMs = BUDGET_MS) {
    this.#unwatched = unwatched;
    this.#budgetMs = budgetMs;
  }

  get owners(): readonly Owner[] {
    return this.#names;
  }

  /** Returns how to take it off again. */
  add<T extends EventType>(types: readonly T[], observer: Observer<T>, watch = this.#unwatched, owner: Owner = observer): () => void {
    const added: Watched = { run: observer as Observer, watch }; // only ever called with the types it asked for
    const before = this.#owners.get(owner);
    const own = new Map(before);
    for (const type of types) own.set(type, [...(before?.get(type) ?? []), added]);
    this.#put(owner, own);
    return () => {
      this.#put(owner, new Map([...(this.#owners.get(owner) ?? [])].flatMap(([type, list]) => {
        const rest = list.filter((one) => one !== added);
        return rest.length === 0 ? [] : [[type, rest] as const];
      })));
    };
  }

  #put(owner: Owner, own: ReadonlyMap<EventType, readonly Watched[]>): void {
    const owners = new Map(this.#owners);
    if (own.size > 0) owners.set(owner, own);
    else owners.delete(owner);
    this.#owners = owners;
    this.#names = [...owners.keys()];
  }

  /**
   * Runs one owner's observers of an event; a promise only where one of them waits, and it never rejects. Who throws or takes too
   * long has had the event, but for one who could not because the store is away: it gets the event again, for as long as it is there.
   */
  tell(owner: Owner, event: ConversationEvent, conversation: string): Promise<void> | undefined {
    let waiting: Promise<void>[] | undefined;
    for (const observer of this.#owners.get(owner)?.get(event.type) ?? []) {
      try {
        const result = observer.run(event, conversation);
        if (result instanceof Promise) (waiting ??= []).push(this.#until(result, observer, { owner, event, conversation }));
        else observer.watch.ok();
      } catch (error) {
        observer.watch.failed(error);
      }
    }
    return waiting?.length === 1 ? waiting[0] : waiting && Promise.all(waiting).then(() => undefined);
  }

  /** All owners' at once. */
  async tellAll(event: ConversationEvent, conversation: string): Promise<void> {
    await Promise.all(this.#names.map(async (owner) => this.tell(owner, event, conversation)));
  }

  async #until(first: Promise<void>, begun: Watched, { conversation, event, owner }: { readonly owner: Owner; readonly event: ConversationEvent; readonly conversation: string }): Promise<void> {
    const begunAt = performance.now();
    let observer: Watched | undefined = begun;
    for (let result: void | Promise<void> = first; ;) {
      const { watch }: Watched = observer;
      try {
        await within(result, this.#budgetMs);
        return watch.ok();
      } catch (error) {
        const there: readonly Watched[] = this.#owners.get(owner)?.get(event.type) ?? [];
        const current: Watched | undefined = there.includes(observer) ? observer : there[0];
        const again = isStoreAway(error) || isCrash(error) || (current !== observer && current !== undefined);
        if (!again || current === undefined || performance.now() > (isCrash(error) ? begunAt + CRASH_FOR_MS : begunAt + AGAIN_FOR_MS)) return watch.failed(error);
        await sleep(AGAIN_MS);
        observer = current;
        result = Promise.resolve().then(() => current.run(event, conversation));
      }
    }
  }
}

/** By its code: it may have come through the plugin's hands. */
const isStoreAway = (error: unknown): boolean => AWAY.has((Object(error) as { readonly code?: unknown }).code);
/** Its own process ended before it could answer. */
const isCrash = (error: unknown): boolean => error instanceof RefusalError && error.refusal.code === 'plugin.crashed';
const AWAY: ReadonlySet<unknown> = new Set<StoreErrorCode>(['store.unavailable', 'store.disk']);

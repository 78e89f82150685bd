import { setTimeout as sleep } from 'node:timers/promises';
import { RefusalError } from '#domain/errors.ts';
import type { ConversationEvent, EventOf, EventType, Fact } from '#domain/events.ts';
import type { StoreErrorCode } from '#store/store-error.ts';
import { Pace } from './pace.ts';
import { Semaphore } from './semaphore.ts';
import { mustBeHere, steady } from './teller.ts';
import type { Teller } from './teller.ts';
import { TimeoutError, within } from './within.ts';

/** After the commit, from the log, in order per conversation; again after a crash. */
export type Observer<T extends EventType = EventType> = (event: EventOf<T>, conversation: string) => void | Promise<void>;

/** Hears how each call of a hook went. */
export interface HookWatch {
  ok(): void;
  failed(error: unknown): void;
  /** It was not called, because of what it did before. */
  passedOver(): void;
  /** It is to be called later, because of what it did before. */
  heldUp(): void;
}

/** Who is the same through a change of values. */
type Owner = unknown;

interface Watched {
  readonly run: Observer;
  readonly watch: HookWatch;
}

interface Owned {
  readonly pace: Pace;
  readonly lanes: Semaphore;
  readonly byType: ReadonlyMap<EventType, readonly Watched[]>;
}

/** One event of one chat, for one owner. */
interface Told {
  readonly owner: Owner;
  readonly event: Fact;
  readonly conversation: string;
  readonly teller: Teller;
}

/** How long an observer may take with one event, ms; its owner's events after it wait so long. */
const BUDGET_MS = 10_000;
/** So many chats at a time catch up with one owner. */
const LANES = 16;
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
  #owners: ReadonlyMap<Owner, Owned> = new Map();
  #names: readonly Owner[] = [];

  constructor(unwatched: HookWatch, budgetMs = BUDGET_MS) {
    this.#unwatched = unwatched;
    this.#budgetMs = budgetMs;
  }

  get owners(): readonly Owner[] {
    return this.#names;
  }

  has(owner: Owner): boolean {
    return this.#owners.has(owner);
  }

  /** In which chats catch up with one owner. */
  lanes(owner: Owner): Semaphore | undefined {
    return this.#owners.get(owner)?.lanes;
  }

  /** `outside`: its code has to show first that it answers. Returns how to take it off again. */
  add<T extends EventType>(types: readonly T[], observer: Observer<T>, { outside = false, owner = observer, watch = this.#unwatched }: { readonly watch?: HookWatch; readonly owner?: Owner; readonly outside?: boolean } = {}): () => void {
    const added: Watched = { run: observer as Observer, watch }; // only ever called with the types it asked for
    const { byType, lanes, pace } = this.#owners.get(owner) ?? { pace: new Pace(outside), lanes: new Semaphore(LANES), byType: new Map<EventType, readonly Watched[]>() };
    this.#put(owner, { pace, lanes, byType: new Map([...byType, ...types.map((type) => [type, [...(byType.get(type) ?? []), added]] as const)]) });
    return () => {
      const current = this.#owners.get(owner);
      if (current === undefined) return;
      const rest = [...current.byType].map(([type, list]) => [type, list.filter((one) => one !== added)] as const).filter(([, list]) => list.length > 0);
      this.#put(owner, { ...current, byType: new Map(rest) });
    };
  }

  #put(owner: Owner, owned: Owned): void {
    const owners = new Map(this.#owners);
    if (owned.byType.size > 0) owners.set(owner, owned);
    else owners.delete(owner);
    this.#owners = owners;
    this.#names = [...owners.keys()];
    if (owned.byType.size === 0) owned.pace.over();
  }

  /**
   * Runs one owner's observers of an event; a promise only where one of them waits. Who throws or takes too long has had the event, but
   * for one who could not because the store is away: it gets the event again, for as long as it is there and the teller is. Where that
   * has left, the promise rejects with `actor.moved`.
   */
  tell(owner: Owner, event: ConversationEvent, conversation: string, teller = steady): Promise<void> | undefined {
    // There is nothing to tell of it.
    if (event.type === 'line.illegible') return undefined;
    const owned = this.#owners.get(owner);
    const observers = owned?.byType.get(event.type);
    if (owned === undefined || observers === undefined) return undefined;
    const { pace } = owned;
    if (!pace.free) {
      if (pace.stalls) for (const { watch } of observers) watch.heldUp();
      return pace.turn().then(() => {
        const told = teller.left ? undefined : this.tell(owner, event, conversation, teller);
        if (told === undefined) pace.pass();
        mustBeHere(teller);
        return told;
      });
    }
    let waiting: Promise<void>[] | undefined;
    for (const observer of observers) {
      try {
        const result = observer.run(event, conversation);
        if (result instanceof Promise) (waiting ??= []).push(this.#until(result, observer, pace, { owner, event, conversation, teller }));
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

  /** What it was asked for is under way. Rejects where the teller has left before it could be asked again. */
  #until(result: Promise<void>, observer: Watched, pace: Pace, told: Told, begunAt = performance.now()): Promise<void> {
    pace.enter();
    return within(result, this.#budgetMs).then(
      () => {
        pace.answered();
        pace.leave();
        observer.watch.ok();
      },
      (thrown: unknown) => {
        judge(thrown, pace);
        pace.leave();
        return this.#afterwards(thrown, observer, pace, told, begunAt);
      },
    );
  }

  /** It gets the event again, or has had it. */
  async #afterwards(thrown: unknown, observer: Watched, pace: Pace, told: Told, begunAt: number): Promise<void> {
    const { conversation, event, owner, teller } = told;
    const current = this.#inPlaceOf(observer, owner, event.type);
    const crash = isCrash(thrown);
    const again = (isStoreAway(thrown) || crash || current !== observer) && performance.now() < begunAt + (crash ? CRASH_FOR_MS : AGAIN_FOR_MS);
    if (!again || current === undefined) return observer.watch.failed(thrown);
    await sleep(AGAIN_MS);
    mustBeHere(teller);
    await pace.turn();
    const next = this.#inPlaceOf(current, owner, event.type);
    if (next === undefined || teller.left) {
      pace.pass();
      mustBeHere(teller);
      return observer.watch.failed(thrown);
    }
    return this.#until(Promise.resolve().then(() => next.run(event, conversation)), next, pace, told, begunAt);
  }

  /** Itself, while it is there; else the one that has come for it. */
  #inPlaceOf(observer: Watched, owner: Owner, type: EventType): Watched | undefined {
    const there = this.#owners.get(owner)?.byType.get(type) ?? [];
    return there.includes(observer) ? observer : there[0];
  }
}

/** What it says of who answered so. */
function judge(thrown: unknown, pace: Pace): void {
  if (isStoreAway(thrown)) pace.stalled(false);
  else if (thrown instanceof TimeoutError || isCrash(thrown)) pace.stalled(true);
  else pace.threw();
}

/** By its code: it may have come through the plugin's hands. */
const isStoreAway = (error: unknown): boolean => AWAY.has((Object(error) as { readonly code?: unknown }).code);
/** Its own process ended before it could answer. */
const isCrash = (error: unknown): boolean => error instanceof RefusalError && error.refusal.code === 'plugin.crashed';
const AWAY: ReadonlySet<unknown> = new Set<StoreErrorCode>(['store.unavailable', 'store.disk']);

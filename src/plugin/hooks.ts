import type { Refusal } from '#domain/errors.ts';
import type { Audience, ConversationEvent, EventOf, EventType } from '#domain/events.ts';
import type { MessageBody, MessageKind } from '#domain/message.ts';
import type { Participant } from '#domain/participant.ts';

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

interface Filter {
  readonly run: PostingFilter;
  readonly order: number;
}

/** How long all filters of one message may take together, ms; then it goes on as it is. */
const FILTER_BUDGET_MS = 1_000;
/** How long an observer may take with one event, ms; the events after it wait so long. */
const OBSERVER_BUDGET_MS = 10_000;

/**
 * What plugins hang on to conversations. One that throws or hangs is passed over and reported; it never costs
 * a message.
 */
export class Hooks {
  readonly #onError: (error: unknown) => void;
  readonly #observerBudget: number;
  #filters: readonly Filter[] = [];
  #observers: ReadonlyMap<EventType, readonly Observer[]> = new Map();

  constructor(onError: (error: unknown) => void, observerBudget = OBSERVER_BUDGET_MS) {
    this.#onError = onError;
    this.#observerBudget = observerBudget;
  }

  get hasFilters(): boolean {
    return this.#filters.length > 0;
  }

  get hasObservers(): boolean {
    return this.#observers.size > 0;
  }

  /** Lower `order` runs first (default 0). Returns how to take it off again. */
  filter(run: PostingFilter, order = 0): () => void {
    const added = { run, order };
    this.#filters = [...this.#filters, added].sort((a, b) => a.order - b.order);
    return () => {
      this.#filters = this.#filters.filter((filter) => filter !== added);
    };
  }

  observe<T extends EventType>(types: readonly T[], observer: Observer<T>): () => void {
    const added = observer as Observer; // only ever called with the types it asked for
    this.#observers = new Map(this.#observers);
    const observers = this.#observers as Map<EventType, readonly Observer[]>;
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
    const deadline = Date.now() + FILTER_BUDGET_MS;
    let current = message;
    for (const { run } of this.#filters) {
      try {
        const result = await within(run(current), deadline - Date.now());
        if (result === undefined) continue;
        if ('code' in result) return result;
        current = result;
      } catch (error) {
        this.#onError(error);
      }
    }
    return current;
  }

  /** Runs an event's observers; a promise only where one of them waits. Who throws or takes too long has had the event. */
  observed(event: ConversationEvent, conversation: string): Promise<void> | undefined {
    let waiting: Promise<void>[] | undefined;
    for (const observer of this.#observers.get(event.type) ?? []) {
      try {
        const result = observer(event, conversation);
        if (result instanceof Promise) (waiting ??= []).push(within(result, this.#observerBudget).catch(this.#onError));
      } catch (error) {
        this.#onError(error);
      }
    }
    return waiting === undefined ? undefined : Promise.all(waiting).then(() => undefined);
  }
}

async function within<T>(value: MaybePromise<T>, ms: number): Promise<T> {
  if (!(value instanceof Promise)) return value;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('a hook exceeded its budget')), Math.max(0, ms));
  });
  return Promise.race([value, timeout]).finally(() => clearTimeout(timer));
}

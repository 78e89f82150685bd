import { describeError, isErrorCode, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { Audience, EventOf } from '#domain/events.ts';
import { isFileKind } from '#domain/file.ts';
import { checkBody } from '#domain/message.ts';
import type { MessageBody, MessageKind } from '#domain/message.ts';
import type { Participant } from '#domain/participant.ts';
import { Observers } from './observers.ts';
import type { HookWatch } from './observers.ts';
import { Patience } from './patience.ts';
import { within } from './within.ts';

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

/** Whether a visitor's words are for its plugin, and for no bot. */
export type Taker = (event: EventOf<'message.posted'>, conversation: string) => MaybePromise<boolean>;

interface Filter {
  readonly run: PostingFilter;
  readonly order: number;
  readonly watch: HookWatch;
  readonly patience: Patience;
}

/** Ms: for all filters of one message together, and for an observer or a taker with one event. */
export interface Budgets {
  readonly filters: number;
  readonly observer: number;
  readonly taker: number;
}

/** How long all filters of one message may take together, ms; then it goes on as it is. Each has an equal share of what is left: no slow one has the next passed over. */
const FILTER_BUDGET_MS = 1_000;
/** Nobody is blamed for what took longer than less than this, ms. */
const FAIR_MS = 50;
/** How long a taker may take with one event, ms; bots hear of it so much later. */
const TAKER_BUDGET_MS = 2_000;

/**
 * What plugins hang on to conversations. One that throws or hangs is passed over and reported; it never costs
 * a message.
 */
export class Hooks {
  readonly #unwatched: HookWatch;
  readonly #budgets: Omit<Budgets, 'observer'>;
  /** After the commit. */
  readonly observers: Observers;
  #filters: readonly Filter[] = [];
  #takers: readonly { readonly run: Taker; readonly watch: HookWatch }[] = [];

  constructor(onError: (error: unknown) => void, { filters = FILTER_BUDGET_MS, observer, taker = TAKER_BUDGET_MS }: Partial<Budgets> = {}) {
    this.#unwatched = { ok: () => {}, failed: onError, passedOver: () => {}, heldUp: () => {} };
    this.#budgets = { filters, taker };
    this.observers = new Observers(this.#unwatched, observer);
  }

  get hasFilters(): boolean {
    return this.#filters.length > 0;
  }

  /** Lower `order` runs first (default 0). `slowMs`: of code from outside, how long it may take on average. Returns how to take it off again. */
  filter(run: PostingFilter, order = 0, watch = this.#unwatched, slowMs = Infinity): () => void {
    const added: Filter = { run, order, watch, patience: new Patience(slowMs) };
    this.#filters = [...this.#filters, added].sort((a, b) => a.order - b.order);
    return () => {
      this.#filters = this.#filters.filter((filter) => filter !== added);
    };
  }

  take(run: Taker, watch = this.#unwatched): () => void {
    const added = { run, watch };
    this.#takers = [...this.#takers, added];
    return () => {
      this.#takers = this.#takers.filter((taker) => taker !== added);
    };
  }

  /** Whether some plugin takes these words for itself; one that throws or takes too long does not. A promise only where one is asked. */
  taken(event: EventOf<'message.posted'>, conversation: string): Promise<boolean> | false {
    if (this.#takers.length === 0) return false;
    const asked = this.#takers.map(async ({ run, watch }) => {
      try {
        // Whatever a plugin in a process of its own answers.
        const takes: unknown = await within(run(event, conversation), this.#budgets.taker);
        watch.ok();
        return takes === true;
      } catch (error) {
        watch.failed(error);
        return false;
      }
    });
    return Promise.all(asked).then((answers) => answers.includes(true));
  }

  /** The message as the filters leave it, or a refusal. */
  async posting(message: PostingMessage): Promise<PostingMessage | Refusal> {
    const deadline = performance.now() + this.#budgets.filters;
    let current = message;
    let toCome = this.#filters.length;
    for (const { patience, run, watch } of this.#filters) {
      const share = (deadline - performance.now()) / toCome--;
      if (patience.rests) {
        watch.passedOver();
        continue;
      }
      if (patience.full) continue;
      try {
        const answer = run(current);
        if (share < FAIR_MS && answer instanceof Promise) {
          // Whoever spent the time has been told; this one is not to blame, and nobody waits for it.
          answer.catch(() => {});
          continue;
        }
        if (patience.onTrial && answer instanceof Promise) {
          void tried(answer, share, current, { patience, watch });
          continue;
        }
        const result = answer instanceof Promise ? await patience.wait(answer, share) : answer;
        if (result !== undefined && !isRefusal(result)) current = changed(current, result);
        patience.succeeded();
        if (isRefusal(result)) return refused(result, watch);
        watch.ok();
      } catch (error) {
        watch.failed(error);
        patience.failed();
      }
    }
    return current;
  }
}

/** What is said of an answer that no message waits for: how soon it comes decides whether one will, and not whether it is right. */
async function tried(answer: ReturnType<PostingFilter>, ms: number, current: PostingMessage, { patience, watch }: Pick<Filter, 'patience' | 'watch'>): Promise<void> {
  const inTime = patience.wait(Promise.resolve(answer), ms).then(() => true, () => false);
  try {
    const result = await within(answer, ms);
    if (isRefusal(result)) refused(result, watch);
    else {
      if (result !== undefined) changed(current, result);
      watch.ok();
    }
    if (await inTime) patience.succeeded();
  } catch (error) {
    watch.failed(error);
    patience.failed();
  }
}

/** What a filter may change: kind, body, and a public message into one for agents only, never the other way round. A file stays the file that it is. */
function changed(message: PostingMessage, { kind, body, audience }: PostingMessage): PostingMessage {
  const checked = checkBody(kind, isFileKind(kind) ? { ...body, file: message.body.file } : body);
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

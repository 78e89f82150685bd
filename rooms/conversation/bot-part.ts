import { setTimeout as sleep } from 'node:timers/promises';
import { conversationOf, keyOf } from '#cluster/identity.ts';
import type { TimerWheel } from '#cluster/timer-wheel.ts';
import type { CommandOf } from '#domain/commands.ts';
import { RefusalError, describeError, isRefusal } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { EventOf } from '#domain/events.ts';
import type { Participant } from '#domain/participant.ts';
import { isEnded, isUnattended } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import type { Followers } from '#plugin/dispatch.ts';
import type { Bots } from '#plugin/bots/bots.ts';
import type { BotsInChat } from '#plugin/bots/in-chat.ts';
import type { StoredEvent } from '#store/events.repository.ts';
import type { Store } from '#store/store.ts';
import { Alarm } from './alarm.ts';
import type { AlarmDeps } from './alarm.ts';
import type { ChatLog } from './chat-log.ts';
import type { Positions } from './stream-gate.ts';

/** After which what could not be read or written for now is tried again, ms. */
const RETRY_MS = 1_000;
/** A chat that a bot serves is looked after no sooner than this after it came up, ms: most are over by then. */
const LOOK_MS = 10_000;

export interface BotPartDeps {
  /** The actor, to which its timers belong. */
  readonly owner: object;
  readonly conversation: string;
  readonly actorId: number;
  readonly log: Pick<ChatLog, 'durable'>;
  readonly store: Pick<Store, 'events' | 'lines'>;
  readonly timers: TimerWheel;
  readonly alarms: Pick<AlarmDeps, 'fresh' | 'timers'>;
  /** How long a chat that a bot serves is kept for a visitor who is away, ms; null: for ever. */
  readonly keptMs: number | null;
  readonly now: () => number;
  /** Whether there is a department to which a chat could be handed over. */
  readonly hasDepartment: (id: string) => Promise<boolean>;
  readonly taken: (event: EventOf<'message.posted'>) => Promise<boolean> | false;
  readonly onError: (error: unknown) => void;
  readonly submit: (by: Participant, command: CommandOf<'bot.answer'>) => Promise<Positions | Refusal>;
  readonly retiring: () => boolean;
}

/** The bots' part in a chat, as its actor lends it to them: what they hear, what they remember, and what they do. */
export class BotPart {
  readonly #deps: BotPartDeps;
  readonly #bots: BotsInChat;
  readonly #alarm: Alarm;
  /** When somebody is to look after the chat that a bot serves, ms since the epoch. */
  #lookAt: number | null = null;

  constructor(bots: Bots, deps: BotPartDeps) {
    this.#deps = deps;
    const { alarms, conversation, now, onError, retiring } = deps;
    this.#alarm = new Alarm({ key: keyOf(conversationOf(conversation)), ...alarms, now, retiring, onError });
    this.#bots = bots.in({
      conversation: deps.conversation,
      state: () => deps.log.durable,
      memory: async (seq) => deps.store.lines.memory(deps.actorId, await this.#read(seq)),
      suggested: (seq, by) => this.#suggested(seq, by),
      taken: deps.taken,
      submit: (by, command) => this.#answer(by, command),
    });
  }

  /** From the log, for the dispatch: each bot at its own pace. */
  get followers(): Followers {
    return this.#bots;
  }

  /** Sees to it that each bot hears of the silence that it waits for, and that a chat which one serves ends when its visitor stays away; `after`: those that were to hear before have. */
  watch(state: ConversationState, after = -Infinity): void {
    const { log, now, owner, timers } = this.#deps;
    const due = isEnded(state) ? [] : state.bots.flatMap(({ wakeAt }) => wakeAt ?? []);
    const looked = this.#lookAt !== null;
    this.#look(state);
    if (state.bots.length > 0 || looked || this.#lookAt !== null) this.#alarm.set(due.length === 0 ? this.#lookAt : Math.min(...due, this.#lookAt ?? Infinity));
    const wakes = due.filter((wakeAt) => wakeAt > after);
    if (wakes.length === 0) return timers.clear(owner, 'silence');
    const wakeAt = Math.min(...wakes);
    timers.set(owner, 'silence', Math.max(0, wakeAt - now()), () => {
      for (const { id, wakeAt: due } of log.durable.bots) if (due !== null && due <= wakeAt && due > after) this.#bots.silence(id);
      this.watch(log.durable, wakeAt);
    });
  }

  /** No queue lists it: were its node to die, nobody would know that its visitor stays away. Up again, it keeps the time for them that it always does. */
  #look(state: ConversationState): void {
    const { keptMs, now } = this.#deps;
    if (keptMs === null || state.status !== 'active' || !isUnattended(state)) this.#lookAt = null;
    else this.#lookAt ??= now() + Math.max(keptMs, LOOK_MS);
  }

  async #suggested(seq: number, by: string): Promise<string | null> {
    const line = await this.#read(seq);
    const event = line && this.#deps.store.lines.event(this.#deps.actorId, line);
    return event?.type === 'message.posted' && event.kind === 'suggestion' && event.by === by ? event.body.text : null;
  }

  /** A line of the log. */
  #read(seq: number): Promise<StoredEvent | undefined> {
    const { actorId, store } = this.#deps;
    return this.#untilAnswered(() => store.events.at(actorId, seq));
  }

  /** Asks the store until it answers. Rejects where the actor is gone: the log tells the event again elsewhere. */
  async #untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        this.#deps.onError(error);
        await sleep(RETRY_MS, undefined, { ref: false });
        if (this.#deps.retiring()) throw new RefusalError('actor.moved');
      }
    }
  }

  /** Until the log has it, or refuses it for good: the chat's dispatch waits for it. Rejects where the actor is gone. */
  async #answer(by: Participant, given: CommandOf<'bot.answer'>): Promise<Refusal | null> {
    const { department } = given;
    // Nobody would ever look into the queue of one that is not there.
    const command = department === null || (await this.#untilAnswered(() => this.#deps.hasDepartment(department))) ? given : { ...given, department: null };
    for (;;) {
      const outcome = await this.#deps.submit(by, command);
      if (!isRefusal(outcome)) return null;
      if (this.#deps.retiring()) throw new RefusalError('actor.moved');
      if (!describeError(outcome.code).retryable) return outcome;
      await sleep(RETRY_MS, undefined, { ref: false });
    }
  }
}

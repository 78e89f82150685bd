import type { CommandOf } from '#domain/commands.ts';
import type { Refusal } from '#domain/errors.ts';
import type { ConversationEvent, EventOf } from '#domain/events.ts';
import type { Participant } from '#domain/participant.ts';
import { botProgress, findParticipant, isEnded } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import { ask } from './ask.ts';
import type { BotAnswer, BotCue, BotRole, BotTurn } from './bot.ts';
import { cueOf, isAnswerOf } from './cue.ts';
import { Lane } from './lane.ts';
import { commandOf } from './read.ts';
import { participantOf } from './seat.ts';
import type { Seat, Seats } from './seat.ts';

/** A chat, as bots take part in it. */
export interface BotChat {
  readonly conversation: string;
  /** As it is on disk. */
  readonly state: () => ConversationState;
  /** What the bot's `bot.answered` at this position remembers, as JSON. */
  readonly memory: (seq: number) => Promise<string>;
  /** The text that the bot of this id suggested at this position; null where it did not. */
  readonly suggested: (seq: number, by: string) => Promise<string | null>;
  /** Whether a plugin takes these words for itself, so that they are for no bot. */
  readonly taken: (event: EventOf<'message.posted'>) => Promise<boolean> | false;
  /** Resolves when it is on disk, or with why it never will be. Rejects where the actor is gone. */
  readonly submit: (by: Participant, command: CommandOf<'bot.answer'>) => Promise<Refusal | null>;
}

/** The bots' part in one chat: each on its own, by its id as a participant. */
export interface BotsInChat {
  /** Those that may have something to say just now. */
  names(): readonly string[];
  /** From the log, one event of a bot after the other: a promise where it has something to say to it, which rejects where the actor is gone. */
  tell(bot: string, event: ConversationEvent): Promise<void> | undefined;
  /** Nothing was said for as long as the bot wanted. */
  silence(bot: string): void;
}

/** An event that a bot is told of, and the chat at that time. */
interface Happened {
  readonly at: number;
  readonly seq: number;
  readonly cue: BotCue;
  readonly state: ConversationState;
}

/** Of all bots that work on this node. */
export class InChat implements BotsInChat {
  readonly #seats: Seats;
  readonly #chat: BotChat;
  readonly #lanes = new Map<string, Lane>();

  constructor(seats: Seats, chat: BotChat) {
    this.#seats = seats;
    this.#chat = chat;
  }

  names(): readonly string[] {
    return this.#seats.namesIn(this.#chat.state());
  }

  tell(bot: string, event: ConversationEvent): Promise<void> | undefined {
    if (event.type === 'suggestion.settled') return this.#laneOf(bot).run(() => this.#settle(bot, event));
    if (event.type === 'message.rated' && !isAnswerOf(this.#chat.state(), event.message, bot)) return undefined;
    const cue = cueOf(event);
    if (cue === null) return undefined;
    const take = (): Promise<void> | undefined => this.#take(bot, cue, event);
    return this.#laneOf(bot).run(() => {
      const taken = event.type === 'message.posted' && this.#chat.taken(event);
      return taken === false ? take() : taken.then((others) => (others ? undefined : take()));
    });
  }

  silence(bot: string): void {
    const armed = botProgress(this.#chat.state(), bot);
    void this.#laneOf(bot).run(() => {
      const state = this.#chat.state();
      const progress = botProgress(state, bot);
      // Something was said meanwhile, and answered.
      if (progress === undefined || progress.memoryAt !== armed?.memoryAt || progress.wakeAt === null) return undefined;
      return this.#take(bot, { kind: 'silence' }, { at: Math.max(state.at, progress.wakeAt), by: bot, seq: progress.memoryAt });
    })?.catch(() => {});
  }

  #laneOf(bot: string): Lane {
    const lane = this.#lanes.get(bot) ?? new Lane();
    this.#lanes.set(bot, lane);
    return lane;
  }

  async #settle(bot: string, event: EventOf<'suggestion.settled'>): Promise<void> {
    const text = await this.#chat.suggested(event.suggestion, bot);
    if (text !== null) await this.#take(bot, { kind: 'settled', text, how: event.how }, event);
  }

  #take(bot: string, cue: BotCue, { at, by, seq }: Pick<ConversationEvent, 'at' | 'by' | 'seq'>): Promise<void> | undefined {
    const state = this.#chat.state();
    if (isEnded(state) && cue.kind !== 'ended') return undefined;
    const seat = this.#seats.of(bot);
    if (seat === undefined) return state.assignee === bot && !isEnded(state) ? this.#leave(seq, state) : undefined;
    if (cue.kind === 'ended') return this.#end(seat, { at, cue, seq, state });
    const role = this.#seats.roleOf(state, bot, seat);
    const own = by === bot && cue.kind !== 'silence';
    if (role === null || own || seq <= (botProgress(state, bot)?.turn ?? 0)) return undefined;
    // A greeting is for who waits, and only the first word.
    if (cue.kind === 'begun' && role === 'assists') return undefined;
    return this.#turn(seat, { at, cue, role, seq, state });
  }

  /** The bot that has the chat works here no more. */
  async #leave(seq: number, state: ConversationState): Promise<void> {
    const bot = state.assignee === null ? undefined : findParticipant(state, state.assignee);
    if (bot?.kind !== 'bot') return;
    const progress = botProgress(state, bot.id);
    const memory = progress === undefined ? 'null' : await this.#chat.memory(progress.memoryAt);
    await this.#chat.submit(bot, { type: 'bot.answer', turn: seq, says: [], memory, wakeMs: null, next: 'hand-over', department: null });
  }

  /** Only who took part hears of the end. Nothing is made of what it answers: asked again after a crash it is told again. */
  async #end(seat: Seat, happened: Happened): Promise<void> {
    const { state } = happened;
    const bot = participantOf(seat).id;
    const progress = botProgress(state, bot);
    if (progress === undefined || !isEnded(state)) return;
    await this.#ask(seat, bot, { ...happened, role: roleAtEnd(state, bot) }, await this.#chat.memory(progress.memoryAt));
  }

  async #turn(seat: Seat, happened: Happened & { readonly role: BotRole }): Promise<void> {
    const { seq, state } = happened;
    const bot = participantOf(seat);
    const lane = this.#laneOf(bot.id);
    const progress = botProgress(state, bot.id);
    const before = progress === undefined ? 'null' : progress.turn === lane.turn ? lane.memory : await this.#chat.memory(progress.memoryAt);
    // Nobody is left alone with a bot that is out of order.
    const silent = { says: [], memory: before, wakeMs: null, next: 'hand-over', department: null } as const;
    const submit = (answer: Omit<CommandOf<'bot.answer'>, 'turn' | 'type'>): Promise<Refusal | null> => this.#chat.submit(bot, { type: 'bot.answer', turn: seq, ...answer });
    const given = await this.#ask(seat, bot.id, happened, before);
    const answer = given === undefined ? silent : commandOf(given, before);
    // It has nothing to say, and nothing to remember: asked again after a crash it would not have either.
    if (answer.says.length === 0 && answer.memory === before && answer.wakeMs === null && answer.next === 'stay' && (progress?.wakeAt ?? null) === null) return;
    const refusal = await submit(answer);
    if (refusal === null) return lane.keep(seq, answer.memory);
    this.#seats.of(bot.id)?.keeper.failed(new Error(`a bot answered what no chat takes: ${refusal.code}`));
    if (given !== undefined) await submit(silent);
  }

  #ask({ post }: Seat, bot: string, { at, cue, role, seq, state }: Happened & { readonly role: BotRole }, memory: string): Promise<BotAnswer | undefined> {
    return ask(this.#seats, bot, { bot: post.id, conversation: this.#chat.conversation, turn: seq, cue, role, locale: state.locale, memory: JSON.parse(memory) as unknown, at, visitor: visitorOf(state) });
  }
}

const visitorOf = ({ participants: [visitor] }: ConversationState): BotTurn['visitor'] => ({ id: visitor?.id ?? '', name: visitor?.name ?? '' });

const roleAtEnd = ({ assignee }: ConversationState, bot: string): BotRole => (assignee === bot ? 'serves' : assignee === null ? 'engages' : 'assists');


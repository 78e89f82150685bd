import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandOf } from '#domain/commands.ts';
import { RefusalError } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { ConversationEvent, EventOf } from '#domain/events.ts';
import { botParticipantId, isVisitorId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import { botProgress, findParticipant, isEnded, isServedByBot } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import { within } from '../within.ts';
import type { BotAnswer, BotCue, BotPost, BotRole, BotTurn } from './bot.ts';
import { checkPosts, commandOf, readAnswer } from './read.ts';

/** How long a bot may take over one turn, ms. */
const TURN_BUDGET_MS = 20_000;
/** How often a bot is asked whose process has ended, or whose plugin is being started anew, and how soon again, ms. */
const TRIES = 5;
const AGAIN_MS = 1_000;
const PASSING: ReadonlySet<unknown> = new Set(['plugin.crashed', 'plugin.state']);

/** Who answers for the bots of one plugin. */
export interface BotKeeper {
  readonly plugin: string;
  readonly answer: (turn: BotTurn) => Promise<BotAnswer | undefined>;
  readonly answered: () => void;
  readonly failed: (error: unknown) => void;
}

/** A chat, as bots take part in it. */
export interface BotChat {
  readonly conversation: string;
  /** As it is on disk. */
  readonly state: () => ConversationState;
  /** What the bot's `bot.answered` at this position remembers, as JSON. */
  readonly memory: (seq: number) => Promise<string>;
  /** The text that the bot of this id suggested at this position; null where it did not. */
  readonly suggested: (seq: number, by: string) => Promise<string | null>;
  /** Resolves when it is on disk, or with why it never will be; also where the actor is gone. */
  readonly submit: (by: Participant, command: CommandOf<'bot.answer'>) => Promise<Refusal | null>;
}

interface Seat {
  readonly post: BotPost;
  readonly keeper: BotKeeper;
}

/** An event that a bot is told of, and the chat at that time. */
interface Happened {
  readonly at: number;
  readonly seq: number;
  readonly cue: BotCue;
  readonly state: ConversationState;
}

/** One bot in one chat: one turn after the other, each with what the one before remembered. */
class Lane {
  /** What its last turn left, which the log has as well. */
  turn = 0;
  memory = '';
  #last: Promise<void> | undefined;

  run(turn: () => Promise<void> | undefined): Promise<void> | undefined {
    const running = this.#last === undefined ? turn() : this.#last.then(turn);
    const settled = running?.catch(() => {}).finally(() => {
      if (this.#last === settled) this.#last = undefined;
    });
    this.#last = settled ?? this.#last;
    return running;
  }

  keep(turn: number, memory: string): void {
    this.turn = turn;
    this.memory = memory;
  }
}

const NOBODY: readonly string[] = [];

/** The bots' part in one chat: each on its own, by its id as a participant. */
export interface BotsInChat {
  /** Those that may have something to say just now. */
  readonly names: () => readonly string[];
  /** From the log, one event of a bot after the other: a promise where it has something to say to it. */
  readonly tell: (bot: string, event: ConversationEvent) => Promise<void> | undefined;
  /** Nothing was said for as long as the bot wanted. */
  readonly silence: (bot: string) => void;
}

/** The bots of all plugins that are active on this node, and what they say to what happens in chats. */
export class Bots {
  readonly #posts = new Map<BotKeeper, readonly BotPost[]>();
  /** By department, in the order in which they are asked; and by the bot as a participant. */
  #seats: ReadonlyMap<string, readonly Seat[]> = new Map();
  #byBot: ReadonlyMap<string, Seat> = new Map();

  /** The posts of a plugin, in the place of those that it had. Throws `input.invalid`. */
  post(keeper: BotKeeper, posts: readonly BotPost[]): void {
    checkPosts(posts);
    this.#posts.set(keeper, posts);
    this.#seat();
  }

  leave(keeper: BotKeeper): void {
    this.#posts.delete(keeper);
    this.#seat();
  }

  /** Who serves the new chats of a department; null where they queue. */
  firstIn(department: string): Participant | null {
    const seat = this.#seats.get(department)?.find(({ post }) => post.first);
    return seat === undefined ? null : participantOf(seat);
  }

  in(chat: BotChat): BotsInChat {
    const lanes = new Map<string, Lane>();
    const laneOf = (bot: string): Lane => {
      const lane = lanes.get(bot) ?? new Lane();
      lanes.set(bot, lane);
      return lane;
    };
    const take = (bot: string, cue: BotCue, { at, by, seq }: Pick<ConversationEvent, 'at' | 'by' | 'seq'>): Promise<void> | undefined => {
      const state = chat.state();
      if (isEnded(state) && cue.kind !== 'ended') return undefined;
      const seat = this.#byBot.get(bot);
      if (seat === undefined) return state.assignee === bot && !isEnded(state) ? this.#leave(seq, chat, state) : undefined;
      if (cue.kind === 'ended') return this.#end(seat, participantOf(seat), chat, { at, cue, seq, state });
      const role = this.#roleOf(state, bot, seat);
      const own = by === bot && cue.kind !== 'silence';
      if (role === null || own || seq <= (botProgress(state, bot)?.turn ?? 0)) return undefined;
      // A greeting is for who waits, and only the first word.
      if (cue.kind === 'begun' && role === 'assists') return undefined;
      return this.#turn(seat, participantOf(seat), chat, laneOf(bot), { at, cue, role, seq, state });
    };
    const settle = async (bot: string, event: EventOf<'suggestion.settled'>): Promise<void> => {
      const text = await chat.suggested(event.suggestion, bot);
      if (text !== null) await take(bot, { kind: 'settled', text, how: event.how }, event);
    };
    return {
      names: () => this.#namesIn(chat.state()),
      tell: (bot, event) => {
        if (event.type === 'suggestion.settled') return laneOf(bot).run(() => settle(bot, event));
        if (event.type === 'message.rated' && !isAnswerOf(chat.state(), event.message, bot)) return undefined;
        const cue = cueOf(event);
        return cue === null ? undefined : laneOf(bot).run(() => take(bot, cue, event));
      },
      silence: (bot) => {
        const armed = botProgress(chat.state(), bot);
        void laneOf(bot).run(() => {
          const state = chat.state();
          const progress = botProgress(state, bot);
          // Something was said meanwhile, and answered.
          if (progress === undefined || progress.memoryAt !== armed?.memoryAt || progress.wakeAt === null) return undefined;
          return take(bot, { kind: 'silence' }, { at: Math.max(state.at, progress.wakeAt), by: bot, seq: progress.memoryAt });
        })?.catch(() => {});
      },
    };
  }

  /** Those of its department, whoever has the chat, and those that have taken part. */
  #namesIn(state: ConversationState): readonly string[] {
    const seats = this.#seats.get(state.department);
    const served = isServedByBot(state) ? state.assignee : null;
    // Asked for every event of every chat, most of which have none.
    if (seats === undefined && served === null && state.bots.length === 0) return NOBODY;
    return [...new Set([...(seats ?? []).map((seat) => participantOf(seat).id), ...(served === null ? [] : [served]), ...state.bots.map(({ id }) => id)])];
  }

  /** Null where it has nothing to do in the chat as it is. One bot talks to a visitor; any number suggest to an agent. */
  #roleOf(state: ConversationState, bot: string, { post }: Seat): BotRole | null {
    if (state.assignee === bot) return 'serves';
    if (state.botsPaused === true || isServedByBot(state) || post.department !== state.department) return null;
    if (state.status !== 'queued') return post.assists ? 'assists' : null;
    const engaged = this.#seats.get(state.department)?.find(({ post: { queued } }) => queued);
    return engaged !== undefined && participantOf(engaged).id === bot ? 'engages' : null;
  }

  /** The bot that has the chat works here no more. */
  async #leave(seq: number, chat: BotChat, state: ConversationState): Promise<void> {
    const bot = state.assignee === null ? undefined : findParticipant(state, state.assignee);
    if (bot?.kind !== 'bot') return;
    const progress = botProgress(state, bot.id);
    const memory = progress === undefined ? 'null' : await chat.memory(progress.memoryAt);
    await chat.submit(bot, { type: 'bot.answer', turn: seq, says: [], memory, wakeMs: null, next: 'hand-over', department: null });
  }

  /** Only who took part hears of the end. Nothing is made of what it answers: asked again after a crash it is told again. */
  async #end({ post }: Seat, bot: Participant, chat: BotChat, { at, cue, seq, state }: Happened): Promise<void> {
    const progress = botProgress(state, bot.id);
    if (progress === undefined || !isEnded(state)) return;
    const memory = JSON.parse(await chat.memory(progress.memoryAt)) as unknown;
    await this.#ask(bot.id, { bot: post.id, conversation: chat.conversation, turn: seq, cue, role: roleAtEnd(state, bot.id), locale: state.locale, memory, at, visitor: visitorOf(state) });
  }

  async #turn({ post }: Seat, bot: Participant, chat: BotChat, lane: Lane, { at, cue, role, seq, state }: Happened & { readonly role: BotRole }): Promise<void> {
    const { conversation } = chat;
    const progress = botProgress(state, bot.id);
    const before = progress === undefined ? 'null' : progress.turn === lane.turn ? lane.memory : await chat.memory(progress.memoryAt);
    // Nobody is left alone with a bot that is out of order.
    const silent = { says: [], memory: before, wakeMs: null, next: 'hand-over', department: null } as const;
    const submit = (answer: Omit<CommandOf<'bot.answer'>, 'turn' | 'type'>): Promise<Refusal | null> => chat.submit(bot, { type: 'bot.answer', turn: seq, ...answer });
    const given = await this.#ask(bot.id, {
      bot: post.id, conversation, turn: seq, cue, role, locale: state.locale, memory: JSON.parse(before) as unknown, at, visitor: visitorOf(state),
    });
    const answer = given === undefined ? silent : commandOf(given, before);
    // It has nothing to say, and nothing to remember: asked again after a crash it would not have either.
    if (answer.says.length === 0 && answer.memory === before && answer.wakeMs === null && answer.next === 'stay' && (progress?.wakeAt ?? null) === null) return;
    const refusal = await submit(answer);
    if (refusal === null) return lane.keep(seq, answer.memory);
    this.#byBot.get(bot.id)?.keeper.failed(new Error(`a bot answered what no chat takes: ${refusal.code}`));
    if (given !== undefined) await submit(silent);
  }

  /** Undefined where it fails, which is told to its keeper. */
  async #ask(bot: string, turn: BotTurn): Promise<BotAnswer | undefined> {
    for (let attempt = 1; ; attempt++) {
      // Its plugin may have been given other values meanwhile, or another version.
      const keeper = this.#byBot.get(bot)?.keeper;
      if (keeper === undefined) return undefined;
      try {
        const answer = readAnswer(await within(keeper.answer(turn), TURN_BUDGET_MS));
        keeper.answered();
        return answer;
      } catch (error) {
        if (attempt < TRIES && PASSING.has(codeOf(error))) {
          await sleep(AGAIN_MS, undefined, { ref: false });
          continue;
        }
        keeper.failed(error);
        return undefined;
      }
    }
  }

  #seat(): void {
    // The same on every node, whatever was switched on first.
    const all = [...this.#posts].sort(([a], [b]) => (a.plugin < b.plugin ? -1 : 1)).flatMap(([keeper, posts]) => posts.map((post) => ({ post, keeper })));
    this.#seats = Map.groupBy(all, ({ post }) => post.department);
    this.#byBot = new Map(all.map((seat) => [participantOf(seat).id, seat]));
  }
}

const participantOf = ({ keeper, post }: Seat): Participant => ({ id: botParticipantId(`${keeper.plugin}.${post.id}`), kind: 'bot', name: post.name });

const visitorOf = ({ participants: [visitor] }: ConversationState): BotTurn['visitor'] => ({ id: visitor?.id ?? '', name: visitor?.name ?? '' });

/** Null for what says nothing to a bot. */
function cueOf(event: ConversationEvent): BotCue | null {
  switch (event.type) {
    case 'conversation.queued': return event.reason === 'started' ? { kind: 'begun' } : event.reason === 'returned' || event.reason === 'handed-over' ? { kind: 'returned' } : null;
    case 'conversation.assigned': return event.assignee.kind === 'bot' ? null : { kind: 'taken-over' };
    case 'message.posted': return event.publicSeq !== null && isVisitorId(event.by) ? { kind: 'said', text: event.body.text } : null;
    case 'conversation.closed': return { kind: 'ended', solved: false };
    case 'conversation.completed': return { kind: 'ended', solved: true };
    case 'message.rated': return { kind: 'rated', helpful: event.helpful, message: event.message };
    default: return null;
  }
}

const isAnswerOf = ({ answers = [] }: ConversationState, message: number, bot: string): boolean => answers.some((answer) => answer.message === message && answer.by === bot);

const roleAtEnd = ({ assignee }: ConversationState, bot: string): BotRole => (assignee === bot ? 'serves' : assignee === null ? 'engages' : 'assists');

/** It may have come from a process of its own. */
const codeOf = (error: unknown): unknown => (error instanceof RefusalError ? error.refusal.code : (Object(error) as { readonly code?: unknown }).code);

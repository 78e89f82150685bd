import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { BotWords, CommandOf } from '#domain/commands.ts';
import { RefusalError } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { ConversationEvent } from '#domain/events.ts';
import { botParticipantId, isVisitorId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import { botProgress, findParticipant, isEnded, isServedByBot } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import { within } from '../within.ts';
import type { BotAnswer, BotCue, BotPost, BotRole, BotSays, BotTurn } from './bot.ts';

/** How long a bot may take over one turn, ms. */
const TURN_BUDGET_MS = 20_000;
/** How often a bot is asked whose process has ended, and how soon again, ms. */
const TRIES = 5;
const AGAIN_MS = 1_000;
const ID = /^[a-z0-9-]{2,40}$/;
const MAX_NAME = 80;
const LEAST_WAKE_MS = 1_000;
const MOST_WAKE_MS = 86_400_000;
const MOST_POSTS = 500;
/** Things said in one turn. */
const MOST_SAID = 10;

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
  /** Resolves when it is on disk, or with why it never will be; also where the actor is gone. */
  readonly submit: (by: Participant, command: CommandOf<'bot.answer'>) => Promise<Refusal | null>;
}

interface Seat {
  readonly post: BotPost;
  readonly keeper: BotKeeper;
}

const text = z.string();
/** Whoever wrote the plugin: its answer has to be one. What the texts may be the chat decides. */
const answered = z.strictObject({
  says: z.array(z.union([z.strictObject({ kind: z.enum(['text', 'note', 'suggestion']), text }), z.strictObject({ kind: z.literal('quick-replies'), text, choices: z.array(text) })])).max(MOST_SAID).optional(),
  memory: z.unknown().optional(),
  wakeMs: z.number().min(LEAST_WAKE_MS).max(MOST_WAKE_MS).optional(),
  next: z.enum(['stay', 'hand-over', 'complete']).optional(),
});

/** What the last turn of a chat left, which the log has as well. */
interface Kept {
  bot: string;
  turn: number;
  memory: string;
}

/** The bots' part in one chat. */
export interface BotsInChat {
  /** From the log, one event after the other: a promise where a bot has something to say to it. */
  readonly hear: (event: ConversationEvent) => Promise<void> | undefined;
  /** Nothing was said for as long as the bot wanted. */
  readonly silence: () => void;
}

/** The bots of all plugins that are active on this node, and what they say to what happens in chats. */
export class Bots {
  readonly #posts = new Map<BotKeeper, readonly BotPost[]>();
  #seats: ReadonlyMap<string, Seat> = new Map();

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
    const seat = this.#seats.get(department);
    return seat?.post.first === true ? participantOf(seat) : null;
  }

  in(chat: BotChat): BotsInChat {
    const kept: Kept = { bot: '', turn: 0, memory: '' };
    const take = (cue: BotCue, { at, by, seq }: Pick<ConversationEvent, 'at' | 'by' | 'seq'>): Promise<void> | undefined => {
      const state = chat.state();
      const seat = this.#seats.get(state.department);
      if (isEnded(state) || (seat === undefined && !isServedByBot(state))) return undefined;
      const bot = seat && participantOf(seat);
      if (seat === undefined || bot === undefined || (isServedByBot(state) && state.assignee !== bot.id)) return this.#leave(seq, chat, state);
      const role = roleOf(state, bot.id, seat.post);
      const own = by === bot.id && cue.kind !== 'silence';
      if (role === null || own || seq <= (botProgress(state, bot.id)?.turn ?? 0)) return undefined;
      // A greeting is for who waits, and only the first word.
      if (cue.kind === 'begun' && role === 'assists') return undefined;
      return this.#turn(seat, bot, chat, kept, { at, cue, role, seq, state });
    };
    /** What is under way of a silence: the log waits for it. */
    let silent: Promise<void> | undefined;
    const hear = (event: ConversationEvent): Promise<void> | undefined => {
      const cue = cueOf(event);
      if (cue === null) return undefined;
      return silent === undefined ? take(cue, event) : silent.then(() => take(cue, event));
    };
    return {
      hear,
      silence: () => {
        const { at, bots: [progress] } = chat.state();
        if (silent !== undefined || progress === undefined) return;
        silent = take({ kind: 'silence' }, { at: Math.max(at, progress.wakeAt ?? at), by: progress.bot, seq: progress.memoryAt })?.catch(() => {}).finally(() => (silent = undefined));
      },
    };
  }

  /** The bot that has the chat works here no more. */
  #leave(seq: number, chat: BotChat, state: ConversationState): Promise<void> | undefined {
    const bot = state.assignee === null ? undefined : findParticipant(state, state.assignee);
    if (bot?.kind !== 'bot') return undefined;
    return chat.submit(bot, { type: 'bot.answer', turn: seq, says: [], memory: 'null', wakeMs: null, next: 'hand-over' }).then(() => {});
  }

  async #turn({ keeper, post }: Seat, bot: Participant, chat: BotChat, kept: Kept, { at, cue, role, seq, state }: { at: number; seq: number; cue: BotCue; role: BotRole; state: ConversationState }): Promise<void> {
    const [visitor] = state.participants;
    const { conversation } = chat;
    const progress = botProgress(state, bot.id);
    const before = progress === undefined ? 'null' : progress.bot === kept.bot && progress.turn === kept.turn ? kept.memory : await chat.memory(progress.memoryAt);
    // Nobody is left alone with a bot that is out of order.
    const silent = { says: [], memory: before, wakeMs: null, next: 'hand-over' } as const;
    const submit = (answer: Omit<CommandOf<'bot.answer'>, 'turn' | 'type'>): Promise<Refusal | null> => chat.submit(bot, { type: 'bot.answer', turn: seq, ...answer });
    const given = await this.#ask(keeper, {
      bot: post.id, conversation, turn: seq, cue, role, locale: state.locale, memory: JSON.parse(before) as unknown, at,
      visitor: { id: visitor?.id ?? '', name: visitor?.name ?? '' },
    });
    const answer = given === undefined ? silent : commandOf(given, before);
    const refusal = await submit(answer);
    if (refusal === null) return void Object.assign(kept, { bot: bot.id, turn: seq, memory: answer.memory });
    keeper.failed(new Error(`a bot answered what no chat takes: ${refusal.code}`));
    if (given !== undefined) await submit(silent);
  }

  /** Undefined where it fails, which is told to its keeper. */
  async #ask(keeper: BotKeeper, turn: BotTurn): Promise<BotAnswer | undefined> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#askOnce(keeper, turn);
      if (!(answer instanceof Error)) return answer;
      // Its process has ended, and is started again.
      if (attempt < TRIES && answer instanceof RefusalError && answer.refusal.code === 'plugin.crashed') await sleep(AGAIN_MS, undefined, { ref: false });
      else {
        keeper.failed(answer);
        return undefined;
      }
    }
  }

  async #askOnce(keeper: BotKeeper, turn: BotTurn): Promise<BotAnswer | Error> {
    try {
      const answer = answered.parse((await within(keeper.answer(turn), TURN_BUDGET_MS)) ?? {}) as BotAnswer;
      keeper.answered();
      return answer;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #seat(): void {
    const seats = new Map<string, Seat>();
    for (const [keeper, posts] of this.#posts) {
      for (const post of posts) if (!seats.has(post.department) && (post.first || post.queued || post.assists)) seats.set(post.department, { post, keeper });
    }
    this.#seats = seats;
  }
}

const participantOf = ({ keeper, post }: Seat): Participant => ({ id: botParticipantId(`${keeper.plugin}.${post.id}`), kind: 'bot', name: post.name });

/** Null for what says nothing to a bot. */
function cueOf(event: ConversationEvent): BotCue | null {
  switch (event.type) {
    case 'conversation.queued': return event.reason === 'started' ? { kind: 'begun' } : event.reason === 'returned' ? { kind: 'returned' } : null;
    case 'conversation.assigned': return event.assignee.kind === 'bot' ? null : { kind: 'taken-over' };
    case 'message.posted': return event.publicSeq !== null && isVisitorId(event.by) ? { kind: 'said', text: event.body.text } : null;
    default: return null;
  }
}

/** Null where it has nothing to do in the chat as it is. */
function roleOf({ assignee, status }: ConversationState, bot: string, { assists, queued }: BotPost): BotRole | null {
  if (assignee === bot) return 'serves';
  if (status === 'queued') return queued ? 'engages' : null;
  return assists ? 'assists' : null;
}

function wordsOf(says: BotSays): BotWords {
  const { kind, text } = says;
  if (kind === 'note') return { kind: 'text', body: { text }, audience: 'agents' };
  if (kind === 'suggestion') return { kind, body: { text }, audience: 'agents' };
  return { kind, body: kind === 'quick-replies' ? { text, choices: says.choices } : { text }, audience: 'public' };
}

function commandOf({ memory, next = 'stay', says = [], wakeMs }: BotAnswer, before: string): Omit<CommandOf<'bot.answer'>, 'turn' | 'type'> {
  return { says: says.map(wordsOf), memory: memory === undefined ? before : (JSON.stringify(memory) ?? 'null'), wakeMs: wakeMs ?? null, next };
}

/** They come from a plugin's author. */
function checkPosts(posts: readonly BotPost[]): void {
  const fail = (why: string): never => {
    throw new RefusalError('input.invalid', { fields: { posts: why } });
  };
  if (!Array.isArray(posts) || posts.length > MOST_POSTS) fail(`a list of at most ${MOST_POSTS}`);
  const ids = new Set<string>();
  for (const { assists, department, first, id, name, queued } of posts) {
    if (typeof id !== 'string' || !ID.test(id) || ids.has(id)) fail('ids of 2 to 40 lower case letters, digits and dashes, each once');
    if (typeof name !== 'string' || name.trim() === '' || name.length > MAX_NAME) fail(`names of 1 to ${MAX_NAME} characters`);
    if (typeof department !== 'string' || ![assists, first, queued].every((flag) => typeof flag === 'boolean')) fail('a department, and what it does there');
    ids.add(id);
  }
}

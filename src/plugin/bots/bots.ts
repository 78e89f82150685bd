import type { Participant } from '#domain/participant.ts';
import { isServedByBot } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import type { BotPost, BotRole } from './bot.ts';
import { InChat } from './in-chat.ts';
import type { BotChat, BotsInChat } from './in-chat.ts';
import { checkPosts } from './read.ts';
import { participantOf } from './seat.ts';
import type { BotKeeper, Seat, Seats } from './seat.ts';

const NOBODY: readonly string[] = [];

/** The bots of all plugins that are active on this node: which of them works where. */
export class Bots implements Seats {
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
    return new InChat(this, chat);
  }

  of(bot: string): Seat | undefined {
    return this.#byBot.get(bot);
  }

  namesIn(state: ConversationState): readonly string[] {
    const seats = this.#seats.get(state.department);
    const served = isServedByBot(state) ? state.assignee : null;
    // Asked for every event of every chat, most of which have none.
    if (seats === undefined && served === null && state.bots.length === 0) return NOBODY;
    return [...new Set([...(seats ?? []).map((seat) => participantOf(seat).id), ...(served === null ? [] : [served]), ...state.bots.map(({ id }) => id)])];
  }

  /** One bot talks to a visitor; any number suggest to an agent. */
  roleOf(state: ConversationState, bot: string, { post }: Seat): BotRole | null {
    if (state.assignee === bot) return 'serves';
    if (state.botsPaused === true || isServedByBot(state) || post.department !== state.department) return null;
    if (state.status !== 'queued') return post.assists ? 'assists' : null;
    const engaged = this.#seats.get(state.department)?.find(({ post: { queued } }) => queued);
    return engaged !== undefined && participantOf(engaged).id === bot ? 'engages' : null;
  }

  #seat(): void {
    // The same on every node, whatever was switched on first.
    const all = [...this.#posts].sort(([a], [b]) => (a.plugin < b.plugin ? -1 : 1)).flatMap(([keeper, posts]) => posts.map((post) => ({ post, keeper })));
    this.#seats = Map.groupBy(all, ({ post }) => post.department);
    this.#byBot = new Map(all.map((seat) => [participantOf(seat).id, seat]));
  }
}

import { isClosed } from './hours.ts';
import { bots } from './library.ts';
import type { Own } from './own.ts';

/** How often a node looks whether another has changed a bot, ms. */
const LOOK_EVERY_MS = 2_000;

/** Where the bots of this node work. */
export class Posts {
  readonly #looking = new Map<Own, NodeJS.Timeout>();
  #told = '';

  async begin(ctx: Own): Promise<void> {
    await this.tell(ctx);
    this.#looking.set(ctx, setInterval(() => void this.#look(ctx), LOOK_EVERY_MS).unref());
  }

  /** No activation is under way: with new values there are two for a moment. */
  get isIdle(): boolean {
    return this.#looking.size === 0;
  }

  end(ctx: Own): void {
    clearInterval(this.#looking.get(ctx));
    this.#looking.delete(ctx);
  }

  async tell(ctx: Own): Promise<void> {
    const posts = await postsOf(ctx);
    await ctx.bots.posts(posts);
    this.#told = JSON.stringify(posts);
  }

  async #look(ctx: Own): Promise<void> {
    try {
      const posts = await postsOf(ctx);
      if (JSON.stringify(posts) !== this.#told && this.#looking.has(ctx)) await this.tell(ctx);
    } catch (error) {
      ctx.log('it could not be seen whether bots have changed', { error: String(error) });
    }
  }
}

const postsOf = async (ctx: Own) => (await bots(ctx)).filter(({ profile: { department } }) => department !== '').map(({ profile: { assists, closed, department, first, hours, id, name, queued } }) =>
  ({ id, name, department, first: first || (closed && isClosed(hours, Date.now())), queued, assists }));

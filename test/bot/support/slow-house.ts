import { setTimeout as after } from 'node:timers/promises';
import type { BotTurn } from '#plugin/bots/bot.ts';
import { Brains } from '../../../plugins/bot/brain.ts';
import { open } from '../../../plugins/bot/compat/door.ts';
import { functionPool } from '../../../plugins/bot/compat/functions.ts';
import { Lanes } from '../../../plugins/bot/compat/lanes.ts';
import { Minds } from '../../../plugins/bot/compat/mind.ts';
import { newKey } from '../../../plugins/bot/compat/keys.ts';
import { Counts } from '../../../plugins/bot/counts.ts';
import { bot, make } from '../../../plugins/bot/library.ts';
import { Gate } from '../../../plugins/bot/outside/gate.ts';
import { Records } from '../../../plugins/bot/record/record.ts';
import { config, type Own } from '../../../plugins/bot/own.ts';
import { act } from '../../../plugins/bot/page.ts';
import { newProfile, type Profile } from '../../../plugins/bot/profile.ts';
import { answerIn } from '../../../plugins/bot/turn.ts';
import { BotClient } from '../compat-client.ts';

/** As long as a write takes while people talk, in small: ms. */
const COMMIT_MS = 10;

/** What the plugin keeps, on a store whose writes are there a while after they began, and what happened to it. */
export class SlowData {
  readonly kept = new Map<string, string>();
  readonly reads: string[] = [];
  readonly written: string[] = [];
  /** Writes that were under way at once. */
  most = 0;
  #writing = 0;

  get = async (key: string): Promise<unknown> => {
    this.reads.push(key);
    return this.peek(key);
  };

  set = (key: string, value: unknown): Promise<void> => this.#write(key, () => this.kept.set(key, JSON.stringify(value)));

  replace = async (key: string, from: unknown, value: unknown): Promise<boolean> => {
    let isDone = false;
    await this.#write(key, () => {
      isDone = this.kept.get(key) === (from == null ? undefined : JSON.stringify(from));
      if (isDone) this.kept.set(key, JSON.stringify(value));
    });
    return isDone;
  };

  delete = (key: string): Promise<void> => this.#write(key, () => this.kept.delete(key));

  keys = async (behind = ''): Promise<readonly string[]> => [...this.kept.keys()].filter((key) => key > behind).sort().slice(0, 100);

  entries = async (prefix: string, behind = ''): Promise<readonly { readonly key: string; readonly value: unknown }[]> => {
    this.reads.push(prefix);
    const keys = [...this.kept.keys()].filter((key) => key.startsWith(prefix) && key > behind).sort().slice(0, 100);
    return keys.map((key) => ({ key, value: this.peek(key) }));
  };

  peek(key: string): unknown {
    const value = this.kept.get(key);
    return value === undefined ? undefined : (JSON.parse(value) as unknown);
  }

  async #write(key: string, commit: () => unknown): Promise<void> {
    this.most = Math.max(this.most, ++this.#writing);
    await after(COMMIT_MS);
    this.#writing--;
    this.written.push(key);
    commit();
  }
}

/** The plugin on a slow store, with a bot. */
export class SlowHouse {
  readonly data: SlowData;
  readonly logs: string[] = [];
  readonly ctx: Own;
  readonly around = { brains: new Brains(), minds: new Minds(), counts: new Counts(), records: new Records(), lanes: new Lanes(), gate: new Gate(), pool: functionPool(), changed: async () => {} };
  readonly bot = 'robin';

  /** With the data of another one it is another node of the same cluster. */
  constructor(data = new SlowData()) {
    this.data = data;
    this.ctx = { data, log: (message: string) => void this.logs.push(message), config: config.parse({}), bots: { posts: async () => {} } } as unknown as Own;
  }

  static async open(): Promise<SlowHouse> {
    const house = new SlowHouse();
    await make(house.ctx, newProfile(house.bot, 'Robin', 'd1', 'en'));
    return house;
  }

  async do<T>(action: string, given: object = {}): Promise<T> {
    const outcome = await act(this.ctx, { slot: 'bots', action, values: { json: JSON.stringify({ bot: this.bot, ...given }) }, viewer: { kind: 'agent', id: '1', name: 'Lin', role: 'supervisor' } } as never, this.around);
    return (outcome as { readonly data: T }).data;
  }

  /** What a chat hears, and what the bot remembers of it. */
  async say(text: string, memory: unknown = null): Promise<{ readonly texts: readonly string[]; readonly memory: unknown }> {
    const turn: BotTurn = { bot: this.bot, conversation: 'c1', turn: 1, cue: { kind: 'said', text }, role: 'serves', visitor: { id: 'v1', name: '' }, locale: 'en', memory, at: Date.now() };
    const answer = await answerIn(this.ctx, turn, this.around);
    return { texts: answer?.says?.map((says) => says.text) ?? [], memory: answer?.memory ?? null };
  }

  /** By the secret of the bot; without it by a new one, after which earlier ones are of no use. */
  async client(given?: string): Promise<BotClient> {
    const secret = given ?? (await newKey(this.ctx, this.bot, 0)).secret;
    return new BotClient({ request: (request) => open(this.ctx, { encoding: 'utf8', headers: {}, query: {}, rawQuery: '', rawBody: '', ...request } as never, this.around) }, this.bot, secret);
  }

  async profile(): Promise<Profile | undefined> {
    return (await bot(this.ctx, this.bot))?.profile;
  }
}

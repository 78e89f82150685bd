import { EventEmitter } from 'node:events';
import { RedisPresence } from '@colyseus/redis-presence';
import { redisOptions } from './redis-options.ts';

type Callback = (message: unknown) => void;

/** All rooms' and seats' channels travel on this one; they carry only joins of foreign SDKs. */
const SHARED = 'parlor:rooms';

const HOLD = `local held = redis.call("get", KEYS[1])
if not held or held == ARGV[1] then redis.call("set", KEYS[1], ARGV[1], "PX", ARGV[2]) end
return held`;

/** How often both lines are asked whether they are alive, ms: of one that is half open nobody tells. */
const BEAT_MS = 1_000;

type Line = RedisPresence['pub'];

/** Whether a line answers. One that is open and does not is made anew; ioredis gives up one that is told so while it connects. */
async function answered(line: Line, ask: () => Promise<unknown>): Promise<boolean> {
  let closed = false;
  const close = (): void => void (closed = true);
  line.once('close', close);
  try {
    await ask();
    return true;
  } catch {
    if (!closed) line.disconnect(true);
    return false;
  } finally {
    line.off('close', close);
  }
}

const isPerRoom = (topic: string): boolean => topic.startsWith('$') || topic.startsWith('ipc:');

/**
 * Colyseus subscribes one channel a room and one a remote seat: at ten thousand rooms a node would hold ten thousand
 * subscriptions. Here they share a channel; what a node publishes to its own rooms does not travel at all.
 */
export class ClusterPresence extends RedisPresence {
  readonly #topics = new EventEmitter().setMaxListeners(0);
  readonly #beat: NodeJS.Timeout;
  #shared: Promise<unknown> | undefined;
  /** Whether what others publish for this node arrives. */
  #hears = false;
  readonly #opened = Promise.withResolvers<void>();
  /** Called when this node hears others again after a time in which it may have missed something. */
  resubscribed: (() => void) | undefined;

  constructor(address: string) {
    super(redisOptions(address));
    this.#beat = setInterval(() => this.#keepAlive(), BEAT_MS);
    this.#beat.unref();
    this.sub.on('close', () => {
      this.#hears = false;
    });
  }

  /** The line for everything but subscriptions. */
  get client(): Line {
    return this.pub;
  }

  override shutdown(): void {
    clearInterval(this.#beat);
    super.shutdown();
  }

  protected override resubscribeAll(): void {
    const topics = this.subscriptions.eventNames().filter((topic) => typeof topic === 'string');
    void answered(this.sub, async () => topics.length === 0 || this.sub.subscribe(...topics)).then((done) => {
      // The answer of a line that is closed by now may come after that of the next one.
      if (!done) return;
      this.#hears = true;
      this.#opened.resolve();
      this.resubscribed?.();
    });
  }

  #keepAlive(): void {
    for (const line of [this.pub, this.sub]) if (line.status === 'ready') void answered(line, () => line.ping());
  }

  override async subscribe(topic: string, callback: Callback): Promise<this> {
    if (!isPerRoom(topic)) return super.subscribe(topic, callback);
    this.#topics.on(topic, callback);
    await (this.#shared ??= super.subscribe(SHARED, ([to, data]: [string, unknown]) => this.#topics.emit(to, data)));
    return this;
  }

  override async unsubscribe(topic: string, callback?: Callback): Promise<this> {
    if (!isPerRoom(topic)) return super.unsubscribe(topic, callback);
    if (callback === undefined) this.#topics.removeAllListeners(topic);
    else this.#topics.off(topic, callback);
    return this;
  }

  override async publish(topic: string, data: unknown): Promise<void> {
    if (!isPerRoom(topic)) return super.publish(topic, data);
    if (this.#topics.emit(topic, data ?? false)) return;
    await super.publish(SHARED, [topic, data ?? false]);
  }

  /** As publish; answers how many heard it: nobody, where a node is gone or its line is down. */
  reach(topic: string, data: unknown): Promise<number> {
    return this.pub.publish(topic, JSON.stringify(data));
  }

  /** Sets with a life time in ms. Rejects when Redis does not answer. */
  async setFor(key: string, value: string, ms: number): Promise<void> {
    await this.pub.set(key, value, 'PX', ms);
  }

  /**
   * Sets with a life time in ms where the key is free or holds this value already; answers what it held before the
   * call: null where it was free, another's value where nothing was set. Rejects while this node would not hear what
   * those who see the value send to it.
   */
  async hold(key: string, value: string, ms: number): Promise<string | null> {
    await this.#opened.promise;
    if (!this.#hears) throw new Error('this node does not hear the others');
    const held: unknown = await this.pub.eval(HOLD, 1, key, value, ms);
    return typeof held === 'string' ? held : null;
  }

  /** Colyseus' counters, which nobody here reads: it does not hear whether they were set. */
  override hset(key: string, field: string, value: string): Promise<boolean> {
    return super.hset(key, field, value).catch(() => false);
  }

  async hsetnx(key: string, field: string, value: string): Promise<boolean> {
    return (await this.pub.hsetnx(key, field, value)) === 1;
  }

  /** Deletes only what still holds this value. */
  async deleteIf(key: string, value: string): Promise<void> {
    await this.pub.eval('if redis.call("get", KEYS[1]) == ARGV[1] then return redis.call("del", KEYS[1]) end', 1, key, value);
  }

  async mget(keys: readonly string[]): Promise<readonly (string | null)[]> {
    return keys.length === 0 ? [] : this.pub.mget(...keys);
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { freePort } from '../support/ports.ts';
import { serverEnv } from '../support/server-env.ts';
import type { Link } from './schedule.ts';

const root = resolve(import.meta.dirname, '../..');
const CLOCK = join(import.meta.dirname, 'wrong-clock.ts');

export interface NodePlace {
  readonly name: string;
  /** Where its database and its Redis are, before the proxies. */
  readonly databasePort: number;
  readonly redisPort: number;
  readonly database: string;
  /** The file that is run: the server, or one that plants a fault first. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  /** No proxies: nothing befalls the links, and what they cost is left to the nodes. */
  readonly direct: boolean;
  /** Its log goes here. */
  readonly dir: string;
}

/** How a node is started: it reaches the others, and they it, through these links only. */
export function environmentOf({ database, dir, env, name }: Omit<NodePlace, 'databasePort' | 'direct' | 'redisPort' | 'entry'>, port: number, links: Readonly<Record<Link, { readonly port: number }>>, clockOffMs: number): NodeJS.ProcessEnv {
  return {
    ...serverEnv, PORT: String(port), HOST: '127.0.0.1', NODE_NAME: name, NODE_URL: `ws://127.0.0.1:${links.peers.port}`, DATA_DIR: dir,
    DATABASE_URL: `mysql://${name}@127.0.0.1:${links.database.port}/${database}`, REDIS_URL: `redis://127.0.0.1:${links.redis.port}`, ...env,
    ...(clockOffMs === 0 ? {} : { NODE_OPTIONS: `--import=${CLOCK}`, CLOCK_OFF_MS: String(clockOffMs) }),
  };
}

/** One node's process, and the proxies through which, unless it is `direct`, everybody reaches it and it reaches what it needs. */
export class Node {
  readonly name: string;
  readonly port: number;
  readonly proxies: Readonly<Record<Link, TcpProxy>>;
  readonly #place: NodePlace;
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  /** A fault has it in hands. */
  busy = false;
  /** What it logged as an error, by message. */
  readonly errors = new Map<string, number>();
  /** How it ended without being asked to, each time. */
  readonly deaths: string[] = [];
  #asked = false;

  private constructor(place: NodePlace, port: number, proxies: Readonly<Record<Link, TcpProxy>>) {
    this.name = place.name;
    this.port = port;
    this.proxies = proxies;
    this.#place = place;
    this.#log = createWriteStream(join(place.dir, `${place.name}.log`), { flags: 'a' });
  }

  static async at(place: NodePlace): Promise<Node> {
    const port = await freePort();
    const host = '127.0.0.1';
    const [clients, redis, database, peers] = await Promise.all([port, place.redisPort, place.databasePort, port].map((target) => TcpProxy.open({ host, port: target })));
    return new Node(place, port, { clients: clients!, redis: redis!, database: database!, peers: peers! });
  }

  /** How it is reached, and what it needs. */
  get #links(): Readonly<Record<Link, { readonly port: number }>> {
    const { databasePort, direct, redisPort } = this.#place;
    const own = { port: this.port };
    return direct ? { clients: own, peers: own, redis: { port: redisPort }, database: { port: databasePort } } : this.proxies;
  }

  /** Where clients reach it. */
  get origin(): string {
    return `http://127.0.0.1:${this.#links.clients.port}`;
  }

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * Resolves when it listens; each node has a database account of its own, so that the database knows who writes. Its
   * clock is `clockOffMs` ahead, or back where that is negative, until {@link setClockRight}.
   */
  async start(clockOffMs = 0): Promise<void> {
    const { dir, entry, name } = this.#place;
    const child = spawn(process.execPath, [entry], {
      cwd: root,
      env: environmentOf(this.#place, this.port, this.#links, clockOffMs),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#asked = false;
    const listening = Promise.withResolvers<void>();
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.#log.write(`${line}\n`);
      if (line.includes('"listening"')) listening.resolve();
      if (line.includes('"level":50') || line.includes('"level":60')) this.#count(line);
    });
    child.stderr.on('data', (text: Buffer) => this.#log.write(text));
    let listens = false;
    child.once('exit', (code, signal) => {
      const how = `ended with ${code ?? signal}`;
      if (listens && !this.#asked) this.deaths.push(`${how}: see ${dir}/${name}.log`);
      listening.reject(new Error(`${name} ${how} before it listened: see ${dir}/${name}.log`));
    });
    await listening.promise;
    listens = true;
  }

  /** Only for one that was started with a wrong clock: any other would end. */
  setClockRight(): void {
    this.signal('SIGUSR2');
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** Sends the signal and waits for the end; the exit code, or the signal that ended it. `gone` for one that has ended before. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | NodeJS.Signals | 'gone'> {
    const child = this.#child;
    if (child === undefined || !this.running) return 'gone';
    this.#asked = true;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [code, by] = (await gone) as [number | null, NodeJS.Signals];
    return code ?? by;
  }

  /** The most memory that this process ever held, MB. */
  async peakMb(): Promise<number> {
    const status = this.running ? await readFile(`/proc/${this.#child!.pid}/status`, 'utf8') : '';
    return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
  }

  async close(): Promise<void> {
    this.signal('SIGCONT');
    await this.end('SIGKILL');
    for (const proxy of Object.values(this.proxies)) proxy.close();
    this.#log.end();
  }

  #count(line: string): void {
    const { msg, err } = JSON.parse(line) as { readonly msg: string; readonly err?: { readonly message?: string } };
    const words = `${msg}: ${err?.message ?? ''}`.slice(0, 160).replaceAll(/[0-9A-Z]{26}|\d+/g, '#');
    this.errors.set(words, (this.errors.get(words) ?? 0) + 1);
  }
}

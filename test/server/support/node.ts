import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { whenFinished } from '../../support/at-once.ts';
import { migratedMysqlUrl, migratedSqliteUrl } from '../../support/migrated.ts';
import { serverEntry, serverSource } from '../../support/packed-server.ts';
import { serverEnv } from '../../support/server-env.ts';
import { freshRedisUrl } from '../../support/services.ts';
import { tempDir } from '../../support/temp.ts';

export const engines = ['sqlite', 'mysql'] as const;
export type Engine = (typeof engines)[number];

export const ADMIN_PASSWORD = 'correct-horse-battery';
const root = resolve(import.meta.dirname, '../../..');

/** Where a server's data is; it outlives the processes that are started on it. */
export interface Place {
  readonly engine: Engine;
  readonly databaseUrl: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A database with nothing in it for the calling test. In a hook, name the folder. */
export async function freshPlace(engine: Engine, folder?: string): Promise<Place> {
  const dir = folder ?? (await tempDir());
  const databaseUrl = await (engine === 'mysql' ? migratedMysqlUrl() : migratedSqliteUrl(dir));
  return { engine, databaseUrl, env: { DATA_DIR: dir, DATABASE_URL: databaseUrl } };
}

/** A database with nothing in it and an empty Redis, for several nodes. In a hook, name the folder. */
export async function freshCluster(folder?: string): Promise<Place> {
  const place = await freshPlace('mysql', folder);
  return { ...place, env: { ...place.env, REDIS_URL: await freshRedisUrl() } };
}

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly err?: { readonly message?: string };
}

/** One server process. */
export interface ServerNode {
  readonly name: string;
  readonly port: number;
  readonly origin: string;
  readonly pid: number;
  /** What it has logged so far. */
  readonly log: readonly LogLine[];
  /** `kill -9`, and its end. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
  signal(name: NodeJS.Signals): void;
  /** The exit code of a server that ends by itself; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Resident memory, MB. */
  memory(): Promise<number>;
}

export interface NodeOptions {
  readonly name?: string;
  /** Default: a free one. One that is to be restarted needs a {@link freePort}: the engine reuses only ports that it was given. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** A module that is loaded before it and changes its modules: it runs from its source. */
  readonly altered?: string;
}

/** Starts a server and waits until it listens. Ends with the calling test. */
export async function startNode(place: Place, options: NodeOptions = {}): Promise<ServerNode> {
  const starting = launch(place, options);
  whenFinished(() => starting.end());
  return starting.node;
}

/** A server process on its way up; `end` ends it at once, whatever its state. */
export function launch(place: Place, { name = 'node-1', port = 0, env = {}, altered }: NodeOptions = {}): { readonly node: Promise<ServerNode>; end(): Promise<void> } {
  const child = spawn(process.execPath, altered === undefined ? [serverEntry()] : [`--import=${altered}`, serverSource], {
    cwd: root,
    env: { ...serverEnv, PORT: String(port), HOST: '127.0.0.1', NODE_NAME: name, ADMIN_PASSWORD, PLUGIN_FILTER_WAIT: '10', PLUGIN_PRIORITY: 'low', ...place.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: LogLine[] = [];
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const kill = async (): Promise<void> => void (await end(child, 'SIGKILL'));
  const node = listening(child, log).then((bound) => ({
    name, port: bound, origin: `http://127.0.0.1:${bound}`, pid: child.pid!, log, kill, ended,
    stop: () => end(child, 'SIGTERM'),
    signal: (signal: NodeJS.Signals) => void child.kill(signal),
    memory: () => residentMb(child.pid!),
  }));
  return { node, end: kill };
}

/** The process that follows one which has ended, on its port and under its name. */
export const restart = (place: Place, node: ServerNode, env: NodeOptions['env'] = {}): Promise<ServerNode> =>
  startNode(place, { name: node.name, port: node.port, env });

async function listening(child: ChildProcess, log: LogLine[]): Promise<number> {
  const errors: string[] = [];
  child.stderr!.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const bound = Promise.withResolvers<number>();
  createInterface({ input: child.stdout! }).on('line', (text) => {
    if (!text.startsWith('{')) return;
    const line = JSON.parse(text) as LogLine & { port?: number };
    log.push(line);
    if (process.env['PARLOR_TEST_LOG'] && line.level > 30) console.log(text);
    if (line.msg === 'listening') bound.resolve(line.port!);
  });
  child.once('exit', (code) => bound.reject(new Error(`the server ended with ${code} before it listened\n${errors.join('')}${JSON.stringify(log)}`)));
  return bound.promise;
}

const running = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (running(child)) {
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
  return child.exitCode;
}

async function residentMb(pid: number): Promise<number> {
  const match = /VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'));
  return Number(match?.[1] ?? 0) / 1024;
}

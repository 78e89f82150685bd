import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { passwordFlaw } from '#domain/password-rules.ts';

const text = z.string().trim().min(1, 'something that is not blank');
const ORIGIN = 'an origin such as https://chat.example.com, without a path';
const origin = z.string().trim().regex(/^https?:\/\/[^/\s]+$/, ORIGIN);
const DATABASES = 'sqlite:, sqlite:<path> or mysql://user:password@host:port/database';

const whole = (least: number, most: number) => {
  const allowed = `a whole number from ${least} to ${most}`;
  return z.coerce.number(allowed).int(allowed).min(least, allowed).max(most, allowed);
};

/** A duration in seconds, given as ms to those who use it. */
const seconds = (fallback: number, description: string, { orNone = false } = {}): z.ZodType<number> => {
  const allowed = `seconds, ${orNone ? '0 or more' : 'more than 0'} and at most 86400`;
  const number = z.coerce.number(allowed);
  return (orNone ? number.nonnegative(allowed) : number.positive(allowed)).max(86_400, allowed).default(fallback).transform((s) => s * 1000).describe(description);
};

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) => z.enum(values, `one of ${values.join(', ')}`);

/** Whether an address names what the store needs of it. */
function isStoreUrl(url: string): boolean {
  if (url.startsWith('sqlite:')) return true;
  if (!url.startsWith('mysql://') || !URL.canParse(url)) return false;
  const { hostname: host, pathname } = new URL(url);
  return host !== '' && pathname.length > 1;
}

const schema = z.object({
  PORT: whole(0, 65_535).default(8000).describe('TCP port; 0 picks a free one'),
  HOST: text.default('0.0.0.0').describe('address to listen on'),
  DATA_DIR: text.default('./data').describe('folder of the default database'),
  MAX_FILE_MB: whole(1, 200).default(20).describe('largest file that somebody may send, MB; behind a proxy, let it pass as much'),
  MAX_UNSENT_MB: whole(1, 1_000_000).default(1_024).describe('all files together that people have uploaded and not sent yet, MB; more than one of the largest files'),
  PUBLIC_URL: origin.optional().describe('where people reach this server, when a proxy or a name stands before it'),
  NODE_NAME: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, '1 to 40 letters, digits, - and _').default(hostname().replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 40) || 'node').describe('name of this node, its own in the whole cluster (a start waits some seconds for a name in use, then fails): sockets reach it at /<name>/socket'),
  ADMIN_PASSWORD: text.refine((password) => passwordFlaw(password, 'admin') === null, '10 to 256 characters, and not the login itself').optional().describe('password of the first administrator; used until that account has one that somebody chose'),
  DATABASE_URL: z.string().refine(isStoreUrl, DATABASES).default('sqlite:').describe('the store'),
  REDIS_URL: z.string().refine((url) => /^rediss?:\/\/[^/]/.test(url) && URL.canParse(url), 'redis://host:port').optional().describe('joins nodes into a cluster, which shares a mysql:// database; without it this one is alone'),
  NODE_URL: z.string().refine((url) => /^wss?:\/\/[^/?#\s]+$/.test(url) && URL.canParse(url), 'ws://host:port').optional().describe('where other nodes reach the sockets of this one; by default its first address and PORT'),
  CORS_ORIGINS: z.string().default('').transform((list) => list.split(',').map((item) => item.trim()).filter((item) => item !== '')).pipe(z.array(z.string().regex(/^https?:\/\/[^/\s]+$/, `each ${ORIGIN}, separated by commas`))).describe('other origins whose pages may call the API, separated by commas'),
  PRIVATE_HOSTS: z.string().default('').transform((list) => list.split(',').map((item) => item.trim().toLowerCase()).filter((item) => item !== '')).pipe(z.array(z.string().regex(/^(?:\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/, 'each host or host:port, separated by commas'))).describe('servers that plugins may call although their address is private, separated by commas: host or host:port'),
  PLUGIN_PACKAGES: z.string().default('').transform((list) => list.split(',').map((item) => item.trim()).filter((item) => item !== '')).pipe(z.array(z.string().regex(/^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i, 'each the name of an npm package, separated by commas'))).describe('npm packages that bring plugins, separated by commas: each is read from node_modules and runs in a process of its own'),
  PLUGIN_LIMITS: oneOf(['required', 'none']).default('required').describe('whether plugins from outside need a system that can take files, sockets and memory from their processes (Linux with util-linux); none runs them without'),
  PLUGIN_FILTER_WAIT: seconds(0.25, 'how long a message waits for the filter of a plugin from outside before it goes on as it is, s'),
  PLUGIN_PRIORITY: oneOf(['idle', 'low']).default('idle').describe('what plugins from outside get of cores that are busy: idle is nothing, low about a tenth of one, for machines whose cores are always wanted'),
  TRUSTED_PROXIES: whole(0, 10).default(0).describe('how many proxies in front add to X-Forwarded-For'),
  METRICS_TOKEN: text.optional().describe('opens /metrics to whoever sends it as Bearer; without it only this machine may read'),
  TRANSPORT: oneOf(['uws', 'ws']).optional().describe('forces the socket engine; by default uws where it loads'),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('least severe line that is logged'),
  QUEUE_GRACE: seconds(120, 'how long a waiting visitor who dropped off keeps the place, s'),
  TRANSFER_TIMEOUT: seconds(60, 'how long an agent has to answer a transfer, s'),
  HEARTBEAT: seconds(20, 'silence after which a client asks whether the line is alive, s'),
  TRIM_AFTER: seconds(60, 'quiet time after which a chat keeps only what it needs in memory, s'),
  PASSIVATE_AFTER: seconds(300, 'quiet time after which a chat without sockets leaves memory, s'),
  DRAIN_NOTICE: seconds(3, 'how long a node of a cluster says that it drains before it does, s: longer than a balancer takes to hear it', { orNone: true }),
  VISITOR_RATE: z.coerce.number('a number above 0').positive('a number above 0').default(10).describe('frames a second that a visitor may send in the long run; bursts of four times as many'),
});

export type Config = z.output<typeof schema>;

/** What is wrong with the configuration, a line a variable. Values that may be secret are not in it. */
export class ConfigError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment. Throws a ConfigError that names every variable that is not usable, and what it may be. */
export function readConfig(env: Environment): Config {
  const known = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, env[name] === '' ? undefined : env[name]]));
  const parsed = schema.safeParse(known);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${given(String(path[0]), env)} is not usable: ${message}`);
    throw new ConfigError([...new Set(lines)].join('\n'));
  }
  const { REDIS_URL, DATABASE_URL } = parsed.data;
  if (REDIS_URL !== undefined && DATABASE_URL.startsWith('sqlite:')) {
    throw new ConfigError('REDIS_URL joins nodes that share a database, and SQLite is for one node: set DATABASE_URL to mysql://..., or leave REDIS_URL out');
  }
  return parsed.data;
}

const SECRETS: ReadonlySet<string> = new Set(['ADMIN_PASSWORD', 'METRICS_TOKEN']);

const safe = (name: string, value: string): string => (SECRETS.has(name) ? '***' : withoutPassword(value));

const given = (name: string, env: Environment): string => `${name}=${safe(name, env[name] ?? '')}`;

/** Every variable with its value and meaning; secrets and passwords in URLs are not shown. */
export function printConfig(env: Environment): string {
  return Object.entries(schema.shape)
    .map(([name, type]) => {
      const fallback = type.safeParse(undefined);
      const line = env[name] === undefined ? `# ${name}=${fallback.success ? shown(name, fallback.data) : ''}` : given(name, env);
      return `# ${type.description ?? ''}\n${line}`;
    })
    .join('\n');
}

/** Everything up to the last @ of an address may be a password; of what is no address, nothing before it is shown. */
const withoutPassword = (value: string): string =>
  value.replace(/^(?:(\w+:\/\/)([^:@/]*)(?::.*)?|.*)@/s, (_, scheme?: string, user = '') => (scheme === undefined ? '***@' : `${scheme}${user}:***@`));

/** Where the data is, without secrets: a folder, a SQLite file, or `host:port/database`. */
export function dataPlace({ DATABASE_URL, DATA_DIR }: Config): string {
  if (DATABASE_URL.startsWith('sqlite:')) return resolve(DATABASE_URL === 'sqlite:' ? DATA_DIR : DATABASE_URL.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, ''));
  const { hostname: host, port, pathname } = new URL(DATABASE_URL);
  return `${host}:${port === '' ? '3306' : port}${pathname}`;
}

const DURATIONS: ReadonlySet<string> = new Set(['QUEUE_GRACE', 'TRANSFER_TIMEOUT', 'HEARTBEAT', 'TRIM_AFTER', 'PASSIVATE_AFTER', 'DRAIN_NOTICE', 'PLUGIN_FILTER_WAIT']);

/** Durations are ms inside and seconds outside. */
function shown(name: string, value: unknown): string {
  if (typeof value === 'number') return `${DURATIONS.has(name) ? value / 1000 : value}`;
  return typeof value === 'string' ? value : '';
}

import { hostname } from 'node:os';
import { z } from 'zod';

const text = z.string().trim().min(1);
const origin = z.string().trim().regex(/^https?:\/\/[^/\s]+$/, 'an origin such as https://chat.example.com, without a path');

/** A duration in seconds, given as ms to those who use it. */
const seconds = (fallback: number, description: string): z.ZodType<number> =>
  z.coerce.number().positive().max(86_400).default(fallback).transform((s) => s * 1000).describe(description);

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8000).describe('TCP port; 0 picks a free one'),
  HOST: text.default('0.0.0.0').describe('address to listen on'),
  DATA_DIR: text.default('./data').describe('folder of the default database'),
  PUBLIC_URL: origin.optional().describe('where people reach this server, when a proxy or a name stands before it'),
  NODE_NAME: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/).default(hostname().replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 40) || 'node').describe('name of this node, its own in the whole cluster (a start waits some seconds for a name in use, then fails): sockets reach it at /<name>/socket'),
  ADMIN_PASSWORD: text.optional().describe('password of the first administrator; used by the first start only'),
  DATABASE_URL: z.string().regex(/^(sqlite:|mysql:\/\/)/, 'sqlite:, sqlite:<path> or mysql://user:password@host:port/database').default('sqlite:').describe('the store'),
  REDIS_URL: z.string().regex(/^rediss?:\/\//, 'redis://host:port').optional().describe('joins nodes into a cluster; without it this one is alone'),
  NODE_URL: z.string().regex(/^wss?:\/\/[^/\s]+$/, 'ws://host:port').optional().describe('where other nodes reach the sockets of this one; by default its first address and PORT'),
  CORS_ORIGINS: z.string().default('').transform((list) => list.split(',').map((item) => item.trim()).filter((item) => item !== '')).pipe(z.array(origin)).describe('other origins whose pages may call the API, separated by commas'),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0).describe('how many proxies in front add to X-Forwarded-For'),
  METRICS_TOKEN: text.optional().describe('opens /metrics to whoever sends it as Bearer; without it only this machine may read'),
  TRANSPORT: z.enum(['uws', 'ws']).optional().describe('forces the socket engine; by default uws where it loads'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('least severe line that is logged'),
  QUEUE_GRACE: seconds(120, 'how long a waiting visitor who dropped off keeps the place, s'),
  TRANSFER_TIMEOUT: seconds(60, 'how long an agent has to answer a transfer, s'),
  HEARTBEAT: seconds(20, 'silence after which a client asks whether the line is alive, s'),
  TRIM_AFTER: seconds(60, 'quiet time after which a chat keeps only what it needs in memory, s'),
  PASSIVATE_AFTER: seconds(300, 'quiet time after which a chat without sockets leaves memory, s'),
  VISITOR_RATE: z.coerce.number().positive().default(10).describe('frames a second that a visitor may send in the long run; bursts of four times as many'),
});

export type Config = z.output<typeof schema>;

export class ConfigError extends Error {}

/** Reads the environment. Throws a ConfigError that names every variable that is not usable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const known = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, env[name] === '' ? undefined : env[name]]));
  const parsed = schema.safeParse(known);
  if (parsed.success) return parsed.data;
  throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}

const SECRETS: ReadonlySet<string> = new Set(['ADMIN_PASSWORD', 'METRICS_TOKEN']);

/** Every variable with its value and meaning; secrets and passwords in URLs are not shown. */
export function printConfig(env: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(schema.shape)
    .map(([name, type]) => {
      const given = env[name];
      const fallback = type.safeParse(undefined);
      const value = given ?? (fallback.success ? shown(name, fallback.data) : '');
      const safe = SECRETS.has(name) && given !== undefined ? '***' : withoutPassword(value);
      return `# ${type.description ?? ''}\n${given === undefined ? '# ' : ''}${name}=${safe}`;
    })
    .join('\n');
}

/** Everything up to the last @ of an address may be a password; whatever cannot be read as one is not shown. */
const withoutPassword = (value: string): string => value.replace(/^(\w+:\/\/)([^:@/]*)(?::.*)?@/s, (_, scheme: string, user: string) => `${scheme}${user}:***@`);

const DURATIONS: ReadonlySet<string> = new Set(['QUEUE_GRACE', 'TRANSFER_TIMEOUT', 'HEARTBEAT', 'TRIM_AFTER', 'PASSIVATE_AFTER']);

/** Durations are ms inside and seconds outside. */
function shown(name: string, value: unknown): string {
  if (typeof value === 'number') return `${DURATIONS.has(name) ? value / 1000 : value}`;
  return typeof value === 'string' ? value : '';
}

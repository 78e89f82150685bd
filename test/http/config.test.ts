import { expect, it } from 'vitest';
import { ConfigError, printConfig, readConfig } from '#src/config.ts';

const lineOf = (name: string, env: Record<string, string>): string => printConfig(env).split('\n').find((line) => line.startsWith(`${name}=`)) ?? '';

it.each([
  ['DATABASE_URL', 'mysql://root:s3cret@db:3306/parlor', 'mysql://root:***@db:3306/parlor'],
  ['DATABASE_URL', 'mysql://root:p@ss:w/rd@db:3306/parlor', 'mysql://root:***@db:3306/parlor'],
  ['REDIS_URL', 'redis://:s3cret@cache:6379', 'redis://:***@cache:6379'],
  ['DATABASE_URL', 'root:s3cret@db/parlor', '***@db/parlor'],
  ['REDIS_URL', 'redis://cache:6379', 'redis://cache:6379'],
  ['ADMIN_PASSWORD', 's3cret', '***'],
  ['METRICS_TOKEN', 's3cret', '***'],
])('prints %s without what is secret in it', (name, value, shown) => {
  expect(lineOf(name, { [name]: value })).toBe(`${name}=${shown}`);
});

const complaint = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
};

it('names every variable that it cannot use, its value, and what it may be', () => {
  expect(complaint({ PORT: 'x', PUBLIC_URL: 'chat.example.com' }).split('\n')).toEqual([
    'PORT=x is not usable: a whole number from 0 to 65535',
    'PUBLIC_URL=chat.example.com is not usable: an origin such as https://chat.example.com, without a path',
  ]);
});

it.each([
  ['PORT', '70000', 'PORT=70000 is not usable: a whole number from 0 to 65535'],
  ['PORT', '80.5', 'PORT=80.5 is not usable: a whole number from 0 to 65535'],
  ['HEARTBEAT', '-1', 'HEARTBEAT=-1 is not usable: seconds, more than 0 and at most 86400'],
  ['VISITOR_RATE', 'many', 'VISITOR_RATE=many is not usable: a number above 0'],
  ['TRANSPORT', 'tcp', 'TRANSPORT=tcp is not usable: one of uws, ws'],
  ['NODE_NAME', 'a b', 'NODE_NAME=a b is not usable: 1 to 40 letters, digits, - and _'],
  ['CORS_ORIGINS', 'a.example, b.example', 'CORS_ORIGINS=a.example, b.example is not usable: each an origin such as https://chat.example.com, without a path, separated by commas'],
  ['ADMIN_PASSWORD', 'short', 'ADMIN_PASSWORD=*** is not usable: 10 to 256 characters, and not the login itself'],
  ['DATABASE_URL', 'mysql://', 'DATABASE_URL=mysql:// is not usable: sqlite:, sqlite:<path> or mysql://user:password@host:port/database'],
  ['DATABASE_URL', 'mysql://root:s3cret@db:3306', 'DATABASE_URL=mysql://root:***@db:3306 is not usable: sqlite:, sqlite:<path> or mysql://user:password@host:port/database'],
  ['REDIS_URL', 'redis://', 'REDIS_URL=redis:// is not usable: redis://host:port'],
])('says what %s may be instead of %j', (name, value, words) => {
  expect(complaint({ [name]: value })).toBe(words);
});

it('takes a Redis only beside a database that nodes can share', () => {
  const REDIS_URL = 'redis://cache:6379';
  expect(complaint({ REDIS_URL })).toContain('SQLite is for one node');
  expect(complaint({ REDIS_URL, DATABASE_URL: 'mysql://root@db/parlor' })).toBe('');
});

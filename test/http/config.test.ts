import { expect, it } from 'vitest';
import { ConfigError, printConfig, readConfig } from '#src/config.ts';

const lineOf = (name: string, env: Record<string, string>): string => printConfig(env).split('\n').find((line) => line.startsWith(`${name}=`)) ?? '';

it.each([
  ['DATABASE_URL', 'mysql://root:s3cret@db:3306/parlor', 'mysql://root:***@db:3306/parlor'],
  ['DATABASE_URL', 'mysql://root:p@ss:w/rd@db:3306/parlor', 'mysql://root:***@db:3306/parlor'],
  ['REDIS_URL', 'redis://:s3cret@cache:6379', 'redis://:***@cache:6379'],
  ['REDIS_URL', 'redis://cache:6379', 'redis://cache:6379'],
  ['ADMIN_PASSWORD', 's3cret', '***'],
  ['METRICS_TOKEN', 's3cret', '***'],
])('prints %s without what is secret in it', (name, value, shown) => {
  expect(lineOf(name, { [name]: value })).toBe(`${name}=${shown}`);
});

it('names every variable that it cannot use', () => {
  const read = (): unknown => readConfig({ PORT: 'x', PUBLIC_URL: 'chat.example.com' });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/PORT: [\s\S]*PUBLIC_URL: /);
});

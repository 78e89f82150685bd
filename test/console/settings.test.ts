import { describe, expect, test } from 'vitest';
import { embedCode, hostOfOnesOwn } from '../../clients/console/features/settings/embed-code.ts';
import { oneTimePassword } from '../../clients/console/features/settings/one-time-password.ts';
import { loginOf } from '../../clients/console/features/settings/login-of.ts';
import { parseOrigins } from '../../clients/console/features/settings/origins.ts';

describe('allowed origins', () => {
  test('lines, commas and whole addresses become origins, each once', () => {
    expect(parseOrigins('https://shop.example\nhttps://shop.example/a/page?x=1, http://localhost:3000')).toEqual({ origins: ['https://shop.example', 'http://localhost:3000'], bad: null });
  });

  test('a single star allows every site; nothing allows none', () => {
    expect(parseOrigins(' * ').origins).toEqual(['*']);
    expect(parseOrigins('')).toEqual({ origins: [], bad: null });
  });

  test.each(['shop.example', 'javascript:alert(1)', 'file:///etc', 'https://*.shop.example:x'])('%j is none, and nothing is kept', (line) => {
    expect(parseOrigins(`https://ok.example\n${line}`)).toEqual({ origins: [], bad: line });
  });
});

test('the embed code is one script tag with the token', () => {
  const code = embedCode('https://chat.example/', 'tok-1');
  expect(code).toMatch(/^<script async src="https:\/\/chat\.example\/widget\/[^"]*loader\.js" data-website-token="tok-1"><\/script>$/);
});

test.each(['http://localhost:8000', 'http://127.0.0.1:8000', 'http://127.1.2.3', 'http://[::1]:8000', 'http://shop.localhost'])('nobody else reaches %s', (address) => {
  expect(hostOfOnesOwn(address)).toBe(new URL(address).host);
});

test.each(['https://chat.example', 'http://192.168.1.5:8000', 'https://localhost.example', 'https://127.0.0.1.example', 'https://notlocalhost'])('others reach %s', (address) => {
  expect(hostOfOnesOwn(address)).toBe(null);
});

test('a login is proposed from a name in plain letters, that nobody has', () => {
  for (const [name, login] of [['Lin', 'lin'], ['  Maximilian Alexander von Hohenstein ', 'maximilian.hohenstein'], ['Zoë Núñez', 'zoe.nunez'], ['Strauß', 'strauss'], ['Lin Lin', 'lin'], ['林小', ''], ['A', ''], ['', '']] as const) expect(loginOf(name, new Set()), name).toBe(login);
  expect(loginOf('Lin', new Set(['lin', 'lin2']))).toBe('lin3');
  // As long as the server takes it.
  for (const name of ['x'.repeat(80), `${'x'.repeat(79)} y`]) expect(loginOf(name, new Set([loginOf(name, new Set())])).length).toBeLessThanOrEqual(64);
});

test('one-time passwords are long, plain to read out, and never the same', () => {
  const made = Array.from({ length: 200 }, oneTimePassword);
  expect(new Set(made).size).toBe(200);
  for (const password of made) expect(password).toMatch(/^[a-hjkmnp-z2-9]{5}(?:-[a-hjkmnp-z2-9]{5}){2}$/);
});

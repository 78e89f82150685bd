import { expect, it } from 'vitest';
import { randomSecret } from '../../clients/console/features/settings/random-secret.ts';

it('makes another secret each time, long enough, and of characters that survive being copied', () => {
  const made = Array.from({ length: 50 }, randomSecret);
  for (const secret of made) expect(secret).toMatch(/^[\w-]{43}$/);
  expect(new Set(made).size).toBe(50);
});

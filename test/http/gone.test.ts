import { expect, test } from 'vitest';
import { json } from '#http/response.ts';
import { route } from '#http/router.ts';
import { describeEngines, serve } from './engines.ts';

describeEngines('a client that goes', (kind) => {
  test('is known to have gone by what works for it, and one that got its answer has not', async () => {
    const begun = Promise.withResolvers<void>();
    const known = Promise.withResolvers<void>();
    const answered: AbortSignal[] = [];
    const { errors, url } = await serve(kind, [
      route('GET', '/long', {
        handler: async ({ gone }) => {
          begun.resolve();
          await new Promise((resolve) => gone.addEventListener('abort', resolve));
          known.resolve();
          return json({});
        },
      }),
      route('GET', '/short', {
        handler: ({ gone }) => {
          answered.push(gone);
          return json({});
        },
      }),
    ]);
    const leaving = new AbortController();
    const asked = fetch(`${url}/long`, { signal: leaving.signal }).catch(() => 'left');
    await begun.promise;
    leaving.abort();
    await known.promise;
    expect(await asked).toBe('left');
    await (await fetch(`${url}/short`, { headers: { connection: 'close' } })).text();
    expect(answered.map(({ aborted }) => aborted)).toEqual([false]);
    expect(errors).toEqual([]);
  });
});

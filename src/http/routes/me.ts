import { z } from 'zod';
import type { Context } from '../context.ts';
import { bodyOf } from '../input.ts';
import { canonicalLocale, defaultLocale, requestedLocale } from '../language.ts';
import { json } from '../response.ts';
import { route, type Route } from '../router.ts';
import { defaultLimits } from '../routes-deps.ts';
import { createThrottle } from '../throttle.ts';
import { throttled } from '../throttled.ts';
import { agentBody } from './represent.ts';

const profile = z.object({
  name: z.string().trim().min(1).max(80).optional(),
  locale: z.string().refine((tag) => canonicalLocale(tag) !== null).optional(),
  theme: z.enum(['auto', 'light', 'dark']).optional(),
});

const passwordChange = z.object({ current: z.string().min(1).max(1_000), next: z.string().max(1_000) });

/** One's own account. */
export function meRoutes({ accounts, config, door, now, store }: Context): readonly Route[] {
  const attempts = createThrottle((config.limits ?? defaultLimits).signInPerLogin, now);

  return [
    route('PATCH', '/api/v1/me', {
      handler: door.signedIn(async (request, agent) => {
        const { locale, ...change } = bodyOf(request, profile);
        const changed = await accounts.changeProfile(agent, { ...change, locale: canonicalLocale(locale) ?? undefined });
        return json(agentBody(changed, await store.departments.of(agent.id), requestedLocale(request) ?? defaultLocale));
      }),
    }),

    route('PUT', '/api/v1/me/password', {
      maxBody: 4_096,
      handler: door.signedIn(
        async (request, agent) => {
          const { current, next } = bodyOf(request, passwordChange);
          const wait = attempts.take(agent.id);
          if (wait > 0) return throttled('auth.throttled', wait);
          const changed = await accounts.changePassword(agent, current, next);
          attempts.forgive(agent.id);
          return door.welcome(changed, json(agentBody(changed, await store.departments.of(agent.id), requestedLocale(request) ?? defaultLocale)));
        },
        { beforePasswordChange: true },
      ),
    }),
  ];
}

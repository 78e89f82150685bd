import { z } from 'zod';
import { isFirstSignInToCome } from '#desk/first-admin.ts';
import { RefusalError } from '#domain/errors.ts';
import type { FirstSignIn, Session } from '#wire/api.ts';
import type { Agent } from '#store/agents.repository.ts';
import { networkOf } from '../client-address.ts';
import type { Context } from '../context.ts';
import { bodyOf } from '../input.ts';
import { defaultLocale, requestedLocale } from '../language.ts';
import { isCrossSite } from '../own-origin.ts';
import type { HttpRequest } from '../request.ts';
import { json, noContent } from '../response.ts';
import { route, type Route } from '../router.ts';
import { defaultLimits } from '../routes-deps.ts';
import { createThrottle } from '../throttle.ts';
import { throttled } from '../throttled.ts';
import { agentBody } from './represent.ts';

const signIn = z.object({ login: z.string().min(1).max(120), password: z.string().min(1).max(1_000) });

/** Who is signed in, and signing in and out. */
export function sessionRoutes({ accounts, config, door, now, own, store }: Context): readonly Route[] {
  const limits = config.limits ?? defaultLimits;
  const perLogin = createThrottle(limits.signInPerLogin, now);
  const perNetwork = createThrottle(limits.signInPerNetwork, now);

  const sessionOf = async (request: HttpRequest, agent: Agent): Promise<Session> => ({
    agent: agentBody(agent, await store.departments.of(agent.id), requestedLocale(request) ?? defaultLocale),
    publicUrl: own.of(request),
  });

  // Whoever looks learns that the password is to be had, and nothing of it. Once it was changed it stays so.
  let toCome = true;

  return [
    route('GET', '/api/v1/session/first', {
      handler: async () => {
        toCome &&= await isFirstSignInToCome(store);
        return json({ toCome } satisfies FirstSignIn);
      },
    }),

    route('GET', '/api/v1/session', {
      handler: door.signedIn(async (request, agent) => json(await sessionOf(request, agent)), { beforePasswordChange: true }),
    }),

    route('POST', '/api/v1/session', {
      maxBody: 4_096,
      handler: async (request) => {
        if (isCrossSite(request, own)) throw new RefusalError('request.forbidden-origin');
        const { login, password } = bodyOf(request, signIn);
        const name = login.trim().toLowerCase();
        const network = networkOf(request.ip);
        const wait = perNetwork.take(network) || perLogin.take(name);
        if (wait > 0) return throttled('auth.throttled', wait);
        const agent = await accounts.signIn(login, password);
        // A whole office signs in from one address in the morning: only failures add up.
        perNetwork.giveBack(network);
        perLogin.forgive(name);
        return door.welcome(agent, json(await sessionOf(request, agent)));
      },
    }),

    route('DELETE', '/api/v1/session', {
      handler: (request) => {
        if (isCrossSite(request, own)) throw new RefusalError('request.forbidden-origin');
        return door.farewell(noContent);
      },
    }),
  ];
}

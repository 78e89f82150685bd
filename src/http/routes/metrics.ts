import { RefusalError } from '#domain/errors.ts';
import { isSameSecret } from '#plugin/same-secret.ts';
import { isLoopback } from '../client-address.ts';
import type { Context } from '../context.ts';
import type { HttpRequest } from '../request.ts';
import { route, type Route } from '../router.ts';

/** Prometheus' format. For this machine itself, or for who knows METRICS_TOKEN. */
export function metricsRoutes({ config, metrics }: Context): readonly Route[] {
  return [
    route('GET', '/metrics', {
      handler: async (request) => {
        if (!isLocal(request) && !knows(config.metricsToken, request)) throw new RefusalError('auth.forbidden');
        return { headers: { 'content-type': metrics.contentType }, body: await metrics.metrics() };
      },
    }),
  ];
}

/** A proxy on this machine speaks for others, and says so. */
const isLocal = ({ ip, headers }: HttpRequest): boolean =>
  isLoopback(ip) && headers['x-forwarded-for'] === undefined && headers['forwarded'] === undefined && headers['via'] === undefined;

function knows(token: string | null, { headers }: HttpRequest): boolean {
  const given = /^Bearer +(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  return token !== null && given !== undefined && isSameSecret(given, token);
}

import type { Cors } from './cors.ts';

export interface CorsConfig {
  /** Where people reach us: our own pages, also behind a proxy that changes Host. */
  readonly publicUrl: string | null;
  /** Other origins whose pages may call the API. They bring a Bearer token: cookies stay at home. Default none. */
  readonly corsOrigins: readonly string[];
}

/** Who may call the API from a page of another origin. Only what is configured is ever named in an answer. */
export function createCors({ publicUrl, corsOrigins }: CorsConfig): Cors {
  const allowed = new Map([...(publicUrl === null ? [] : [publicUrl]), ...corsOrigins].map((text) => new URL(text).origin).map((origin) => [origin, { 'access-control-allow-origin': origin }]));
  return (origin, path) => (path.startsWith('/api/') ? (allowed.get(origin) ?? null) : null);
}

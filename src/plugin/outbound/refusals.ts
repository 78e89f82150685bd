import { RefusalError } from '#domain/errors.ts';

/** A server as it is named to people: with its port, where that is not the usual one. */
export interface Named {
  readonly host: string;
}

type NotAllowed = 'url' | 'scheme' | 'method' | 'header' | 'size' | 'host' | 'private';

/** The host and why, never path, query or headers: they may hold secrets. */
export const notAllowed = (to: Named | null, reason: NotAllowed): RefusalError => new RefusalError('http.not-allowed', { host: to?.host ?? null, reason });

/** Nobody knows whether the other side had it. */
export const failed = ({ host }: Named, reason: string): RefusalError => new RefusalError('http.failed', { host, reason });

/** Codes of system, TLS and parser. */
export function reasonOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code) ? code : 'broken';
}

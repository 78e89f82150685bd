import { networkInterfaces } from 'node:os';

/** The address under which other machines see this one: the `host` that it listens on, or its first, or loopback where there is none. */
export function ownAddress(host: string): string {
  if (!['0.0.0.0', '::'].includes(host)) return host.includes(':') ? `[${host}]` : host;
  return Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []).find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}

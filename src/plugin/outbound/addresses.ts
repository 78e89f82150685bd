import { lookup as resolveName } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Target } from './allowed.ts';
import { failed, notAllowed } from './refusals.ts';

/** All addresses of a name. */
export type Lookup = (name: string) => Promise<readonly string[]>;

/** What IPv6 has given out; the library takes all else without a name, `::127.0.0.1` too, for unicast. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** Azure's own services, there for the machine that asks. */
const NOT_PUBLIC: ReadonlySet<string> = new Set(['168.63.129.16']);

/** Whether anybody on the internet would reach the same machine there. Anything doubtful is not. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  const ip = ipaddr.process(address); // an IPv4 address in IPv6 clothes is judged as IPv4
  if (ip.range() !== 'unicast' || NOT_PUBLIC.has(ip.toString())) return false;
  return ip.kind() === 'ipv4' || ip.match(GLOBAL_UNICAST);
}

/** Every address of a server; none of them is private, unless the operator has opened it. */
export async function addressesOf({ host, name, opened }: Target, lookup: Lookup, signal: AbortSignal): Promise<readonly string[]> {
  signal.throwIfAborted();
  const addresses = isIP(name) === 0 ? await lookup(name) : [name];
  signal.throwIfAborted();
  if (addresses.length === 0) throw failed({ host }, 'ENOTFOUND');
  if (!opened && !addresses.every(isPublic)) throw notAllowed({ host }, 'private');
  return addresses;
}

export const everyAddress: Lookup = async (name) => (await resolveName(name, { all: true })).map(({ address }) => address);

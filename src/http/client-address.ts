import { BlockList, isIP, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** True for this machine itself, in any spelling. */
export function isLoopback(ip: string): boolean {
  return isIP(ip) !== 0 && loopback.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4');
}

/** What counts as one client: an IPv4 address, or the /64 of an IPv6 one, of which a single machine has 2^64. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip) || ip.includes('.')) return ip;
  const [head = '', tail] = ip.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  const groups = [...left, ...gap, ...right].map((group) => Number.parseInt(group, 16).toString(16));
  const isMappedV4 = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return (isMappedV4 ? groups : groups.slice(0, 4)).join(':');
}

/** Where a broker listens. */
export interface Broker {
  /** As `URL.hostname` spells it. */
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

const DEFAULT_PORTS = { 'stomp:': 61_613, 'stomp+ssl:': 61_614 } as const;

/** Null for what is no address of a broker: a user or a password has its own setting, where it is sealed. */
export function brokerAt(address: string): Broker | null {
  const url = URL.parse(address);
  if (url === null || !(url.protocol in DEFAULT_PORTS) || url.hostname === '' || url.port === '0') return null;
  if (url.username !== '' || url.password !== '' || !['', '/'].includes(url.pathname) || url.search !== '' || url.hash !== '') return null;
  const protocol = url.protocol as keyof typeof DEFAULT_PORTS;
  // A scheme of its own leaves names as they were written.
  return { host: url.hostname.toLowerCase(), port: url.port === '' ? DEFAULT_PORTS[protocol] : Number(url.port), tls: protocol === 'stomp+ssl:' };
}

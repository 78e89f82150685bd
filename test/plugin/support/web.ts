import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { createOutbound, type Outbound, type OutboundRules } from '#plugin/outbound.ts';

export interface Receiver {
  readonly port: number;
  /** Connections, ended ones too. */
  readonly visits: readonly Socket[];
}

/** On a loopback address, until the test ends. */
export async function listening(server: Server, address = '127.0.0.1', port = 0): Promise<Receiver> {
  const visits: Socket[] = [];
  server.on('connection', (socket: Socket) => void visits.push(socket.on('error', () => {})));
  server.listen(port, address);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of visits) socket.destroy();
  });
  return { port: (server.address() as AddressInfo).port, visits };
}

/** Says this to whoever has said something, as it is. */
export const saying = (say: (socket: Socket) => void): Server => createServer((socket) => void socket.once('data', () => say(socket)));

/** A way out where names mean what the test says, and every name that was asked for. */
export function outboundOf(names: Readonly<Record<string, readonly string[]>> = {}): { readonly outbound: Outbound; readonly asked: readonly string[] } {
  const asked: string[] = [];
  const outbound = createOutbound({
    lookup: async (name) => {
      asked.push(name);
      return names[name] ?? [];
    },
  });
  onTestFinished(() => outbound.close());
  return { outbound, asked };
}

export const anywhere: OutboundRules = { hosts: ['*'], private: [] };
/** For a server of the test. */
export const opened = (...hosts: readonly string[]): OutboundRules => ({ hosts: ['*'], private: hosts });

export const refusalOf = (work: Promise<unknown>): Promise<unknown> => work.then((value) => ({ value }), (error: { readonly refusal?: unknown }) => error.refusal ?? error);

/** Of `safe.test`, by itself, until 2120. Nobody trusts it. */
export const certificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgMKpmckqEDS1P905T
+9Qk1t71yRrU5TmOjOHPEzfSHpihRANCAAR8AHOavp/DDuT3TfM2DXrtw6AmGlgf
gVsRCtNoXMP6vsMV/NOK2vhfGjSfyfMpT9OxSF+1AKdA7GO4GA4e1A/W
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBYTCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlzYWZlLnRl
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CXNhZmUudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHwAc5q+n8MO5PdN
8zYNeu3DoCYaWB+BWxEK02hcw/q+wxX804ra+F8aNJ/J8ylP07FIX7UAp0DsY7gY
Dh7UD9ajSDBGMBQGA1UdEQQNMAuCCXNhZmUudGVzdDAPBgNVHRMBAf8EBTADAQH/
MB0GA1UdDgQWBBQmqjgJ0Por8X7aKUAwOf6c2ubvEzAKBggqhkjOPQQDAgNIADBF
AiEAl00gdUpevHJOUMjRPMs17+go27fP9rUiFLeAKuifl6QCICt3612seU06Opvy
z5Boy+XaYveRwbRQXbDQuHi++dmV
-----END CERTIFICATE-----
`,
};

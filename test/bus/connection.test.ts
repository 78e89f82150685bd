import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { StompConnection, type Dial } from '../../plugins/bus/stomp/connection.ts';
import { Link } from '../../plugins/bus/stomp/link.ts';

const CONNECTED = 'CONNECTED\nversion:1.2\nheart-beat:0,0\n\n\0';

const never = new AbortController().signal;

/** A broker that says what it is told to. */
async function brokerThat(joined: (socket: Socket, heard: (text: string) => Promise<void>) => Promise<void> | void): Promise<Dial> {
  const server = createServer((socket) => {
    let text = '';
    const hears: { readonly what: string; readonly done: () => void }[] = [];
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      text += bytes.toString();
      for (const { done, what } of hears) if (text.includes(what)) done();
    });
    void joined(socket, (what) => new Promise((done) => (text.includes(what) ? done() : hears.push({ what, done }))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { address: '127.0.0.1', host: 'broker.test', port: (server.address() as AddressInfo).port, tls: false, user: 'parlor', password: 'a secret', vhost: '' };
}
const open = async (dial: Dial): Promise<StompConnection> => {
  const connection = await StompConnection.open(dial, never);
  onTestFinished(() => connection.close());
  return connection;
};

it.each([
  ['says no', 'ERROR\nmessage:not you\n\nlogin parlor, passcode a secret\0', 'the broker says: not you'],
  ['is no broker', 'HTTP/1.1 400 Bad Request\r\n\r\n\0', 'the broker sent a HTTP/1.1 400'],
  ['speaks without end', 'x'.repeat(70_000), 'a frame without end'],
  ['hangs up', null, 'the connection ended'],
])('does not get in where somebody %s', async (_, says, why) => {
  const dial = await brokerThat((socket) => void (says === null ? socket.end() : socket.write(says)));
  await expect(StompConnection.open(dial, never)).rejects.toMatchObject({ name: 'BrokerError', message: expect.stringContaining(why) });
});

it('takes nothing for sent that has no receipt when the connection ends, and takes no more', async () => {
  const connection = await open(await brokerThat(async (socket, heard) => {
    socket.write(CONNECTED);
    await heard('first');
    socket.write('RECEIPT\nreceipt-id:1\n\n\0');
    await heard('second');
    socket.destroy();
  }));
  await connection.send('/queue/a', { persistent: 'true' }, 'first');
  await expect(connection.send('/queue/a', { persistent: 'true' }, 'second')).rejects.toThrow('the connection ended');
  await expect(connection.send('/queue/a', { persistent: 'true' }, 'third')).rejects.toThrow('the connection ended');
  expect((await connection.closed).name).toBe('BrokerError');
});

it('comes back, ever less often, and says once that it is away', async () => {
  const joined: number[] = [];
  const dial = await brokerThat((socket) => {
    joined.push(performance.now());
    if (joined.length < 4) socket.destroy();
    else socket.write(CONNECTED);
  });
  const told: string[] = [];
  const link = new Link({ dial: (over) => StompConnection.open(dial, over), away: () => void told.push('away'), back: () => void told.push('back') });
  onTestFinished(() => link.close());
  await expect(link.connection(1)).rejects.toThrow('the broker is away');
  await link.connection(10_000);
  expect(told).toEqual(['away', 'back']);
  const waits = joined.slice(1).map((at, i) => at - joined[i]!);
  expect(waits[2]!).toBeGreaterThan(waits[0]!);
});

it('is over when it is closed, whatever it is at', async () => {
  const dial = await brokerThat(() => {});
  const link = new Link({ dial: (over) => StompConnection.open(dial, over), away: () => {}, back: () => {} });
  const waiting = link.connection(10_000);
  link.close();
  await expect(waiting).rejects.toThrow('closed');
});

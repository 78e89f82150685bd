import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { Neighbours } from '#cluster/neighbours.ts';
import { freePort } from '../support/ports.ts';

async function listening(port: number): Promise<void> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
}

it('knows where a node is that takes connections, and of no other', async () => {
  const [up, down] = [await freePort(), await freePort()];
  await listening(up);
  const addresses: Record<string, string> = { up: `ws://127.0.0.1:${up}`, down: `ws://127.0.0.1:${down}` };
  const neighbours = new Neighbours({ addressOf: async (node) => addresses[node] ?? null });
  expect(await Promise.all(['up', 'down', 'unknown'].map((node) => neighbours.addressOf(node)))).toEqual([addresses['up'], null, null]);
});

it('waits for the end of a node that does not answer, once for all who wait, or for its return', async () => {
  const port = await freePort();
  let asked = 0;
  let address: string | null = `ws://127.0.0.1:${port}`;
  const neighbours = new Neighbours({
    addressOf: async () => {
      asked++;
      return address;
    },
  });
  setTimeout(() => (address = null), 350);
  const began = performance.now();
  await Promise.all(Array.from({ length: 100 }, () => neighbours.gone('a')));
  expect(performance.now() - began).toBeGreaterThan(300);
  expect(asked).toBeLessThan(20);
  address = `ws://127.0.0.1:${port}`;
  setTimeout(() => void listening(port), 150);
  await neighbours.gone('a');
  expect(await neighbours.addressOf('a')).toBe(address);
});

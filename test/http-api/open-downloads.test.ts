import { expect, it } from 'vitest';
import { OpenDownloads } from '#http/open-downloads.ts';

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield new Uint8Array(1);
}

/** Begun, and not read to its end. */
async function begun(open: OpenDownloads, ip: string): Promise<AsyncGenerator<Uint8Array>> {
  const bytes = open.counted(ip, endless);
  await bytes.next();
  return bytes;
}

it('counts downloads under way by network and in all, until they end or break off', async () => {
  const open = new OpenDownloads(2, 3);
  const first = await begun(open, '192.0.2.1');
  expect(open.isFull('192.0.2.1')).toBe(false);
  await begun(open, '192.0.2.1');
  expect([open.isFull('192.0.2.1'), open.isFull('192.0.2.2')]).toEqual([true, false]);
  const other = await begun(open, '2001:db8::1');
  expect([open.isFull('192.0.2.2'), open.isFull('127.0.0.1')]).toEqual([true, true]);
  await other.return(undefined);
  expect(open.isFull('192.0.2.2')).toBe(false);
  await first.throw(new Error('gone')).catch(() => {});
  expect(open.isFull('192.0.2.1')).toBe(false);
});

it('holds this machine to none but the limit of all', async () => {
  const open = new OpenDownloads(1, 3);
  for (let i = 0; i < 2; i++) await begun(open, '127.0.0.1');
  expect(open.isFull('127.0.0.1')).toBe(false);
});

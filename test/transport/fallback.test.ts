import { expect, it, vi } from 'vitest';
import { createTransport, type Log } from '#src/transport.ts';

vi.mock('../../src/transport/uws.ts', () => {
  throw new Error('GLIBC_9.99 not found');
});

const logTo = (lines: string[]): Log =>
  ({ info: () => {}, error: () => {}, warn: (_: unknown, line: string) => void lines.push(line) }) as unknown as Log;

it('serves with ws where uWebSockets.js does not load, and says so', async () => {
  const lines: string[] = [];
  const transport = await createTransport({ log: logTo(lines) });
  await transport.close(0);
  expect(transport.kind).toBe('ws');
  expect(lines).toEqual([expect.stringContaining('uWebSockets.js does not load here')]);
});

it('does not fall back from what was asked for', async () => {
  await expect(createTransport({ log: logTo([]), kind: 'uws' })).rejects.toThrow();
});

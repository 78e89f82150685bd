import { stripVTControlCharacters } from 'node:util';
import { afterEach, expect, it, vi } from 'vitest';
import { createLog } from '#src/log.ts';

const { isTTY } = process.stdout;
afterEach(() => {
  process.stdout.isTTY = isTTY;
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

it('shows the time of whoever looks at the terminal', () => {
  vi.stubEnv('TZ', 'Asia/Shanghai');
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1, 20, 5, 9), toFake: ['Date'] });
  process.stdout.isTTY = true;
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  createLog('info', 'one').info({ port: 8000 }, 'listening');
  expect(written.mock.calls.map(([text]) => stripVTControlCharacters(String(text)))).toEqual(['04:05:09 info  listening port=8000\n']);
});

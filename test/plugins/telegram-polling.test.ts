import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import type { OutboundAnswer, OutboundRequest } from '#plugin/define.ts';
import { testPlugin } from '#plugin/testing.ts';
import plugin from '../../plugins/telegram/index.ts';
import { TOKEN } from '../channels/telegram.ts';

/** Of a file, ms. */
const DOWNLOAD_MS = 8_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const from = { id: 7, is_bot: false, first_name: 'Anna' };
const film = (id: number) => ({ update_id: id, message: { message_id: id, date: 1, chat: { id: 7, type: 'private' }, from, video: { file_id: `film-${id}`, file_size: 3 } } });

/** A bot that has heard ten films, each of which takes its time, after which nothing comes. */
async function busy() {
  let pending = Array.from({ length: 10 }, (_, index) => film(index + 1));
  const asked: { readonly offset?: number; readonly timeout: number; readonly limit: number }[] = [];
  const answer = ({ as, body = '{}', url }: OutboundRequest): Partial<OutboundAnswer> => {
    if (as === 'bytes') {
      vi.advanceTimersByTime(DOWNLOAD_MS);
      return { status: 200, bytes: Buffer.from('film') };
    }
    if (!url.endsWith('/getUpdates')) return { status: 200, body: JSON.stringify({ ok: true, result: url.endsWith('/getFile') ? { file_path: 'films/1.mp4' } : true }) };
    const question = JSON.parse(body) as (typeof asked)[number];
    asked.push(question);
    pending = pending.filter(({ update_id: id }) => id >= (question.offset ?? 0));
    if (pending.length === 0) vi.advanceTimersByTime(1_000 * question.timeout);
    return { status: 200, body: JSON.stringify({ ok: true, result: pending.slice(0, question.limit) }) };
  };
  const tested = await testPlugin(plugin, { config: { accounts: [{ id: 'shop', name: 'The shop', department: 'd1', token: TOKEN, mode: 'polling' }] }, answer });
  onTestFinished(() => tested.stop());
  const downloads = (): number => tested.requests.filter(({ as }) => as === 'bytes').length;
  return { asked, downloads, tested };
}

it('ends a round in time, tells Telegram what it has taken, and goes on with the rest', async () => {
  const { asked, downloads, tested } = await busy();
  const began = performance.now();
  await tested.round('poll');
  expect(performance.now() - began).toBeLessThan(60_000);
  expect([tested.received.length, asked.at(-1)]).toEqual([4, { offset: 5, limit: 1, timeout: 0 }]);
  while (tested.received.length < 10) await tested.round('poll');
  expect([tested.received.map(({ id }) => id.split(':').at(-1)), downloads()]).toEqual([Array.from({ length: 10 }, (_, index) => String(index + 1)), 10]);
});

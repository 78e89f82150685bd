import { expect, it, onTestFinished, vi } from 'vitest';
import { callerOf } from '../../plugins/bot/compat/functions.ts';
import type { Mind } from '../../plugins/bot/compat/mind.ts';
import { fileIn } from '../../plugins/bot/compat/multipart.ts';
import { keepValue } from '../../plugins/bot/compat/room.ts';
import type { FunctionPool } from '../../plugins/bot/engine/functions/pool.ts';
import { Tokenizer } from '../../plugins/bot/engine/text/words.ts';
import { botServer } from './compat-server.ts';
import { archiveOf } from './support/archive.ts';

const form = (parts: number): Buffer => Buffer.from(`${Array.from({ length: parts }, (_, i) => `--x\r\ncontent-disposition: form-data; name="f${i}"; filename="a"\r\n\r\n${i}\r\n`).join('')}--x--\r\n`);
const TYPE = 'multipart/form-data; boundary=x';

it('reads the file of a form, and no more fields than a few', async () => {
  expect(Buffer.from(await fileIn(form(8), TYPE, 'f3')).toString()).toBe('3');
  await expect(fileIn(form(9), TYPE, 'f3')).rejects.toMatchObject({ rc: 1 });
});

it.each([
  ['no boundary', 'multipart/form-data'], ['another boundary', 'multipart/form-data; boundary=y'], ['another type', 'text/plain; boundary=x'], ['a boundary that is a pattern', 'multipart/form-data; boundary=(.*'],
])('refuses a form with %s', async (_what, type) => {
  await expect(fileIn(form(2), type, 'f0')).rejects.toMatchObject({ rc: 1 });
});

it('refuses an answer that is too large, and has it in pages', async () => {
  const client = await (await botServer()).bot();
  const long = Array.from({ length: 10 }, () => ({ content: 'x'.repeat(4_000) }));
  for (let i = 0; i < 30; i++) await client.command('POST', '/faq/database', { post: `question ${i}`, replies: long });
  expect(await client.command('GET', '/faq/database/export')).toMatchObject({ rc: 4, error: expect.stringContaining('pages') });
  expect((await client.command('GET', '/faq/database/export?limit=20&page=2')).data).toHaveLength(10);
});

it('keeps no value that is larger than the store takes', async () => {
  const kept = new Map<string, unknown>();
  const data = { set: async (key: string, value: unknown) => void kept.set(key, value) };
  await expect(keepValue({ data } as never, 'a', 'x'.repeat(1_000_000), 'It')).rejects.toMatchObject({ rc: 4 });
  expect(kept.size).toBe(0);
});

it.each([
  ['a text without end', { fromUserId: 'u', textMessage: 'x'.repeat(2_001) }], ['nobody', { fromUserId: '', textMessage: 'x' }], ['somebody without end', { fromUserId: 'x'.repeat(201), textMessage: 'x' }],
  ['extras without bottom', { fromUserId: 'u', textMessage: 'x', extras: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as unknown }],
  ['extras without end', { fromUserId: 'u', textMessage: 'x', extras: { a: 'x'.repeat(4_001) } }], ['a threshold that is none', { fromUserId: 'u', textMessage: 'x', faqBestReplyThreshold: 2 }],
])('refuses a message of %s', async (_what, body) => {
  expect(await (await (await botServer()).bot()).command('POST', '/conversation/query', body)).toMatchObject({ rc: 1 });
});

it('gives the functions of a turn so long together', async () => {
  const clock = vi.spyOn(performance, 'now');
  onTestFinished(() => void clock.mockRestore());
  const pool = { call: async () => ({ text: 'said', intent: null, debug: [] }) } as unknown as FunctionPool;
  const mind = { find: () => [], tokenizer: new Tokenizer(), plugin: { key: 'k', source: '', config: {} } } as unknown as Mind;
  clock.mockReturnValue(1_000);
  const call = callerOf(pool, mind, async () => null, { user: 'u', history: async () => [], text: 'x', extras: null, now: 0, intent: null, debug: [] });
  clock.mockReturnValue(8_999);
  expect(await call('f', [], { text: 'x', topic: 't', matcher: 'm', captures: [] })).toEqual({ text: 'said' });
  clock.mockReturnValue(9_001);
  expect(await call('f', [], { text: 'x', topic: 't', matcher: 'm', captures: [] })).toMatchObject({ failure: 'time' });
});

it('ends a turn whose functions never do', { timeout: 20_000 }, async () => {
  const client = await (await botServer()).bot({ fallback: '不懂' });
  await client.upload('/conversation/droplet/import', 'droplet', archiveOf({ main: '+ 转圈\n- ^spin()\n\n+ 等\n- ^hang()' }, 'exports.spin = function () { for (;;); };\nexports.hang = function () { return new Promise(() => {}); };'));
  const began = performance.now();
  const say = async (textMessage: string) => (await client.command('POST', '/conversation/query', { fromUserId: textMessage, textMessage })).data;
  expect(await Promise.all(['转圈', '等'].map(say))).toMatchObject([{ string: '不懂', logic_is_unexpected: true }, { string: '不懂', logic_is_unexpected: true }]);
  expect(performance.now() - began).toBeLessThan(9_000);
});

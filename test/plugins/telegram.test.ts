import { describe, expect, it, onTestFinished } from 'vitest';
import type { Plugin } from '#plugin/define.ts';
import plugin from '../../plugins/telegram/index.ts';
import { alone, type Alone } from '../channels/alone.ts';
import { account, stateOf, TOKEN } from '../channels/telegram.ts';
import { sourcesOf, useIsolated } from '../plugin/support/isolated.ts';
import { startSimulator, type Got, type SentFile } from '../simulators/simulator.ts';

const SOON = { timeout: 10_000, interval: 10 } as const;

const open = async (of: Plugin = plugin, more: object = {}): Promise<Alone> => alone({
  plugin: of, typesIn: false,
  provider: () => startSimulator('telegram/main.ts', TOKEN),
  config: (provider, department) => ({ accounts: [account(provider, department, more)] }),
}, onTestFinished);

/** Somebody has written: the bot may write to them. */
async function met(of?: Plugin, more?: object): Promise<Alone & { readonly to: string }> {
  const scene = await open(of, more);
  await scene.say('anna', '/start');
  const to = scene.tested.received[0]!.externalId;
  return { ...scene, to };
}

/** What has arrived: the simulator tells of it before it answers the next question. */
async function arrived({ provider }: Pick<Alone, 'provider'>): Promise<readonly Got[]> {
  await stateOf(provider);
  return provider.got;
}

const textsOf = ({ tested }: Alone): readonly string[] => tested.received.map(({ body }) => body.text);

describe.each([
  ['in the house', () => () => plugin],
  ['in a process of its own', () => useIsolated('index.ts', sourcesOf('plugins/telegram'))],
])('Telegram %s', (_where, opened) => {
  const of = opened();

  it('tells Telegram where to bring messages, brings them in, and says what is answered', async () => {
    const scene = await met(of());
    const { origin, provider, tested, to } = scene;
    expect(await stateOf(provider)).toMatchObject({ webhook: `${origin}/plugins/telegram/shop/updates` });
    expect(tested.received).toEqual([{ account: 'shop', id: `110201543:${to}:1`, externalId: to, name: 'Name of anna', locale: 'en', kind: 'text', body: { text: '/start' } }]);
    tested.say('hello', { to });
    await tested.work();
    expect((await arrived(scene)).map(({ text, to: person }) => [person, text])).toEqual([['anna', 'hello']]);
    await tested.stop();
    expect([tested.errors, tested.denied, tested.undelivered]).toEqual([[], [], []]);
  });

  it('asks for messages where Telegram is not to call, and for each once', async () => {
    const { provider, tested } = await open(of(), { mode: 'polling' });
    for (const text of ['one', 'two']) await provider.deed('write', { person: 'anna', text });
    const round = tested.round('poll').catch(() => {});
    await expect.poll(() => tested.received.map(({ body }) => body.text), SOON).toEqual(['one', 'two']);
    await provider.deed('write', { person: 'anna', text: 'three' });
    await expect.poll(() => tested.received.map(({ body }) => body.text), SOON).toEqual(['one', 'two', 'three']);
    // What it has taken it asks for no more.
    await expect.poll(async () => (await stateOf(provider)).pending, SOON).toBe(0);
    await Promise.all([tested.stop(), provider.end()]);
    await round;
  });
});

it('lets nobody in but Telegram', async () => {
  const { tested } = await open();
  const rawBody = JSON.stringify({ update_id: 1, message: { message_id: 1, date: 1, chat: { id: 1, type: 'private' }, from: { id: 1, is_bot: false, first_name: 'M' }, text: 'hi' } });
  const given = (secret: string): Readonly<Record<string, string>> => ({ 'x-telegram-bot-api-secret-token': secret });
  for (const headers of [{}, given(''), given('a'), given(TOKEN)]) expect(await tested.request({ path: '/shop/updates', rawBody, headers })).toMatchObject({ status: 401 });
  expect(await tested.request({ path: '/bank/updates', rawBody })).toMatchObject({ status: 401 });
  expect(tested.received).toEqual([]);
});

it('answers nobody at the webhook of a bot that is polled', async () => {
  const { tested } = await open(plugin, { mode: 'polling' });
  expect(await tested.request({ path: '/shop/updates', rawBody: '{}' })).toMatchObject({ status: 401 });
});

it('shows what was changed, each time anew', async () => {
  const scene = await met();
  await scene.say('anna', 'at five');
  for (const text of ['at six', 'at seven']) expect((await scene.provider.deed('edit', { origin: scene.origin, person: 'anna', from: 'at five', text })).status).toBe(200);
  expect(textsOf(scene)).toEqual(['/start', 'at five', '✏️ at six', '✏️ at seven']);
});

const CONTENTS = [
  [{ sticker: { emoji: '👍' } }, '👍'],
  [{ location: { latitude: 52.52, longitude: 13.4 } }, '📍 52.52, 13.4'],
  [{ contact: { first_name: 'Bert', phone_number: '+49 30' } }, '👤 Bert +49 30'],
  [{ dice: { emoji: '🎲', value: 6 } }, '🎲 6'],
] as const;

it('brings stickers, places and the like in words that need no language', async () => {
  const scene = await met();
  for (const [content] of CONTENTS) await scene.provider.deed('post', { origin: scene.origin, person: 'anna', content });
  expect(textsOf(scene).slice(1)).toEqual(CONTENTS.map(([, text]) => text));
});

it('takes what nobody has said to the bot, and says nothing of it', async () => {
  const scene = await met();
  const group = { chat: { id: -5, type: 'group', title: 'All' }, text: 'hi all' };
  const bot = { from: { id: 9, is_bot: true, first_name: 'B' }, text: 'beep' };
  for (const content of [group, bot, { pinned_message: {} }, { chat: null, text: 'hi' }]) {
    expect((await scene.provider.deed('post', { origin: scene.origin, person: 'anna', content })).status).toBe(200);
  }
  expect(textsOf(scene)).toEqual(['/start']);
});

it('answers every button that is pressed, also when Telegram brings it again', async () => {
  const { provider, say, tested, to } = await met();
  tested.say('Well?', { to, kind: 'quick-replies', body: { text: 'Well?', choices: ['Yes', '#1', 'a choice that is rather long, '.repeat(3)] } });
  await tested.work();
  for (const choice of ['Yes', '#1', 'a choice that is rather long, '.repeat(3)]) for (const _ of ['once', 'again']) expect((await say('anna', choice, { as: 'choice', id: choice })).status).toBe(200);
  expect(tested.received.slice(1).map(({ body }) => body.text)).toEqual(['Yes', '#1', 'a choice that is rather long, '.repeat(3)]);
  expect(await stateOf(provider)).toMatchObject({ unanswered: 0 });
});

it('knows who has blocked the bot, says so beside what they will not get, and forgets it when they are back', async () => {
  const { origin, provider, say, tested, to } = await met();
  await provider.deed('block', { origin, person: 'anna' });
  const mark = `blocked:110201543:${to}`;
  expect([...tested.data.keys()]).toEqual([mark]);
  tested.say('hello?', { to, seq: 5 });
  await tested.work();
  expect(tested.undelivered).toEqual([{ conversation: 'c-anna', seq: 5, reason: 'window-closed', detail: 'sendMessage: 403 Forbidden: bot was blocked by the user' }]);
  await provider.deed('unblock', { origin, person: 'anna' });
  expect(tested.noted.map(({ externalId, text }) => [externalId, text.split(':')[0]])).toEqual([[to, 'Has blocked the bot'], [to, 'Is back']]);
  expect([...tested.data.keys()]).toEqual([]);
  // Also where Telegram did not say so before.
  await provider.mood('anna', 'closed');
  tested.say('hello?', { to, seq: 6 });
  await tested.work();
  expect([...tested.data.keys()]).toEqual([mark]);
  await say('anna', 'I am back');
  expect([...tested.data.keys()]).toEqual([]);
});

it('says a long text in several messages, the buttons under the last, and repeats none of them when one fails', async () => {
  const { provider, tested, to } = await met();
  const text = Array.from({ length: 900 }, (_, i) => `word ${i}`).join(' ');
  const send = (seq: number): void => tested.say(text, { to, seq, kind: 'quick-replies', body: { text, choices: ['Yes'] } });
  send(1);
  await tested.work();
  const first = [...(await arrived({ provider }))];
  expect(first.map(({ choices }) => choices)).toEqual([...first.slice(1).map(() => undefined), ['Yes']]);
  const whole = first.map((got) => got.text).join(' ');
  expect(whole).toBe(text);
  const parts = first.length;
  await provider.deed('fail');
  await provider.deed('fail', { code: 500, description: 'Internal Server Error' });
  send(2);
  await tested.work();
  expect(await arrived({ provider })).toHaveLength(parts + 1);
  tested.advance(60_000);
  await tested.work();
  expect((await arrived({ provider })).slice(parts).map((got) => got.text).join(' ')).toBe(text);
  expect([...tested.data.keys()]).toEqual([]);
});

it.each([
  [400, 'Bad Request: chat not found', 'refused'],
  [403, 'Forbidden: user is deactivated', 'refused'],
  [403, "Forbidden: bot can't initiate conversation with a user", 'window-closed'],
])('gives up after %i %s', async (code, description, reason) => {
  const { provider, tested, to } = await met();
  await provider.deed('fail', { code, description });
  tested.say('hello', { to });
  await tested.work();
  expect(tested.undelivered).toEqual([expect.objectContaining({ reason, detail: `sendMessage: ${code} ${description}` })]);
});

it.each([
  [401, 'Unauthorized', undefined, 5_000],
  [500, 'Internal Server Error', undefined, 5_000],
  [429, 'Too Many Requests: retry after 35', 35, 35_000],
])('comes again after %i %s', async (code, description, retryAfter, ms) => {
  const { provider, tested, to } = await met();
  await provider.deed('fail', { code, description, retryAfter });
  tested.say('hello', { to });
  await tested.work();
  tested.advance(ms - 1);
  await tested.work();
  expect([tested.undelivered, tested.waiting.length, await arrived({ provider })]).toEqual([[], 1, []]);
});

it('sends no faster than Telegram takes it', async () => {
  const { provider, tested, to } = await met();
  for (let i = 0; i < 5; i++) tested.say(`${i}`, { to, seq: i });
  await tested.work();
  expect((await arrived({ provider })).map(({ text }) => text)).toEqual(['0', '1', '2', '3', '4']);
  expect(await stateOf(provider)).toMatchObject({ flooded: 0 });
});

const CAT: SentFile = { kind: 'file', name: 'cat.txt', type: 'text/plain', base64: Buffer.from('a cat').toString('base64') };

it('says in a word what is too large to fetch, or is there no more, and asks again for what may still come', async () => {
  const { provider, say, tested } = await met();
  const heard = (): readonly unknown[] => tested.received.slice(1).map(({ body, kind }) => [kind, body.text]);
  await say('anna', 'look', { file: { ...CAT, name: 'large.zip' } });
  await provider.deed('fail', { method: 'getFile', code: 400, description: 'Bad Request: wrong file_id or the file is temporarily unavailable' });
  await say('anna', '', { file: CAT });
  expect(heard()).toEqual([['text', '📎 large.zip look'], ['text', '📎 cat.txt']]);
  const away = { method: 'getFile', code: 500, description: 'Internal Server Error' };
  await provider.deed('fail', away);
  expect((await say('anna', 'look', { id: 'once', file: CAT })).status).toBe(503);
  expect((await say('anna', 'look', { id: 'once', file: CAT })).status).toBe(200);
  expect(heard().slice(2)).toEqual([['file', 'look']]);
  for (let i = 0; i < 3; i++) await provider.deed('fail', away);
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await say('anna', 'look', { id: 'never', file: CAT })).status);
  expect([statuses, heard().slice(3)]).toEqual([[503, 503, 200], [['text', '📎 cat.txt look']]]);
});

it('says a file as Telegram takes it, and words behind it that are too many for a caption', async () => {
  const { provider, tested, to } = await met();
  const keep = (name: string, type: string) => tested.keep({ name, type, bytes: Buffer.from('some bytes') });
  tested.say('', { to, seq: 1, kind: 'voice', body: { text: 'listen', file: keep('note.amr', 'audio/amr') } });
  tested.say('', { to, seq: 2, kind: 'image', body: { text: 'w'.repeat(1_025), file: keep('cat.png', 'image/png') } });
  tested.say('', { to, seq: 3, kind: 'file', body: { text: '', file: { ...keep('a', 'text/plain'), id: 'f'.repeat(32) } } });
  await tested.work();
  expect((await arrived({ provider })).map(({ file, text }) => [file?.kind, file?.name, text.length])).toEqual([['file', 'note.amr', 6], ['image', 'cat.png', 0], [undefined, undefined, 1_025]]);
  expect(tested.undelivered).toEqual([{ conversation: 'c-anna', seq: 3, reason: 'refused', detail: expect.stringContaining('file.unknown') }]);
});

it('says the address of a file that is larger than a request may be, and what is said behind it goes on', async () => {
  const { provider, tested, to } = await met();
  const file = tested.keep({ name: 'film.mp4', type: 'video/mp4', bytes: Buffer.alloc(25 << 20) });
  tested.say('', { to, seq: 1, kind: 'file', body: { text: 'see', file } });
  tested.say('well?', { to, seq: 2 });
  await tested.work();
  expect((await arrived({ provider })).map(({ text }) => text)).toEqual([`see\nfilm.mp4\nhttps://chat.example/files/${file.id}`, 'well?']);
});

it('never logs the token, nor keeps it', async () => {
  const { provider, tested, to } = await met();
  await provider.deed('fail', { code: 401, description: 'Unauthorized' });
  tested.say('hello', { to });
  await tested.work();
  await provider.end();
  tested.advance(60_000);
  await tested.work();
  expect(JSON.stringify([tested.logs, tested.notices, [...tested.data], tested.dead, tested.waiting])).not.toContain(TOKEN.slice(10));
});

it('says to administrators what keeps a bot from being connected', async () => {
  const { tested } = await alone({
    plugin, typesIn: false,
    provider: () => startSimulator('telegram/main.ts', TOKEN),
    config: (provider, department) => ({ accounts: [account(provider, department, { token: '1:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw' })] }),
  }, onTestFinished);
  expect(tested.notices).toEqual([{ en: expect.stringContaining('The bot shop cannot be connected: setWebhook: 401 Unauthorized'), 'zh-CN': expect.stringContaining('401 Unauthorized') }]);
});

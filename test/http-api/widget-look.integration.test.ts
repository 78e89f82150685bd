import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DEFAULT_LOOK, LOOK_META, readLook } from '#wire/widget-look.ts';
import type { WidgetLook } from '#wire/widget-look.ts';
import { tempDir } from '../support/temp.ts';
import { newUlid } from '../store/support/entries.ts';
import { describeStores } from './support/engines.ts';
import { openHouse } from './support/house.ts';

const PAGE = '<!doctype html><head><title>Frame</title></head><body></body>';
const LOOK: WidgetLook = { color: '#b3261e', side: 'left', words: { en: { title: 'Hi <b>& "you"</b> 👋', subtitle: 'Ask $& away' }, 'zh-CN': { title: '您好！', subtitle: '' } } };

async function open(url: string) {
  const clients = await tempDir();
  await mkdir(join(clients, 'widget'));
  await writeFile(join(clients, 'widget/frame.html'), PAGE);
  const house = await openHouse({ url, config: { clients: { widget: join(clients, 'widget'), console: '/nowhere', demo: '/nowhere' } } });
  const admin = await house.signIn();
  const { id } = (await house.store.channelAccounts.list())[0]!;
  const set = (look: unknown) => admin('PATCH', `/api/v1/channels/${id}`, { body: { look } });
  /** The frame's page once what is known of the channel has been forgotten. */
  const frame = (headers = {}) => {
    house.clock.at += 2_000;
    return house.call('GET', `/widget/frame.html?token=${house.token}`, { headers });
  };
  return { admin, frame, house, id, set };
}

/** What a browser reads in the page. */
function lookIn(page: string): WidgetLook | null {
  const [, content] = new RegExp(`<meta name="${LOOK_META}" content="([^"<>]*)"></head>`).exec(page) ?? [];
  if (content === undefined) return null;
  return readLook(JSON.parse(content.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')));
}

describeStores('how a widget looks', (url) => {
  it('is as by default until somebody chooses, then stands in the page of the frame, and goes back', async () => {
    const { admin, frame, set } = await open(await url());
    const [before] = (await admin('GET', '/api/v1/channels')).json;
    expect(before.look).toEqual(DEFAULT_LOOK);
    const plain = await frame();
    expect(plain.text).toBe(PAGE);

    expect((await set(LOOK)).json.look).toEqual(LOOK);
    expect((await admin('GET', '/api/v1/channels')).json[0].look).toEqual(LOOK);
    const dressed = await frame({ 'if-none-match': String(plain.headers['etag']) });
    expect(dressed.status).toBe(200);
    expect(lookIn(dressed.text)).toEqual(LOOK);
    expect(dressed.text).not.toContain('<b>');
    expect(dressed.headers['content-security-policy']).toBe(plain.headers['content-security-policy']);
    expect((await frame({ 'if-none-match': String(dressed.headers['etag']) })).status).toBe(304);

    await set(DEFAULT_LOOK);
    expect((await frame()).text).toBe(PAGE);
  });

  it('is kept as one reads it: colours in one form, words without what surrounds them', async () => {
    const { set } = await open(await url());
    const colours = [['#0AF', '#00aaff'], ['B3261E', '#b3261e'], [' #b3261e ', '#b3261e'], [null, null]] as const;
    for (const [given, kept] of colours) expect((await set({ ...LOOK, color: given })).json.look.color, String(given)).toBe(kept);
    expect((await set({ ...LOOK, words: { ...LOOK.words, en: { title: '  Hello ', subtitle: '' } } })).json.look.words.en).toEqual({ title: 'Hello', subtitle: '' });
  });

  it('is that of a website: an account of another channel has none, and keeps the name that its channel gave it', async () => {
    const { admin, house } = await open(await url());
    const [web] = await house.store.channelAccounts.list();
    const other = { ...web!, id: newUlid(), kind: 'api-channel', token: 'api-channel:shop' };
    await house.store.channelAccounts.create(other);
    const answer = await admin('PATCH', `/api/v1/channels/${other.id}`, { body: { name: 'Mine', look: LOOK } });
    expect([answer.status, answer.json.code]).toEqual([404, 'channel.unknown']);
    expect(await house.store.channelAccounts.find(other.id)).toMatchObject({ name: web!.name, settings: web!.settings });
  });

  it('refuses what is no colour, no side, or not a line of text, by its name, and keeps what was', async () => {
    const { admin, house, id, set } = await open(await url());
    await set(LOOK);
    const refused = async (look: object) => {
      const { code, json, status } = await set({ ...LOOK, ...look });
      expect([status, code]).toEqual([422, 'input.invalid']);
      return Object.keys(json.meta.fields);
    };
    for (const color of ['', 'red', '#12', '#12345', '#1234567', '#ggg', 'rgb(1,2,3)', '#fff;}', 'var(--x)']) expect(await refused({ color }), color).toEqual(['look.color']);
    expect(await refused({ side: 'top' })).toEqual(['look.side']);
    for (const title of ['x'.repeat(61), 'two\nlines', 'a\u0000b', 'a\u2028b', 'half \ud83d', 7]) {
      expect(await refused({ words: { ...LOOK.words, 'zh-CN': { title, subtitle: '' } } }), JSON.stringify(title)).toEqual(['look.words.zh-CN.title']);
    }
    expect(await refused({ words: { ...LOOK.words, en: { title: '', subtitle: 'x'.repeat(161) } } })).toEqual(['look.words.en.subtitle']);
    expect(await refused({ words: { en: LOOK.words.en } })).toEqual(['look.words.zh-CN']);
    expect((await admin('GET', '/api/v1/channels')).json[0].look).toEqual(LOOK);
    const agent = await house.hire('lin');
    expect((await agent.call('PATCH', `/api/v1/channels/${id}`, { body: { look: DEFAULT_LOOK } })).code).toBe('auth.forbidden');
  });

  it('does not lose what is set of a website at the same time', async () => {
    const { house, id } = await open(await url());
    const { updateChannel } = house.departments;
    for (let round = 0; round < 5; round++) {
      await Promise.all([updateChannel(id, { look: LOOK }), updateChannel(id, { awayEmail: 'required' }), updateChannel(id, { allowedOrigins: ['*'] })]);
      expect(await house.store.channelAccounts.find(id)).toMatchObject({ allowedOrigins: ['*'], settings: { awayEmail: 'required', look: LOOK } });
      await house.store.channelAccounts.update(id, { settings: {}, allowedOrigins: [] });
    }
  });
});

it('reads what was kept by a release that knows more, or was written by hand', () => {
  expect(readLook(undefined)).toEqual(DEFAULT_LOOK);
  expect(readLook({ color: 'url(x)', side: 'top', words: { en: 'Hi', fr: {} }, font: 'serif' })).toEqual(DEFAULT_LOOK);
  expect(readLook({ ...LOOK, launcher: { icon: 'star' } })).toEqual(LOOK);
});

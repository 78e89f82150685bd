import { expect, it } from 'vitest';
import { RefusalError } from '#domain/errors.ts';
import type { Own } from '../../plugins/wechat/config.ts';
import { take } from '../../plugins/wechat/inbound.ts';
import { event, message, opened, plain, post, seconds, sign } from './support.ts';

it.each<[string, Readonly<Record<string, string | number>>, string]>([
  ['a picture that WeChat does not name', { MsgType: 'image', PicUrl: 'http://mmbiz.example/1' }, '[Picture]\nhttp://mmbiz.example/1'],
  ['a place', { MsgType: 'location', Location_X: '23.134521', Location_Y: '113.358803', Scale: 20, Label: '天河路' }, '[Location]\n天河路\n23.134521, 113.358803'],
  ['a link', { MsgType: 'link', Title: 'Shoes', Description: 'Red ones', Url: 'https://shop.example/shoes' }, '[Link]\nShoes\nRed ones\nhttps://shop.example/shoes'],
  ['what there was not when this was written', { MsgType: 'hologram' }, '[A message of the kind "hologram", which can only be seen in WeChat]'],
  ['nothing', { Content: '' }, '[A message of the kind "text", which can only be seen in WeChat]'],
  ['white space around it', { Content: '  hi  ' }, '  hi  '],
])('%s is read by agents', async (_what, fields, text) => {
  const tested = await opened(undefined, { credit: false });
  expect(await post(tested, message({ Content: 'x', ...fields }))).toMatchObject({ status: 200 });
  expect(tested.received.map(({ body }) => body.text)).toEqual([text]);
});

it.each<[string, string, string]>([
  ['subscribe', 'qrscene_door', 'Follows the account, by the QR code door'], ['subscribe', '', 'Follows the account'], ['SCAN', 'door', 'Scanned the QR code door'],
  ['unsubscribe', '', 'Does not follow the account any more: nothing reaches them'], ['VIEW', 'https://shop.example/', 'Opened a page from the menu: https://shop.example/'], ['user_get_card', '', 'Event at WeChat: user_get_card'],
])('agents read in the open chat of %s %s', async (name, EventKey, text) => {
  const tested = await opened(undefined, { credit: false });
  for (let i = 0; i < 3; i++) expect(await post(tested, event(name, { EventKey }))).toMatchObject({ status: 200, body: 'success' });
  expect([tested.received, tested.noted.map((note) => note.text)]).toEqual([[], [text]]);
});

it('a template message says what became of it', async () => {
  const tested = await opened(undefined, { credit: false, account: { ...plain, language: 'zh-CN' } });
  await post(tested, event('TEMPLATESENDJOBFINISH', { Status: 'success', MsgID: '1', CreateTime: 1 }));
  await post(tested, event('TEMPLATESENDJOBFINISH', { Status: 'failed:user block', MsgID: '2', CreateTime: Number(seconds()) }));
  expect(tested.noted.map(({ text }) => text)).toEqual(['模板消息已送达', '模板消息发送失败：failed:user block']);
});

it('a click begins a chat, a follow and a scan where the account says so', async () => {
  const tested = await opened(undefined, { credit: false, account: { ...plain, opens: true } });
  for (const [name, EventKey] of [['CLICK', 'help'], ['subscribe', ''], ['SCAN', 'door']] as const) await post(tested, event(name, { EventKey }));
  expect(tested.received.map(({ body }) => body.text)).toEqual(['[Menu] help', 'Follows the account', 'Scanned the QR code door']);
  const quiet = await opened(undefined, { credit: false });
  await post(quiet, event('CLICK', { EventKey: 'help' }));
  expect(quiet.received).toHaveLength(1);
});

it('beside the chat stands by which QR code they came, and where they are; no chat is filled with places', async () => {
  const tested = await opened();
  await post(tested, event('SCAN', { EventKey: 'door' }));
  for (const Latitude of ['1', '23.137466']) await post(tested, event('LOCATION', { Latitude, Longitude: '113.352425', Precision: '119', CreateTime: Number(seconds()) + Number(Latitude) | 0 }));
  expect(await tested.render('credit', { conversation: { channel: { account: 'shop', externalId: 'anna' } } })).toMatchObject([{ fields: [{}, {}, { label: 'QR code', value: 'door' }, { label: 'Location', value: '23.137466, 113.352425' }] }]);
  expect(tested.received).toHaveLength(1);
});

it.each([['message.too-long', true], ['message.refused', true], ['busy', false], ['unavailable', false], ['channel.unknown', false]] as const)('what a chat refuses with %s is %s to be taken for good', async (code, forGood) => {
  const logs: string[] = [];
  const ctx = {
    config: { accounts: [{ ...plain, aesKey: '', opens: false, api: 'https://api.example' }] }, data: { get: async () => undefined, set: async () => {} }, log: (...given: readonly unknown[]) => logs.push(JSON.stringify(given)),
    chats: { receive: () => Promise.reject(new RefusalError(code)) },
  } as unknown as Own;
  const timestamp = seconds();
  const taken = take(ctx, {
    method: 'POST', path: '/shop', params: { account: 'shop' }, query: { timestamp, nonce: 'n', signature: sign(plain.token, timestamp, 'n') }, rawQuery: '', headers: {}, encoding: 'utf8', ip: '', rawBody: message({ Content: 'a secret' }),
  });
  if (forGood) expect(await taken).toMatchObject({ status: 200, body: 'success' });
  // It comes again.
  else await expect(taken).rejects.toMatchObject({ refusal: { code } });
  expect(logs.map((line) => [line.includes(code), line.includes('secret')])).toEqual(forGood ? [[true, false]] : []);
});

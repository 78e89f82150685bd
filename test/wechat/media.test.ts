import { describe, expect, it } from 'vitest';
import { RefusalError } from '#domain/errors.ts';
import type { OutboundAnswer, OutboundRequest } from '#plugin/outbound.ts';
import type { WorkPiece } from '#plugin/define.ts';
import type { Own } from '../../plugins/wechat/config.ts';
import { bring, isFetching, queue } from '../../plugins/wechat/media.ts';
import { message, opened, plain, post, textsOf } from './support.ts';

const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const file = (type: string, more: Partial<OutboundAnswer> = {}): Partial<OutboundAnswer> => ({ status: 200, headers: { 'content-type': type }, bytes, ...more });
const refusal = (errcode: number): Partial<OutboundAnswer> => file('text/plain', { bytes: Buffer.from(JSON.stringify({ errcode, errmsg: `says ${errcode}` })) });

/** A WeChat that answers `media/get` with these, one after the other, and uploads with a number. */
function keeping(...answers: readonly Partial<OutboundAnswer>[]): (request: OutboundRequest) => Partial<OutboundAnswer> {
  const left = [...answers];
  let uploads = 0;
  return ({ url }) => {
    if (url.includes('/stable_token')) return { status: 200, body: '{"access_token":"t","expires_in":7200}' };
    if (url.includes('/media/upload')) return { status: 200, body: JSON.stringify({ type: 'image', media_id: `media-${++uploads}` }) };
    return url.includes('/custom/send') ? { status: 200, body: '{"errcode":0}' } : (left.shift() ?? file('image/jpeg'));
  };
}

const picture = (fields = {}): string => message({ MsgType: 'image', MediaId: 'media_-1', PicUrl: 'http://mmbiz.example/1', ...fields });

describe('what people send', () => {
  it.each<[string, Readonly<Record<string, string>>, string, string, string, string]>([
    ['a picture', { MsgType: 'image' }, 'image/jpeg', 'image', 'picture.jpg', ''], ['a recording', { MsgType: 'voice' }, 'audio/amr', 'voice', 'voice.amr', ''],
    ['a recording with its words', { MsgType: 'voice', Recognition: '我要退款' }, 'audio/amr', 'voice', 'voice.amr', '我要退款'], ['a film', { MsgType: 'shortvideo' }, 'video/mp4', 'file', 'video.mp4', ''],
  ])('is copied at once, and said when it is there: %s', async (_what, fields, type, kind, name, text) => {
    const tested = await opened(keeping(file(type)), { credit: false });
    expect(await post(tested, picture(fields))).toMatchObject({ status: 200, body: 'success' });
    // Whoever asks is answered before anything is fetched.
    expect([tested.requests, tested.received]).toEqual([[], []]);
    await tested.work();
    expect(tested.requests.at(-1)).toMatchObject({ url: 'https://api.weixin.qq.com/cgi-bin/media/get?access_token=t&media_id=media_-1', as: 'bytes' });
    expect(tested.received).toMatchObject([{ id: '23456789012345678', kind, body: { text, file: { name, type, size: bytes.length } } }]);
    expect([...tested.files.values()][0]?.bytes).toEqual(bytes);
  });

  it('is said before words that came behind it, and words without one are said at once', async () => {
    const tested = await opened(keeping({ status: 502, bytes }), { credit: false });
    const said = (): readonly unknown[] => tested.received.map(({ body, kind }) => [kind, body.text]);
    await post(tested, picture());
    for (const [index, Content] of ['look', 'at this'].entries()) await post(tested, message({ Content, MsgId: `5${index}` }));
    await tested.work();
    expect(said()).toEqual([]);
    tested.advance(10_000);
    await tested.work();
    expect(said()).toEqual([['image', ''], ['text', 'look'], ['text', 'at this']]);
    await post(tested, message({ Content: 'well?', MsgId: '60' }));
    expect(said().at(-1)).toEqual(['text', 'well?']);
    expect(tested.waiting).toEqual([]);
  });

  it('is said, and words behind it are waited for that come at that moment', async () => {
    const who = { account: 'shop', openid: 'anna' };
    const kept = new Map<string, unknown>([['media:shop:anna', 'picture']]);
    const behind = async <T>(answer: T): Promise<T> => {
      await queue(ctx, { ...who, id: 'words', text: 'look' });
      return answer;
    };
    const data = {
      get: async (key: string) => behind(kept.get(key)),
      set: async (key: string, value: unknown) => void kept.set(key, value),
      delete: async (key: string) => void kept.delete(key),
      replace: async (key: string, from: unknown, value: unknown) => behind(kept.get(key) === from && kept.set(key, value) === kept),
    };
    const ctx = { config: { accounts: [plain] }, data, queue: { add: async () => {} }, chats: { receive: async () => ({}) } } as unknown as Own;
    await bring(ctx, { payload: { ...who, id: 'picture', text: '[Picture]' } } as WorkPiece);
    expect(await isFetching(ctx, who)).toBe(true);
  });

  it('is said once, however often it is brought', async () => {
    const tested = await opened(keeping(), { credit: false });
    for (let i = 0; i < 3; i++) await post(tested, picture());
    await tested.work();
    await post(tested, picture());
    await tested.work();
    expect(tested.received).toHaveLength(1);
  });

  it('comes from the address that WeChat names for a film', async () => {
    const tested = await opened(keeping(file('text/plain', { bytes: Buffer.from('{"video_url":"https://video.example/1"}') }), file('video/mp4')), { credit: false });
    await post(tested, picture({ MsgType: 'video' }));
    await tested.work();
    expect(tested.requests.at(-1)).toMatchObject({ url: 'https://video.example/1', publicOnly: true });
    expect(tested.received).toMatchObject([{ kind: 'file', body: { file: { type: 'video/mp4' } } }]);
  });

  it('is given up where the film lies in no public place, so that what is said behind it goes on', async () => {
    const named = keeping(file('text/plain', { bytes: Buffer.from('{"video_url":"http://10.0.0.1/1"}') }));
    const answer = (request: OutboundRequest): Partial<OutboundAnswer> => {
      if (request.publicOnly === true) throw new RefusalError('http.not-allowed');
      return named(request);
    };
    const tested = await opened(answer, { credit: false });
    await post(tested, picture({ MsgType: 'video' }));
    await post(tested, message({ MsgType: 'text', Content: 'this one', MsgId: '77' }));
    await tested.work();
    expect(tested.received.map(({ kind }) => kind)).toEqual(['text', 'text']);
    expect(tested.received.at(-1)?.body.text).toBe('this one');
  });

  it('is asked for again while WeChat is busy', async () => {
    const tested = await opened(keeping(refusal(-1), { status: 502, bytes }), { credit: false });
    await post(tested, picture());
    await tested.work();
    for (const ms of [2_000, 4_000]) {
      expect(tested.received).toEqual([]);
      tested.advance(ms);
      await tested.work();
    }
    expect(tested.received).toMatchObject([{ kind: 'image' }]);
  });

  it.each<[string, Partial<OutboundAnswer>]>([['is not there', refusal(40007)], ['is larger than is taken', file('image/jpeg', { truncated: true })], ['has nothing in it', file('image/jpeg', { bytes: new Uint8Array() })]])('that %s is told in words', async (_how, answer) => {
    const tested = await opened(keeping(answer), { credit: false });
    await post(tested, picture());
    await tested.work();
    expect(tested.received).toMatchObject([{ id: '23456789012345678-missed', kind: 'text', body: { text: '[Picture]\nhttp://mmbiz.example/1' } }]);
    expect(tested.dead).toHaveLength(1);
  });

  it('is asked for under WeChat’s own names only', async () => {
    const tested = await opened(keeping(), { credit: false });
    await post(tested, picture({ MediaId: '../token?x=' }));
    await tested.work();
    expect([tested.requests, tested.received.map(({ kind }) => kind)]).toEqual([[], ['text']]);
  });
});

describe('what agents send', () => {
  it('is given to WeChat, and then said, its caption after it', async () => {
    const tested = await opened(keeping());
    for (const [seq, kind, type, text] of [[1, 'image', 'image/png', 'look'], [2, 'voice', 'audio/mpeg', '']] as const) {
      tested.say('', { to: 'anna', seq, kind, body: { text, file: tested.keep({ name: 'my "own"\r\n.png', type, bytes }) } });
    }
    await tested.work();
    const uploads = tested.requests.filter(({ url }) => url.includes('/media/upload'));
    expect(uploads.map(({ url }) => url.slice(-10))).toEqual(['type=image', 'type=voice']);
    const [{ bytes: body = new Uint8Array(), headers = {} }] = uploads as [OutboundRequest];
    const form = await new Response(Buffer.from(body), { headers: { 'content-type': headers['content-type'] ?? '' } }).formData();
    const media = form.get('media') as File;
    expect([media.name, media.type, new Uint8Array(await media.arrayBuffer())]).toEqual(['image.png', 'image/png', bytes]);
    const sent = tested.requests.filter(({ url }) => url.includes('/custom/send')).map((request) => JSON.parse(request.body ?? '') as object);
    expect(sent).toEqual([{ touser: 'anna', msgtype: 'image', image: { media_id: 'media-1' } }, { touser: 'anna', msgtype: 'text', text: { content: 'look' } }, { touser: 'anna', msgtype: 'voice', voice: { media_id: 'media-2' } }]);
  });

  it('is an address where WeChat does not take it', async () => {
    const tested = await opened(keeping());
    const large = new Uint8Array((2 << 20) + 1);
    for (const [seq, kind, type, content] of [[1, 'image', 'image/webp', bytes], [2, 'voice', 'audio/webm', bytes], [3, 'file', 'application/pdf', bytes], [4, 'voice', 'audio/amr', large]] as const) {
      tested.say('', { to: 'anna', seq, kind, body: { text: '', file: tested.keep({ name: `a.${seq}`, type, bytes: content }) } });
    }
    await tested.work();
    expect(textsOf(tested)).toEqual([1, 2, 3, 4].map((n) => `a.${n}\nhttps://chat.example/files/${String(n).padStart(32, '0')}`));
  });

  it('goes on behind a file that was taken', async () => {
    let refusals = 1;
    const tested = await opened((request) => (request.body?.includes('"text"') === true && refusals-- > 0 ? { status: 200, body: '{"errcode":-1}' } : keeping()(request)));
    tested.say('', { to: 'anna', seq: 1, kind: 'image', body: { text: 'look', file: tested.keep({ name: 'a.png', type: 'image/png', bytes }) } });
    await tested.work();
    tested.advance(5_000);
    await tested.work();
    expect(tested.requests.filter(({ url }) => url.includes('/media/upload'))).toHaveLength(1);
  });
});

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { OutboundAnswer } from '#plugin/outbound.ts';
import type { Own } from '../../plugins/wechat/config.ts';
import { hear } from '../../plugins/wechat/credit.ts';
import { answering, event, message, opened, plain, post, say, seconds, sentBy, textsOf } from './support.ts';

const undelivered = (reason: string, detail: string | RegExp) => [expect.objectContaining({ reason, detail: typeof detail === 'string' ? detail : expect.stringMatching(detail) })];

describe('what is said', () => {
  it('is sent to the person, with a token that is asked for once', async () => {
    const tested = await opened();
    say(tested, 'hello', '你好 😀');
    await tested.work();
    expect(sentBy(tested)).toEqual(['hello', '你好 😀'].map((content) => ({ touser: 'anna', msgtype: 'text', text: { content } })));
    const [token, ...calls] = tested.requests;
    expect(token).toMatchObject({ url: 'https://api.weixin.qq.com/cgi-bin/stable_token', method: 'POST', body: JSON.stringify({ grant_type: 'client_credential', appid: plain.appid, secret: plain.appsecret, force_refresh: false }) });
    expect(calls.map(({ url }) => url)).toEqual(Array(2).fill('https://api.weixin.qq.com/cgi-bin/message/custom/send?access_token=token-1'));
    expect(tested.data.get('token:shop')).toMatchObject({ value: 'token-1', until: expect.closeTo(Date.now() + 6_900_000, -4) });
  });

  it('asks for one token however many are said at once', async () => {
    const tested = await opened();
    for (const conversation of ['c1', 'c2', 'c3']) tested.say('hello', { conversation, to: 'anna' });
    await Promise.all([tested.work(), tested.work(), tested.work()]);
    expect(tested.requests.filter(({ url }) => url.endsWith('stable_token'))).toHaveLength(1);
  });

  it.each([40001, 40014, 42001])('is sent again at once with a new token after %i', async (code) => {
    const tested = await opened(answering(code));
    say(tested, 'hello');
    await tested.work();
    expect(textsOf(tested)).toEqual(['hello', 'hello']);
    expect(tested.requests.map(({ url }) => url.slice(-7))).toEqual(['e_token', 'token-1', 'e_token', 'token-2']);
    expect(tested.waiting).toEqual([]);
  });

  it.each<[string, readonly (number | Partial<OutboundAnswer>)[], number]>([
    ['-1', [-1], 5_000], ['a token that is refused twice', [40001, 42001], 5_000], ['45011, too fast', [45011], 60_000], ['500', [{ status: 500 }], 5_000], ['no JSON', [{ status: 200, body: '<html>' }], 5_000],
  ])('waits after %s', async (_what, codes, ms) => {
    const tested = await opened(answering(...codes));
    say(tested, 'hello');
    await tested.work();
    const before = sentBy(tested).length;
    tested.advance(ms - 1);
    await tested.work();
    expect([sentBy(tested).length, tested.undelivered]).toEqual([before, []]);
    tested.advance(1);
    await tested.work();
    expect([sentBy(tested).length, tested.waiting]).toEqual([before + 1, []]);
  });

  it('is not even tried for an hour once the calls of a day are spent, whoever it is for', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const tested = await opened(answering(45009));
    say(tested, 'hello');
    tested.say('you too', { to: 'bert', conversation: 'c-bert' });
    await tested.work();
    expect([textsOf(tested), tested.undelivered]).toEqual([['hello'], []]);
    vi.setSystemTime(Date.now() + 3_600_001);
    tested.advance(3_600_001);
    await tested.work();
    expect(textsOf(tested)).toEqual(['hello', 'hello', 'you too']);
  });

  it.each([40003, 43004, 48001, 40164, 40037])('is given up after %i', async (code) => {
    const tested = await opened(answering(code));
    say(tested, 'hello', 'and this');
    await tested.work();
    expect(tested.undelivered).toEqual(undelivered('refused', `${code} says ${code}`));
    expect(textsOf(tested)).toEqual(['hello', 'and this']);
  });

  it.each([45015, 45047])('is given up until they write again after %i', async (code) => {
    const tested = await opened(answering(code));
    say(tested, 'hello');
    await tested.work();
    expect(tested.undelivered).toEqual(undelivered('window-closed', `${code} says ${code}`));
    await post(tested, message({ MsgId: '2', CreateTime: Number(seconds()) + 2 }));
    say(tested, 'and this');
    await tested.work();
    expect(textsOf(tested)).toEqual(['hello', 'and this']);
  });

  it('tells administrators once an hour what only they can mend, and no secrets', async () => {
    const tested = await opened(answering(48001, 48001, 45009));
    say(tested, 'one', 'two', 'three');
    await tested.work();
    expect(tested.notices).toMatchObject([{ en: 'WeChat refuses what The shop sends (48001 says 48001). Look at its settings there and here.' }, { en: expect.stringContaining('no more calls of The shop today') }]);
    expect(JSON.stringify([tested.logs, tested.notices])).not.toMatch(/token-1|sixteen|QDG6eK/);
  });

  it('says that there is no token, and why', async () => {
    const tested = await opened(() => ({ status: 200, body: '{"errcode":40164,"errmsg":"invalid ip 192.0.2.1, not in whitelist"}' }));
    say(tested, 'hello');
    await tested.work();
    expect(tested.undelivered).toEqual(undelivered('refused', '40164 invalid ip 192.0.2.1, not in whitelist'));
    expect(tested.notices).toHaveLength(1);
  });

  it('comes with its choices as a menu, after what is too long for one', async () => {
    const tested = await opened();
    const long = `${'One. '.repeat(500)}Two.`;
    for (const [seq, text] of [[7, 'Red or blue?'], [8, long]] as const) tested.say(text, { to: 'anna', seq, kind: 'quick-replies', body: { text, choices: ['Red', 'Blue'] } });
    await tested.work();
    const menu = { list: [{ id: '1', content: 'Red' }, { id: '2', content: 'Blue' }], tail_content: '' };
    expect(sentBy(tested)).toEqual([
      { touser: 'anna', msgtype: 'msgmenu', msgmenu: { head_content: 'Red or blue?', ...menu } },
      { touser: 'anna', msgtype: 'text', text: { content: expect.stringMatching(/^One\..*One\.$/) } },
      { touser: 'anna', msgtype: 'msgmenu', msgmenu: { head_content: expect.stringMatching(/Two\.$/), ...menu } },
    ]);
  });

  it('goes on where it was cut off, and says no part twice', async () => {
    const tested = await opened(answering(0, -1));
    say(tested, `${'a'.repeat(2_000)}\n${'b'.repeat(2_000)}\n${'c'.repeat(2_000)}`);
    await tested.work();
    tested.advance(5_000);
    await tested.work();
    expect(textsOf(tested).map((text) => text?.[0])).toEqual(['a', 'b', 'b', 'c']);
  });
});

describe('credit', () => {
  const beside = async (tested: Awaited<ReturnType<typeof opened>>) => tested.render('credit', { conversation: { channel: { account: 'shop', externalId: 'anna' } } });
  const left = async (tested: Awaited<ReturnType<typeof opened>>): Promise<unknown> => {
    const [first] = (await beside(tested)) as readonly { readonly fields?: readonly { readonly value: string }[] }[];
    return first?.fields?.[0]?.value;
  };

  it('is five messages for each of theirs, within two days', async () => {
    const tested = await opened();
    expect(await beside(tested)).toEqual([{ type: 'fields', fields: [{ label: 'Messages left', value: '5 of 5' }, { label: 'Still for', value: '47 h' }] }]);
    say(tested, 'one', 'two', 'three');
    await tested.work();
    expect(await left(tested)).toBe('2 of 5');
    await post(tested, message({ MsgId: '2', CreateTime: Number(seconds()) + 2 }));
    expect(await left(tested)).toBe('5 of 5');
  });

  it.each<[string, number]>([['WeChat', 5], ['us, whose clock is ahead of WeChat’s stamp', 0]])('is not given again for a message that is brought a second time, late by the clock of %s', async (_whose, after) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const tested = await opened(undefined, { credit: false });
    const first = Number(seconds());
    await post(tested, message({ CreateTime: first }));
    await post(tested, message({ MsgId: '2', CreateTime: first + 1 }));
    say(tested, 'one', 'two');
    await tested.work();
    expect(await left(tested)).toBe('3 of 5');
    // Behind WeChat's clock, or ahead of its stamp.
    if (after === 0) vi.setSystemTime((first + 5) * 1_000);
    await post(tested, message({ CreateTime: first }), { timestamp: String(first + after) });
    expect([tested.received.length, await left(tested)]).toEqual([2, '3 of 5']);
    // Late, and nothing is known that is later.
    await post(tested, message({ MsgId: '3', CreateTime: first + 2 }), { timestamp: String(first + 6) });
    expect(await left(tested)).toBe('5 of 5');
  });

  it.each([['first', true], ['last', false]])('is that of the later message where both are brought at once, the older one late and %s', async (_turn, before) => {
    const tested = await opened(undefined, { credit: false });
    const first = Number(seconds()) - 5;
    const both = [() => post(tested, message({ CreateTime: first })), () => post(tested, message({ MsgId: '2', CreateTime: first + 5 }))];
    await Promise.all((before ? both : both.reverse()).map((one) => one()));
    expect(tested.data.get('person:shop:anna:heard-message')).toBe((first + 5) * 1_000);
  });

  it('costs a message that comes in time one write, and nothing is read for it', async () => {
    const used: string[] = [];
    const note = (name: string) => (key: string): Promise<undefined> => Promise.resolve(void used.push(`${name} ${key}`));
    const data = { get: note('get'), set: note('set'), replace: note('replace') } as unknown as Own['data'];
    const now = Date.now();
    await hear({ data } as Own, { account: 'shop', openid: 'anna' }, 'message', Math.floor(now / 1_000) * 1_000, now);
    expect(used).toEqual(['set person:shop:anna:heard-message']);
  });

  it('is three more within a minute of a click, and those are used first', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const tested = await opened();
    await post(tested, event('CLICK', { EventKey: 'help' }));
    expect(await left(tested)).toBe('8 of 8');
    say(tested, 'one');
    await tested.work();
    expect(await left(tested)).toBe('7 of 8');
    vi.setSystemTime(Date.now() + 60_000);
    expect(await left(tested)).toBe('5 of 5');
    say(tested, 'two');
    await tested.work();
    expect(await left(tested)).toBe('4 of 5');
  });

  it('is over after two days: nothing is sent, and agents are told', async () => {
    const tested = await opened(undefined, { credit: false });
    await post(tested, message({ CreateTime: Number(seconds()) - 48 * 3_600 }));
    say(tested, 'hello');
    await tested.work();
    // What they have just written may not be counted yet.
    expect([sentBy(tested), tested.undelivered]).toEqual([[], []]);
    tested.advance(1_000);
    await tested.work();
    expect(sentBy(tested)).toEqual([]);
    expect(tested.undelivered).toEqual(undelivered('window-closed', 'no message is left until they write again'));
    expect(await beside(tested)).toMatchObject([{ fields: [{ value: '0 of 0' }, { value: 'over' }] }, { type: 'text', tone: 'warning' }]);
  });

  it('that is low makes one message of short replies', async () => {
    const tested = await opened();
    say(tested, 'one', 'two', 'three', 'four', 'five', 'six', 'seven');
    await tested.work();
    expect(textsOf(tested)).toEqual(['one', 'two', 'three', 'four\nfive\nsix\nseven']);
    say(tested, 'eight');
    await tested.work();
    // Nothing is there to go along yet.
    expect(textsOf(tested)).toHaveLength(4);
    say(tested, 'nine');
    tested.advance(3_000);
    await tested.work();
    expect(textsOf(tested).at(-1)).toBe('eight\nnine');
    say(tested, 'ten', 'eleven');
    for (let i = 0; i < 3; i++) {
      await tested.work();
      tested.advance(1_000);
    }
    expect(tested.undelivered.map(({ reason }) => reason)).toEqual(['window-closed', 'window-closed']);
    expect(textsOf(tested)).toHaveLength(5);
  });

  it('makes one message of no more than WeChat takes, and of texts only', async () => {
    const tested = await opened();
    say(tested, 'one', 'two', 'three', 'x'.repeat(1_500), 'y'.repeat(540), 'z'.repeat(20));
    await tested.work();
    tested.advance(3_000);
    await tested.work();
    expect(textsOf(tested).slice(3)).toEqual([`${'x'.repeat(1_500)}\n${'y'.repeat(540)}`, 'z'.repeat(20)]);
  });

  it('that is not enough for all parts of a message is kept', async () => {
    const tested = await opened();
    say(tested, 'one', 'two', 'three', 'w'.repeat(7_000));
    await tested.work();
    expect(tested.undelivered).toEqual(undelivered('window-closed', 'needs 4 messages, and 2 are left until they write again'));
    expect(await left(tested)).toBe('2 of 5');
  });

  it('follows WeChat’s own count', async () => {
    const tested = await opened(answering(45047));
    say(tested, 'one', 'two');
    await tested.work();
    tested.advance(1_000);
    await tested.work();
    expect([textsOf(tested), tested.undelivered.length, await left(tested)]).toEqual([['one'], 2, '0 of 5']);
  });

  it('of somebody who was never heard nobody knows: WeChat decides', async () => {
    const tested = await opened(undefined, { credit: false });
    say(tested, 'hello');
    await tested.work();
    expect([textsOf(tested), await beside(tested)]).toEqual([['hello'], []]);
  });

  it('is not shown in chats of others', async () => {
    const tested = await opened();
    expect(await tested.render('credit')).toEqual([]);
    expect(await tested.render('credit', { locale: 'zh-CN', conversation: { channel: { account: 'shop', externalId: 'anna' } } })).toMatchObject([{ fields: [{ label: '剩余条数', value: '5 / 5' }, { value: '47 小时' }] }]);
  });
});

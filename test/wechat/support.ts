import { createCipheriv, createHash } from 'node:crypto';
import type { RouteAnswer } from '#plugin/define.ts';
import type { OutboundAnswer, OutboundRequest } from '#plugin/outbound.ts';
import { testPlugin, type TestedPlugin } from '#plugin/testing.ts';
import plugin from '../../plugins/wechat/index.ts';

/** Tencent's own samples of keys. */
export const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
export const APPID = 'wxb11529c136998cb6';
export const TOKEN = 'QDG6eK';

export const plain = { id: 'shop', name: 'The shop', department: 'd1', appid: APPID, appsecret: 'a secret of sixteen or more', token: TOKEN, language: 'en' } as const;
export const secret = { ...plain, aesKey: AES_KEY };

export const seconds = (at = Date.now()): string => String(Math.floor(at / 1_000));
export const sign = (...parts: readonly string[]): string => createHash('sha1').update([...parts].sort().join('')).digest('hex');

/** As WeChat encrypts; `padding` and `random` for those who do not. */
export function encrypt(message: string, { appid = APPID, key = AES_KEY, random = 'aaaabbbbccccdddd', pad = (n: number): Buffer => Buffer.alloc(n, n) } = {}): string {
  const aes = Buffer.from(`${key}=`, 'base64');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(message));
  const whole = Buffer.concat([Buffer.from(random), length, Buffer.from(message), Buffer.from(appid)]);
  const cipher = createCipheriv('aes-256-cbc', aes, aes.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([whole, pad(32 - (whole.length % 32))])), cipher.final()]).toString('base64');
}

const cdata = (value: string): string => `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
export const xml = (fields: Readonly<Record<string, string | number>>): string =>
  `<xml>\n${Object.entries(fields).map(([name, value]) => `<${name}>${typeof value === 'number' ? value : cdata(value)}</${name}>`).join('\n')}\n</xml>`;

/** A message of Anna's. */
export const message = (fields: Readonly<Record<string, string | number>> = {}): string =>
  xml({ ToUserName: 'gh_shop', FromUserName: 'anna', CreateTime: Number(seconds()), MsgType: 'text', Content: 'hello', MsgId: '23456789012345678', ...fields });
export const event = (name: string, fields: Readonly<Record<string, string | number>> = {}): string =>
  xml({ ToUserName: 'gh_shop', FromUserName: 'anna', CreateTime: Number(seconds()), MsgType: 'event', Event: name, EventKey: '', ...fields });

export interface Posting { readonly timestamp?: string; readonly token?: string; readonly account?: string; readonly query?: Readonly<Record<string, string>> }

export const post = (tested: TestedPlugin, body: string, { account = 'shop', query = {}, timestamp = seconds(), token = TOKEN }: Posting = {}): Promise<RouteAnswer> =>
  tested.request({ path: `/${account}`, rawBody: body, query: { timestamp, nonce: '372623539', signature: sign(token, timestamp, '372623539'), ...query } });

export const postSecret = (tested: TestedPlugin, encrypted: string, { timestamp = seconds(), ...more }: Posting = {}): Promise<RouteAnswer> =>
  post(tested, xml({ ToUserName: 'gh_shop', Encrypt: encrypted }), { timestamp, ...more, query: { encrypt_type: 'aes', msg_signature: sign(more.token ?? TOKEN, timestamp, '372623539', encrypted), ...more.query } });

/** What WeChat answers to what is sent, one after the other; then success. Tokens are `token-1`, `token-2`, … */
export function answering(...codes: readonly (number | Partial<OutboundAnswer>)[]): (request: OutboundRequest) => Partial<OutboundAnswer> {
  const left = [...codes];
  let tokens = 0;
  return ({ url }) => {
    if (url.endsWith('/cgi-bin/stable_token')) return { status: 200, body: JSON.stringify({ access_token: `token-${++tokens}`, expires_in: 7_200 }) };
    const next = left.shift() ?? 0;
    return typeof next === 'number' ? { status: 200, body: JSON.stringify({ errcode: next, errmsg: `says ${next}` }) } : next;
  };
}

/** Switched on; `credit`: Anna has just written. */
export async function opened(answer = answering(), { account = plain, credit = true }: { readonly account?: object; readonly credit?: boolean } = {}): Promise<TestedPlugin> {
  const tested = await testPlugin(plugin, { config: { accounts: [account] }, answer });
  if (credit) await post(tested, message());
  return tested;
}

/** What WeChat was given to say, in order. */
export const sentBy = ({ requests }: TestedPlugin): readonly Sent[] =>
  requests.filter(({ url }) => url.includes('/message/custom/send')).map(({ body = '' }) => JSON.parse(body) as Sent);
interface Sent { readonly touser: string; readonly msgtype: string; readonly text?: { readonly content: string }; readonly msgmenu?: object }

export const textsOf = (tested: TestedPlugin): readonly (string | undefined)[] => sentBy(tested).map(({ text }) => text?.content);
/** Says these one after the other, as one agent in one chat would. */
export function say(tested: TestedPlugin, ...texts: readonly string[]): void {
  for (const text of texts) tested.say(text, { to: 'anna', seq: (saying += 1) });
}
let saying = 1;

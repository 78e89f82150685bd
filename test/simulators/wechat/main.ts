import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { serveErrands, type Answer, type Mood, type Utterance } from '../simulator.ts';
import { serveApi, type Whim } from './api.ts';
import { checkAddress, deliver, xmlOf, type Delivered, type Flaw, type Official } from './delivery.ts';
import { Limits } from './limits.ts';
import { Media } from './media.ts';
import { openidOf } from './openid.ts';
import { Tokens } from './tokens.ts';

/** 64 bits, the same for what is brought again. */
const messageId = (id: string): string => String(createHash('sha256').update(id).digest().readBigUInt64BE(0) >> 1n);

const WHIMS: Readonly<Record<Mood, Whim>> = { fine: 'take', lying: 'take-and-say-nothing', busy: -1, closed: 45015, never: 43004 };

/** What only this provider can do: `event`, `medium` (a person sends one), `codes` for the next calls, `expire`, `revoke`, `calls` left today, `age` of a person, ms. */
interface Deeds {
  readonly event: { readonly origin: string; readonly person: string; readonly name: string; readonly fields?: Readonly<Record<string, string | number>> };
  readonly medium: { readonly origin: string; readonly person: string; readonly id: string; readonly as: 'image' | 'voice' | 'video'; readonly type: string; readonly base64: string };
  readonly codes: readonly number[];
  readonly age: { readonly person: string; readonly ms: number };
  readonly calls: number;
}

/** An official account at WeChat: `node main.ts <id> <appid> <secret> <token> [EncodingAESKey]`. It knows WeChat's protocol and nothing of the plugin. */
function main(id: string, official: Official): void {
  const [limits, media, tokens, moods, people] = [new Limits(), new Media(), new Tokens(), new Map<string, Mood>(), new Map<string, string>()];
  const codes: number[] = [];
  let sent = 0;
  const person = (openid: string): string => people.get(openid) ?? openid;
  const known = (name: string): string => {
    const openid = openidOf(name);
    people.set(openid, name);
    return openid;
  };
  const bring = (origin: string, fields: Readonly<Record<string, string | number>>, flaw?: Flaw): Promise<Delivered> =>
    deliver(`${origin}/plugins/wechat/${id}`, xmlOf({ ToUserName: 'gh_simulated', CreateTime: Math.floor(Date.now() / 1_000), ...fields }), official, flaw);

  const say = async ({ as, flaw, id: message, origin, person: name, text }: Utterance): Promise<Answer> => {
    const openid = known(name);
    if (flaw === undefined) limits.wrote(openid, Date.now());
    const chosen = as === 'choice' ? { bizmsgmenuid: '1' } : {};
    return bring(origin, { FromUserName: openid, MsgType: 'text', Content: text, MsgId: messageId(message), ...chosen }, flaw as Flaw | undefined);
  };

  const deed = async (name: string, value: unknown): Promise<Answer | null> => {
    switch (name) {
      case 'check': return { status: (await checkAddress(`${String(value)}/plugins/wechat/${id}`, official)) ? 200 : 401, body: '' };
      case 'event': {
        const { fields = {}, name: event, origin, person: who } = value as Deeds['event'];
        const openid = known(who);
        if (event === 'unsubscribe') limits.left(openid);
        else if (['CLICK', 'SCAN', 'subscribe'].includes(event)) limits.did(openid, Date.now());
        return bring(origin, { FromUserName: openid, MsgType: 'event', Event: event, EventKey: '', ...fields });
      }
      case 'medium': {
        const { as, base64, id: message, origin, person: who, type } = value as Deeds['medium'];
        const openid = known(who);
        limits.wrote(openid, Date.now());
        return bring(origin, { FromUserName: openid, MsgType: as, MediaId: media.keep(as, type, Buffer.from(base64, 'base64')).id, MsgId: messageId(message), ...(as === 'image' ? { PicUrl: 'http://mmbiz.example/1' } : {}) });
      }
      case 'codes': codes.push(...(value as Deeds['codes'])); break;
      case 'age': limits.age(known((value as Deeds['age']).person), (value as Deeds['age']).ms); break;
      case 'calls': limits.callsLeft = value as Deeds['calls']; break;
      case 'expire': tokens.expire(Date.now()); break;
      case 'revoke': tokens.revoke(); break;
      case 'asked': return { status: 200, body: String(tokens.asked) };
      default: throw new Error(`WeChat does not do ${name}`);
    }
    return null;
  };

  const tell = serveErrands((errand) => {
    if ('say' in errand) return say(errand.say);
    if ('mood' in errand) moods.set(errand.person, errand.mood);
    return 'deed' in errand ? deed(errand.deed, errand.with) : null;
  });
  const server = serveApi({
    official, limits, media, tokens,
    whim: (openid) => codes.shift() ?? WHIMS[moods.get(person(openid)) ?? 'fine'],
    typed: (openid) => tell({ typed: person(openid) }),
    // Replies that came as one stand below each other.
    arrived: ({ choices, file, openid, text }) => {
      sent++;
      for (const [line, said] of text.split('\n').entries()) tell({ got: { id: `${sent}-${line}`, to: person(openid), text: file === undefined ? said : `${said} ${file.type} ${file.bytes}`, genuine: true, ...(choices === undefined ? {} : { choices }) } });
    },
  });
  server.listen(0, '127.0.0.1', () => tell({ listening: (server.address() as AddressInfo).port }));
}

const [id, appid, secret, token, aesKey = ''] = process.argv.slice(2);
if (import.meta.main && id !== undefined && appid !== undefined && secret !== undefined && token !== undefined) main(id, { appid, secret, token, aesKey });

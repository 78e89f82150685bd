import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Official } from './delivery.ts';
import { MAX_TEXT_BYTES, type Limits } from './limits.ts';
import type { Media } from './media.ts';
import type { Tokens } from './tokens.ts';

/** What came to somebody's phone. */
export interface Arrived {
  readonly openid: string;
  readonly text: string;
  readonly choices?: readonly string[];
  readonly file?: { readonly type: string; readonly bytes: number };
}

type Json = Readonly<Record<string, unknown>>;

/** What else than the rules decides over a message to a person. */
export type Whim = 'take' | 'take-and-say-nothing' | number;

export interface Account {
  readonly official: Official;
  readonly limits: Limits;
  readonly media: Media;
  readonly tokens: Tokens;
  readonly whim: (openid: string) => Whim;
  readonly arrived: (what: Arrived) => void;
  readonly typed: (openid: string) => void;
}

const objectIn = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** WeChat's own API for official accounts, as much of it as customer service needs. */
export function serveApi(account: Account): Server {
  return createServer((request, response) => void answer(account, request, response).catch(() => response.destroy()));
}

async function answer(account: Account, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  const raw = Buffer.concat(chunks);
  const isJson = request.headers['content-type'] === 'application/json';
  const body = isJson ? objectIn(JSON.parse(raw.toString())) : {};
  const say = (json: Json): void => void response.writeHead(200, { 'content-type': 'application/json; encoding=utf-8' }).end(JSON.stringify(json));
  const says = (errcode: number): void => say({ errcode, errmsg: errcode === 0 ? 'ok' : `error ${errcode} rid: 65a8f1b2` });
  const film = account.media.filmAt(url.pathname);
  if (film !== undefined) return void response.writeHead(200, { 'content-type': film.type }).end(film.bytes);
  if (request.method === 'POST' && url.pathname === '/cgi-bin/stable_token') return say(tokenFor(account, body));
  const token = account.tokens.check(url.searchParams.get('access_token'), Date.now());
  if (token !== 0) return says(token);
  switch (url.pathname) {
    case '/cgi-bin/message/custom/send': {
      const code = send(account, body);
      return code === 'silence' ? void response.destroy() : says(code);
    }
    case '/cgi-bin/message/custom/typing': {
      if (!['Typing', 'CancelTyping'].includes(textIn(body['command']))) return says(45072);
      if (body['command'] === 'Typing') account.typed(textIn(body['touser']));
      return says(0);
    }
    case '/cgi-bin/media/get': {
      const medium = account.media.find(url.searchParams.get('media_id') ?? '');
      if (medium === undefined) return void response.writeHead(200, { 'content-type': 'text/plain' }).end('{"errcode":40007,"errmsg":"invalid media_id"}');
      if (medium.type.startsWith('video/')) return say({ video_url: `${url.origin}${account.media.filmOf(medium)}` });
      return void response.writeHead(200, { 'content-type': medium.type, 'content-disposition': 'attachment; filename="of-wechat"' }).end(medium.bytes);
    }
    case '/cgi-bin/media/upload': {
      const taken = await account.media.upload(url.searchParams.get('type') ?? '', raw, request.headers['content-type'] ?? '');
      return typeof taken === 'number' ? says(taken) : say({ type: taken.as, media_id: taken.id, created_at: Math.floor(Date.now() / 1_000) });
    }
    default: return void response.writeHead(404).end();
  }
}

function tokenFor({ official, tokens }: Account, { appid, force_refresh: force = false, grant_type: grant, secret }: Json): Json {
  if (grant !== 'client_credential') return { errcode: 40002, errmsg: 'invalid grant_type' };
  if (appid !== official.appid) return { errcode: 40013, errmsg: 'invalid appid' };
  if (secret !== official.secret) return { errcode: 40125, errmsg: 'invalid appsecret' };
  return tokens.give(force === true, Date.now());
}

function send({ arrived, limits, media, whim }: Account, body: Json): number | 'silence' {
  const openid = textIn(body['touser']);
  const message = contentOf(body, media);
  if (typeof message === 'number') return message;
  const mood = whim(openid);
  if (typeof mood === 'number') return mood;
  const code = limits.send(openid, Date.now());
  if (code !== 0) return code;
  arrived({ openid, ...message });
  return mood === 'take' ? 0 : 'silence';
}

/** What would be shown, or an error code. */
function contentOf(body: Json, media: Media): Omit<Arrived, 'openid'> | number {
  switch (body['msgtype']) {
    case 'text': {
      const text = textIn(objectIn(body['text'])['content']);
      return text === '' ? 44004 : Buffer.byteLength(text) > MAX_TEXT_BYTES ? 45002 : { text };
    }
    case 'msgmenu': {
      const { head_content: head, list, tail_content: tail } = objectIn(body['msgmenu']);
      const choices = (Array.isArray(list) ? list : []).map((item) => textIn(objectIn(item)['content']));
      if (choices.length === 0 || choices.includes('')) return 44004;
      return Buffer.byteLength(JSON.stringify([head, tail, ...choices])) > 2 * MAX_TEXT_BYTES ? 45002 : { text: `${textIn(head)}${textIn(tail)}`, choices };
    }
    case 'image': case 'voice': {
      const medium = media.find(textIn(objectIn(body[body['msgtype']])['media_id']));
      return medium === undefined || medium.as !== body['msgtype'] ? 40007 : { text: `[${medium.as}]`, file: { type: medium.type, bytes: medium.bytes.length } };
    }
    default: return 40008;
  }
}

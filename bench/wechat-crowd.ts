import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { latencyOf } from './generator/latencies.ts';
import { mulberry32 } from './generator/schedule.ts';
import type { Latency } from './generator/plan.ts';

/** What the crowd is to do: `at` of a flock is one instant, else so many messages a second. */
export type CrowdOrder =
  | { readonly do: 'gather'; readonly url: string; readonly users: number; readonly account: CrowdAccount }
  /** `rate`: messages a second, as they come; `all`: everybody writes within this time, ms. */
  | { readonly do: 'write'; readonly rate: number; readonly seconds: number; readonly seed: number }
  | { readonly do: 'flock'; readonly withinMs: number };

export interface CrowdAccount { readonly appid: string; readonly token: string; readonly aesKey: string }

export interface CrowdResult {
  readonly messages: number;
  /** What was not answered with success, by status; 0 where no answer came. */
  readonly refused: Readonly<Record<string, number>>;
  /** From the intended time to `success`, of those. */
  readonly ack: Latency;
  /** What the crowd itself was late. */
  readonly lag: Latency;
}

/** So many connections WeChat's machines hold at most; more is waited for. */
const CONNECTIONS = 2_000;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
let url = '';
let account: CrowdAccount = { appid: '', token: '', aesKey: '' };
let users = 0;
let numbered = 1_000_000_000_000;

function letter(user: number): { readonly query: string; readonly body: string } {
  const message = ++numbered;
  const seconds = Math.floor(Date.now() / 1_000);
  const xml = `<xml><ToUserName><![CDATA[gh_bench]]></ToUserName><FromUserName><![CDATA[o-bench-user-${user}]]></FromUserName><CreateTime>${seconds}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${message} is what I wanted to ask you about, please tell me soon]]></Content><MsgId>${message}</MsgId></xml>`;
  const key = Buffer.from(`${account.aesKey}=`, 'base64');
  const bare = Buffer.concat([randomBytes(16), lengthOf(xml), Buffer.from(xml + account.appid)]);
  const fill = 32 - (bare.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const encrypted = Buffer.concat([cipher.update(Buffer.concat([bare, Buffer.alloc(fill, fill)])), cipher.final()]).toString('base64');
  const signed = createHash('sha1').update([account.token, String(seconds), String(message), encrypted].sort().join('')).digest('hex');
  return { query: `timestamp=${seconds}&nonce=${message}&encrypt_type=aes&msg_signature=${signed}`, body: `<xml><ToUserName><![CDATA[gh_bench]]></ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>` };
}

function lengthOf(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  return length;
}

/** The status; 200 only for `success`. */
function post(user: number): Promise<number> {
  const { body, query } = letter(user);
  return new Promise((resolve) => {
    const sent = request(`${url}?${query}`, { method: 'POST', agent, headers: { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) } }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (part: string) => (answer += part)).on('end', () => resolve(response.statusCode === 200 && answer !== 'success' ? 0 : (response.statusCode ?? 0)));
    });
    sent.on('error', () => resolve(0)).end(body);
  });
}

/** `at`: ms after the start, in order. */
async function write(at: readonly number[], pick: (index: number) => number): Promise<CrowdResult> {
  const [acks, lags, refused]: [number[], number[], Record<string, number>] = [[], [], {}];
  const under: Promise<void>[] = [];
  const began = performance.now() + 50;
  for (const [index, due] of at.entries()) {
    const wait = began + due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    lags.push(performance.now() - began - due);
    under.push(post(pick(index)).then((status) => {
      if (status === 200) acks.push(performance.now() - began - due);
      else refused[status] = (refused[status] ?? 0) + 1;
    }));
  }
  await Promise.all(under);
  return { messages: at.length, refused, ack: latencyOf(Float64Array.from(acks)), lag: latencyOf(Float64Array.from(lags)) };
}

/** Everybody's first message begins a chat: not faster than the house begins them. */
const FIRST_RATE = 200;

async function perform(order: CrowdOrder): Promise<CrowdResult> {
  switch (order.do) {
    case 'gather':
      ({ account, url, users } = order);
      return write(Array.from({ length: users }, (_, index) => (index * 1_000) / FIRST_RATE), (index) => index);
    case 'write': {
      const random = mulberry32(order.seed);
      const at: number[] = [];
      for (let time = 0; time < order.seconds * 1_000; time += (-Math.log(1 - random()) * 1_000) / order.rate) at.push(time);
      return write(at, () => Math.floor(random() * users));
    }
    case 'flock': return write(Array.from({ length: users }, (_, index) => (index * order.withinMs) / users), (index) => index);
  }
}

process.on('message', (order: CrowdOrder) => void perform(order).then((result) => process.send?.(result)));
process.on('disconnect', () => process.exit());

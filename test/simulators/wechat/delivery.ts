import { randomInt } from 'node:crypto';
import { seal, signatureOf } from './cipher.ts';

export interface Official {
  readonly appid: string;
  readonly secret: string;
  readonly token: string;
  /** Empty: in the clear. */
  readonly aesKey: string;
}

/** How long WeChat waits for an answer, ms, and how often it tries. */
const PATIENCE_MS = 5_000;
const TRIES = 3;

export interface Delivered {
  /** 0: no answer came. */
  readonly status: number;
  readonly body: string;
  readonly tries: number;
  /** From the first byte to the answer that was taken, ms. */
  readonly ms: number;
}

/** What makes a letter other than WeChat would. */
export type Flaw = 'old' | 'forged' | 'nowhere' | 'plain' | 'altered' | 'foreign';

const escaped = (value: string): string => `<![CDATA[${value.split(']]>').join(']]]]><![CDATA[>')}]]>`;

/** Numbers stand bare, as WeChat writes them. */
export const xmlOf = (fields: Readonly<Record<string, string | number>>): string =>
  `<xml>${Object.entries(fields).map(([name, value]) => `<${name}>${typeof value === 'number' ? value : escaped(value)}</${name}>`).join('\n')}</xml>`;

function letter(xml: string, { aesKey, appid, token }: Official, flaw: Flaw | undefined): { readonly query: string; readonly body: string } {
  const timestamp = String(Math.floor(Date.now() / 1_000) - (flaw === 'old' ? 301 : 0));
  const nonce = String(randomInt(1e9));
  const key = flaw === 'forged' ? 'anotherToken' : token;
  const query = new URLSearchParams({ signature: signatureOf(key, timestamp, nonce), timestamp, nonce, openid: 'of nobody in particular' });
  if (aesKey === '' || flaw === 'plain') return { query: String(query), body: xml };
  const encrypted = seal(xml, aesKey, flaw === 'foreign' ? 'wx0000000000000000' : appid);
  query.set('encrypt_type', 'aes');
  query.set('msg_signature', signatureOf(key, timestamp, nonce, encrypted));
  const given = flaw === 'altered' ? `${encrypted[0] === 'A' ? 'B' : 'A'}${encrypted.slice(1)}` : encrypted;
  return { query: String(query), body: xmlOf({ ToUserName: 'gh_simulated', Encrypt: given }) };
}

/** As WeChat brings it: until it is taken, three times at most, each signed anew. Refusals of a flawed letter end it. */
export async function deliver(url: string, xml: string, official: Official, flaw?: Flaw): Promise<Delivered> {
  const began = performance.now();
  for (let tries = 1; ; tries++) {
    const { body, query } = letter(xml, official, flaw);
    const answer = await fetch(`${flaw === 'nowhere' ? url.replace(/[^/]+$/, 'elsewhere') : url}?${query}`, { method: 'POST', body, headers: { 'content-type': 'text/xml' }, signal: AbortSignal.timeout(PATIENCE_MS) })
      .then(async (response) => ({ status: response.status, body: await response.text() }), () => ({ status: 0, body: '' }));
    const taken = answer.status === 200 && (answer.body === 'success' || answer.body === '');
    if (taken || flaw !== undefined || tries === TRIES) return { ...answer, tries, ms: performance.now() - began };
  }
}

/** As WeChat asks whether an address is the account's. */
export async function checkAddress(url: string, { token }: Official): Promise<boolean> {
  const [timestamp, nonce, echostr] = [String(Math.floor(Date.now() / 1_000)), String(randomInt(1e9)), String(randomInt(1e12))];
  const response = await fetch(`${url}?${new URLSearchParams({ signature: signatureOf(token, timestamp, nonce), timestamp, nonce, echostr })}`);
  return response.status === 200 && (await response.text()) === echostr;
}

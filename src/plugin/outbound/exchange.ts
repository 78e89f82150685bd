import { request as sendHttp, type IncomingMessage } from 'node:http';
import { request as sendHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { OutboundAnswer } from '../outbound.ts';
import { MAX_BYTES, MAX_TEXT_BYTES, type Call } from './allowed.ts';

/** One request to one of the addresses that were checked, and its answer. */
export async function exchange({ url, name, port, method, headers, body, as }: Call, addresses: readonly string[], signal: AbortSignal): Promise<OutboundAnswer> {
  const send = url.protocol === 'https:' ? sendHttps : sendHttp;
  const sent = send({
    host: name, port, method, headers, signal,
    path: url.pathname + url.search,
    lookup: answering(addresses),
    // A connection for each request: a kept one was checked for the rules and the addresses of another, and Node's agent asks
    // for its host and port only.
    agent: false,
    rejectUnauthorized: true, // whatever NODE_TLS_REJECT_UNAUTHORIZED says
  });
  try {
    return await new Promise<OutboundAnswer>((resolve, reject) => {
      sent.on('response', (response) => resolve(answerOf(response, as)));
      sent.on('error', reject);
      sent.on('close', () => reject(new Error('closed without an answer'))); // a 101 closes without an error
      sent.end(body);
    });
  } finally {
    sent.destroy();
  }
}

/** The name is never asked for again: between check and use it could mean somebody else. */
function answering(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  const [first = ''] = addresses;
  return (_name, options, answer) => (options.all === true ? answer(null, all) : answer(null, first, isIP(first)));
}

async function answerOf(response: IncomingMessage, as: Call['as']): Promise<OutboundAnswer> {
  const most = as === 'bytes' ? MAX_BYTES : MAX_TEXT_BYTES;
  const headers = Object.entries(response.headers).map(([name, value = '']) => [name, typeof value === 'string' ? value : value.join(', ')] as const);
  // One that grows where nobody has said how much comes: a million parts of a byte each would cost a hundred times the limit.
  let kept = Buffer.alloc(Math.min(most, Number(response.headers['content-length']) || 0));
  let length = 0;
  let truncated = false;
  for await (const part of response as AsyncIterable<Buffer>) {
    const taken = Math.min(part.length, most - length);
    if (length + taken > kept.length) kept = Buffer.concat([kept], Math.min(most, 2 * (length + taken)));
    length += part.copy(kept, length, 0, taken);
    truncated = taken < part.length;
    if (truncated) break;
  }
  const answer = { status: response.statusCode ?? 0, headers: Object.fromEntries(headers), truncated };
  if (as === 'bytes') return { ...answer, body: '', bytes: length === kept.length ? new Uint8Array(kept.buffer, kept.byteOffset, length) : new Uint8Array(kept.subarray(0, length)) };
  // As a stream where it was cut, so that no half character is left at the end.
  const body = new TextDecoder().decode(kept.subarray(0, length), { stream: truncated });
  return { ...answer, body };
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the next calls get, until another script: a completion of these words, or whatever else a server may answer. */
export interface Script {
  readonly content?: string;
  readonly finish?: 'length' | 'stop';
  /** Left out: as many as a count of words says; null: it says nothing of them. */
  readonly tokens?: number | null;
  readonly status?: number;
  readonly body?: string;
  readonly delayMs?: number;
}

/** A call that it has taken for good. */
export interface Asked {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly temperature?: number;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
}

interface Order {
  readonly n: number;
  /** Left out: it goes on as it does. */
  readonly script?: Script;
}
type Report = { readonly listening: number } | { readonly asked: Asked } | { readonly did: number };

const KNOWN: ReadonlySet<string> = new Set(['model', 'messages', 'stream', 'temperature', 'max_tokens', 'max_completion_tokens']);
const REASONER = 'reasoner';

/** A server with an API like OpenAI's: `node openai.ts <key> <model>`, and a model `reasoner`. It knows that API's rules, and nothing of who calls. */
function main(key: string, model: string): void {
  let script: Script = {};
  const tell = (report: Report): void => void process.send?.(report);

  const flawOf = (body: Readonly<Record<string, unknown>>): string | undefined => {
    const unknown = Object.keys(body).find((name) => !KNOWN.has(name));
    if (unknown !== undefined) return `Unrecognized request argument supplied: ${unknown}`;
    const { max_completion_tokens: completion, max_tokens: tokens, messages, stream, temperature } = body;
    if (!Array.isArray(messages) || messages.length === 0) return 'messages: a list that is not empty';
    for (const message of messages as readonly Readonly<Record<string, unknown>>[]) {
      if (!['system', 'user', 'assistant'].includes(String(message['role'])) || typeof message['content'] !== 'string') return 'messages: a role and a content each';
    }
    if (stream !== undefined && stream !== false) return 'Streams are not served here';
    for (const count of [tokens, completion]) if (count !== undefined && (!Number.isInteger(count) || Number(count) < 1)) return 'A count of tokens is a whole number above 0';
    if (temperature !== undefined && !(Number(temperature) >= 0 && Number(temperature) <= 2)) return 'temperature: 0 to 2';
    if (body['model'] !== REASONER) return undefined;
    if (tokens !== undefined) return "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    return temperature === undefined ? undefined : "Unsupported value: 'temperature' does not support this with this model.";
  };

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = (status: number, body: object | string): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body));
    const refuse = (status: number, message: string): void => answer(status, { error: { message, type: 'invalid_request_error' } });
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return refuse(404, `Unknown request URL: ${request.method} ${request.url}`);
    if (request.headers.authorization !== `Bearer ${key}`) return refuse(401, 'Incorrect API key provided');
    if (request.headers['content-type'] !== 'application/json') return refuse(400, 'JSON is needed');
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked & Readonly<Record<string, unknown>>;
    if (body.model !== model && body.model !== REASONER) return refuse(404, `The model \`${body.model}\` does not exist`);
    const flaw = flawOf(body);
    if (flaw !== undefined) return refuse(400, flaw);
    tell({ asked: body });
    const { body: given, content = 'It does not say. [1]', delayMs = 0, finish = 'stop', status = 200, tokens = JSON.stringify(body.messages).split(/\s+/).length } = script;
    if (delayMs > 0) await sleep(delayMs);
    if (given !== undefined) return answer(status, given);
    if (status !== 200) return refuse(status, `This server answers ${status}`);
    answer(200, {
      id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: body.model, choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finish }],
      ...(tokens === null ? {} : { usage: { prompt_tokens: tokens, completion_tokens: 0, total_tokens: tokens } }),
    });
  };

  process.on('message', ({ n, script: next = script }: Order) => {
    script = next;
    tell({ did: n });
  });
  const server = createServer((request, response) => void take(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1', () => tell({ listening: (server.address() as AddressInfo).port }));
}

const [key, model] = process.argv.slice(2);
if (import.meta.main && key !== undefined && model !== undefined) main(key, model);

export interface OpenAi {
  readonly port: number;
  /** The base address of its API. */
  readonly url: string;
  /** All that it was asked, up to now: what it has answered is in it. */
  asked(): Promise<readonly Asked[]>;
  script(script: Script): Promise<void>;
  end(): Promise<void>;
}

/** Starts one in a process of its own. */
export async function startOpenAi(withKey: string, withModel: string): Promise<OpenAi> {
  const child = fork(import.meta.filename, [withKey, withModel]);
  const asked: Asked[] = [];
  const waiting = new Map<number, () => void>();
  const up = Promise.withResolvers<number>();
  child.once('exit', (code) => up.reject(new Error(`the simulator ended with ${code}`)));
  child.on('message', (report: Report) => {
    if ('listening' in report) up.resolve(report.listening);
    else if ('asked' in report) asked.push(report.asked);
    else waiting.get(report.did)?.();
  });
  let orders = 0;
  const order = (what: Omit<Order, 'n'>): Promise<void> => {
    const n = ++orders;
    const did = new Promise<void>((resolve) => waiting.set(n, resolve));
    child.send({ n, ...what } satisfies Order);
    return did;
  };
  const port = await up.promise;
  return {
    port, url: `http://127.0.0.1:${port}/v1`,
    // An answer may be here sooner than the report of its question; what is told is told in order.
    asked: async () => {
      await order({});
      return [...asked];
    },
    script: (script) => order({ script }),
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

import { createHmac } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** How it treats who calls. `lying`: takes a delivery and says that it has not, in one of several ways. */
export type Mood = 'fine' | 'slow' | 'lying';

/** A line of the receiver's file: what it took. */
export interface Taken {
  readonly id: string;
  readonly conversation: string;
  readonly seq: number;
  readonly genuine: boolean;
}

const SLOW_MS = 400;

/** A receiver of webhooks in a process of its own, so that it can be killed: `node receiver.ts <port> <secret> <file>`. It knows only docs/webhooks.md. */
function main(port: number, secret: string, file: string): void {
  let mood: Mood = 'fine';
  process.on('message', (next: Mood) => {
    mood = next;
  });
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    if (mood === 'slow') await sleep(SLOW_MS * Math.random());
    const { id, payload } = JSON.parse(text) as { readonly id: string; readonly payload: { readonly conversation: string; readonly seq: number } };
    const signed = createHmac('sha256', secret).update(`${String(request.headers['x-parlor-timestamp'])}.${text}`).digest('hex');
    const genuine = request.headers['x-parlor-signature'] === `sha256=${signed}` && request.headers['x-parlor-delivery'] === id;
    // Written before the answer, as whoever promises to have taken it must.
    appendFileSync(file, `${JSON.stringify({ id, conversation: payload.conversation, seq: payload.seq, genuine } satisfies Taken)}\n`);
    if (mood === 'lying' && Math.random() < 0.5) lie(response);
    else response.writeHead(204).end();
  };
  createServer((request, response) => void take(request, response).catch(() => response.destroy())).listen(port, '127.0.0.1', () => process.send?.('listening'));
}

function lie(response: ServerResponse): void {
  switch (Math.floor(Math.random() * 4)) {
    case 0: return void response.writeHead(500).end('no');
    case 1: return void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    case 2: return void response.writeHead(200, { 'content-length': '100' }).write('half');
    default: response.destroy();
  }
}

const [port, secret, file] = process.argv.slice(2);
if (import.meta.main && port !== undefined && secret !== undefined && file !== undefined) main(Number(port), secret, file);

import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveErrands, type Answer, type Mood, type SentFile, type Utterance } from './simulator.ts';

/** An application on the API channel: `node api-application.ts <account> <secret> [former secret]`. It knows only docs/api-channel.md. */
function main(account: string, secrets: readonly string[]): void {
  const moods = new Map<string, Mood>();
  const signed = (secret: string, id: string, timestamp: string, text: string): string =>
    `sha256=${createHmac('sha256', secret).update(`${id}.${timestamp}.${text}`).digest('hex')}`;

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const id = String(request.headers['idempotency-key']);
    const message = JSON.parse(text) as { readonly id: string; readonly to: string; readonly by: { readonly name: string }; readonly kind: SentFile['kind']; readonly body: { readonly text: string; readonly file?: { readonly name: string; readonly type: string; readonly url: string } } };
    const mood = moods.get(message.to) ?? 'fine';
    if (mood === 'busy') return void response.writeHead(503, { 'retry-after': '1' }).end();
    if (mood === 'closed') return void response.writeHead(422, { 'content-type': 'application/json' }).end('{"code":"window-closed"}');
    if (mood === 'never') return void response.writeHead(422).end('{"code":"no such person"}');
    const good = secrets.map((secret) => signed(secret, id, String(request.headers['x-parlor-timestamp']), text));
    const genuine = message.id === id && String(request.headers['x-parlor-signature']).split(',').some((signature) => good.includes(signature));
    const { file, text: words } = message.body;
    tell({ got: { id, to: message.to, text: words, by: message.by.name, genuine, ...(file === undefined ? {} : { file: { kind: message.kind, name: file.name, type: file.type, base64: '' } }) } });
    if (mood === 'lying') response.destroy();
    else response.writeHead(204).end();
  };

  const post = async (origin: string, door: string, id: string, content: object, { flaw }: Pick<Utterance, 'flaw'> = {}): Promise<Answer> => {
    const body = JSON.stringify(content);
    const timestamp = String(Math.floor(Date.now() / 1_000) - (flaw === 'old' ? 301 : 0));
    const signature = flaw === 'forged' ? signed('somebody else knows this one', id, timestamp, body) : signed(secrets[flaw === 'former' ? 1 : 0] ?? '', id, timestamp, body);
    const response = await fetch(`${origin}/plugins/api-channel/${flaw === 'nowhere' ? 'elsewhere' : account}/${door}`, {
      method: 'POST', body: flaw === 'altered' ? body.replace('}', ' }') : body,
      headers: { 'content-type': 'application/json', 'idempotency-key': id, 'x-parlor-timestamp': timestamp, 'x-parlor-signature': signature },
    });
    return { status: response.status, body: await response.text() };
  };

  const tell = serveErrands((errand) => {
    if ('say' in errand) {
      const { file, id, origin, person, text, ...more } = errand.say;
      return post(origin, 'messages', id, { from: { id: person, name: `Name of ${person}` }, text, ...(file === undefined ? {} : { files: [{ name: file.name, type: file.type, base64: file.base64 }] }) }, more);
    }
    if ('typing' in errand) return post(errand.typing.origin, 'typing', `typing-${Date.now()}`, { from: { id: errand.typing.person }, on: true });
    if ('mood' in errand) moods.set(errand.person, errand.mood);
    return null;
  });
  const server = createServer((request, response) => void take(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1', () => tell({ listening: (server.address() as AddressInfo).port }));
}

const [account, ...secrets] = process.argv.slice(2);
if (import.meta.main && account !== undefined) main(account, secrets);

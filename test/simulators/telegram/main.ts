import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveErrands } from '../simulator.ts';
import { Bot, SILENCE } from './bot.ts';
import { bytesIn } from './files.ts';
import { Refusal } from './refusal.ts';

/** The Bot API for one bot: `node main.ts <token>`. It knows only what Telegram's documentation says. */
function main(token: string): void {
  const tell = serveErrands((errand) => bot.run(errand));
  const bot = new Bot(tell);

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://telegram');
    const [, path = '', given, method = ''] = /^(\/file)?\/bot([^/]+)\/([\w/.-]+)$/.exec(pathname) ?? [];
    try {
      if (given === undefined) throw new Refusal(404, 'Not Found');
      if (given !== token) throw new Refusal(401, 'Unauthorized');
      if (path !== '') {
        const file = bot.file(method);
        return void response.writeHead(file === undefined ? 404 : 200).end(file);
      }
      const result = await bot.answer(method, { ...Object.fromEntries(searchParams), ...(await fieldsIn(Buffer.concat(chunks), request.headers['content-type'] ?? '')) }, gone.signal);
      if (result === SILENCE) return void response.destroy();
      end(response, 200, { ok: true, result });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      end(response, error.code, error.answer);
    }
  };

  const server = createServer((request, response) => void take(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1', () => tell({ listening: (server.address() as AddressInfo).port }));
}

/** JSON, or a form with files. */
async function fieldsIn(body: Buffer, type: string): Promise<object> {
  if (!type.startsWith('multipart/form-data')) return body.length === 0 ? {} : (JSON.parse(body.toString()) as object);
  const fields = Object.fromEntries(await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData());
  for (const field of Object.values(fields)) if (field instanceof File) bytesIn.set(field, Buffer.from(await field.arrayBuffer()).toString('base64'));
  return fields;
}

const end = (response: ServerResponse, status: number, body: object): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const [token] = process.argv.slice(2);
if (import.meta.main && token !== undefined) main(token);

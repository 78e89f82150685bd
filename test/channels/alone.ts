import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RefusalError, describeError } from '#domain/errors.ts';
import type { OutboundAnswer, OutboundRequest, RouteRequest } from '#plugin/define.ts';
import { testPlugin, type TestedPlugin } from '#plugin/testing.ts';
import type { Answer, Simulator, Utterance } from '../simulators/simulator.ts';
import type { ChannelUnderTest } from './support.ts';

/** A channel without a house around it, and its provider: both ways by HTTP. */
export interface Alone {
  readonly tested: TestedPlugin;
  readonly provider: Simulator;
  /** Where its routes are. */
  readonly origin: string;
  say(person: string, text: string, more?: Partial<Utterance>): Promise<Answer>;
}

/** `finished`: what is to be done at the end of the calling test. */
export async function alone({ config, plugin, provider: startProvider }: ChannelUnderTest, finished: (end: () => Promise<void>) => void): Promise<Alone> {
  const provider = await startProvider();
  finished(() => provider.end());
  const { id } = plugin.definition;
  const started = Promise.withResolvers<TestedPlugin>();
  const server = createServer((request, response) => void started.promise.then((tested) => pass(tested, id, request, response)).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  finished(async () => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tested = await testPlugin(plugin, { config: config(provider, 'd1'), answer: ask, publicUrl: origin });
  started.resolve(tested);
  finished(() => tested.stop());
  // Where its provider has to be told something first.
  await tested.work();
  let said = 0;
  return { tested, provider, origin, say: (person, text, more = {}) => provider.say({ origin, person, text, id: `m-${++said}`, ...more }) };
}

async function ask({ as, body, bytes, headers, method = 'GET', url }: OutboundRequest): Promise<OutboundAnswer> {
  const content = bytes === undefined ? body : new Uint8Array(bytes);
  const response = await fetch(url, { method, ...(headers === undefined ? {} : { headers }), ...(content === undefined ? {} : { body: content }) });
  const answer = { status: response.status, headers: Object.fromEntries(response.headers), truncated: false };
  return as === 'bytes' ? { ...answer, body: '', bytes: new Uint8Array(await response.arrayBuffer()) } : { ...answer, body: await response.text() };
}

/** As the house would hand it to a route, and say what became of it. */
async function pass(tested: TestedPlugin, plugin: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://house');
  const given: Partial<RouteRequest> = {
    method: request.method ?? 'GET', query: Object.fromEntries(searchParams), rawQuery: search.slice(1), rawBody: Buffer.concat(chunks).toString(),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
  };
  try {
    const { body, headers, status } = await tested.request({ ...given, path: pathname.slice(`/plugins/${plugin}`.length) });
    response.writeHead(status, headers).end(body);
  } catch (error) {
    response.writeHead(error instanceof RefusalError ? describeError(error.code).status : 500).end();
  }
}

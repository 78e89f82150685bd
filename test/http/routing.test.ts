import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { json, noContent } from '#http/response.ts';
import { route } from '#http/router.ts';
import { describeEngines, serve } from './engines.ts';

const routes = [
  route('GET', '/things/:id', { handler: (request) => json({ id: request.params.id, q: request.query.get('q') }) }),
  route('GET', '/asked', { handler: (request) => json({ raw: request.rawQuery }) }),
  route('GET', '/things/mine', { handler: () => json({ mine: true }) }),
  route('POST', '/things/:id', { handler: (request) => json({ id: request.params.id, body: request.json() }, { status: 201 }) }),
  route('DELETE', '/things/:id', { handler: () => noContent }),
  route('GET', '/files/*', { handler: (request) => json({ rest: request.params['*'] }) }),
  route('GET', '/files/:id/edit', { handler: (request) => json({ edit: request.params.id }) }),
  route('GET', '/who', {
    handler: (request) =>
      json({ ip: request.ip, agent: request.headers['user-agent'], session: request.cookies.get('session') }),
  }),
];

describeEngines('routing', (kind) => {
  it('passes parameters, query and body', async () => {
    const { url } = await serve(kind, routes);
    expect(await (await fetch(`${url}/things/a%20b?q=%E4%BD%A0`)).json()).toEqual({ id: 'a b', q: '你' });
    expect(await (await fetch(`${url}/things/mine`)).json()).toEqual({ mine: true });
    expect(await (await fetch(`${url}/files/a/b.js`)).json()).toEqual({ rest: 'a/b.js' });
    expect(await (await fetch(`${url}/files/7/edit`)).json()).toEqual({ edit: '7' });
    expect(await (await fetch(`${url}/files/7/view`)).json()).toEqual({ rest: '7/view' });
    const posted = await fetch(`${url}/things/7`, { method: 'POST', body: JSON.stringify({ n: 1 }) });
    expect([posted.status, await posted.json()]).toEqual([201, { id: '7', body: { n: 1 } }]);
    const deleted = await fetch(`${url}/things/7`, { method: 'DELETE' });
    expect([deleted.status, await deleted.text()]).toEqual([204, '']);
  });

  it('passes the query as it was sent, and none as an empty one', async () => {
    const { url } = await serve(kind, routes);
    const asked = async (query: string) => ((await (await fetch(`${url}/asked${query}`)).json()) as { raw: unknown }).raw;
    expect(await Promise.all(['', '?', '?a=%20b&a=+', '?a?b'].map(asked))).toEqual(['', '', 'a=%20b&a=+', 'a?b']);
  });

  it('answers HEAD as GET without the body', async () => {
    const { url } = await serve(kind, routes);
    const response = await fetch(`${url}/things/mine`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '13', '']);
  });

  it('gives headers, cookies and the address; a proxy is believed only when it is trusted', async () => {
    const headers = { 'user-agent': 'test', cookie: 'a=1; session=s%3D1; session=2', 'x-forwarded-for': '6.6.6.6, 9.9.9.9' };
    const direct = await serve(kind, routes);
    expect(await (await fetch(`${direct.url}/who`, { headers })).json()).toEqual({ ip: '127.0.0.1', agent: 'test', session: 's%3D1' });
    const behind = await serve(kind, routes, { transport: { trustedProxies: 1 } });
    expect(await (await fetch(`${behind.url}/who`, { headers })).json()).toMatchObject({ ip: '9.9.9.9' });
  });

  it.each([
    ['GET', '/nothing', 404, 'route.unknown'],
    ['GET', '/things', 404, 'route.unknown'],
    ['GET', '/things/a/b', 404, 'route.unknown'],
    ['GET', '/things/', 404, 'route.unknown'],
    ['GET', '/files', 404, 'route.unknown'],
    ['POST', '/nothing', 404, 'route.unknown'],
    ['OPTIONS', '/nothing', 404, 'route.unknown'],
    ['PUT', '/things/1', 405, 'route.method'],
    ['PROPFIND', '/things/1', 405, 'route.method'],
    ['GET', '/things/%ff', 400, 'request.malformed'],
  ])('%s %s is %i %s', async (method, path, status, code) => {
    const { url } = await serve(kind, routes);
    const response = await fetch(url + path, { method });
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json; charset=utf-8']);
    expect(await response.json()).toMatchObject({ status, code, type: 'about:blank' });
    if (status === 405) expect(response.headers.get('allow')).toBe('GET, POST, DELETE, HEAD, OPTIONS');
  });

  it('answers a request that offers another protocol', async () => {
    const { port } = await serve(kind, routes);
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
    const asked = request({ host: '127.0.0.1', port, path: '/things/mine', headers }).end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(200);
  });

  it('sends safe headers, which a route may replace or take away', async () => {
    const { url } = await serve(kind, [
      route('GET', '/plain', { handler: () => json({}) }),
      route('GET', '/framed', {
        handler: () => ({ headers: { 'x-frame-options': null, 'cache-control': 'max-age=60', 'set-cookie': ['a=1', 'b=2'] } }),
      }),
    ]);
    const plain = await fetch(`${url}/plain`);
    expect(plain.headers.get('x-content-type-options')).toBe('nosniff');
    expect(plain.headers.get('x-frame-options')).toBe('DENY');
    const framed = await fetch(`${url}/framed`);
    expect(framed.headers.get('x-frame-options')).toBeNull();
    expect(framed.headers.get('cache-control')).toBe('max-age=60');
    expect(framed.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });
});

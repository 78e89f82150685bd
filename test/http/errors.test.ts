import { expect, it } from 'vitest';
import { RefusalError } from '#domain/errors.ts';
import { json } from '#http/response.ts';
import { route } from '#http/router.ts';
import { describeEngines, serve } from './engines.ts';

const routes = [
  route('POST', '/json', { handler: (request) => json(request.json()) }),
  route('GET', '/refused', {
    handler: () => {
      throw new RefusalError('agent.full', { seats: 3 });
    },
  }),
  route('GET', '/broken', { handler: () => Promise.reject(new Error('the password is hunter2')) }),
  route('GET', '/forging', { handler: () => ({ headers: { location: '/\r\nset-cookie: a=1' } }) }),
  route('GET', '/chinese', { handler: () => ({ headers: { 'x-name': '会客厅' } }) }),
];

describeEngines('errors', (kind) => {
  it.each([
    ['no JSON', '{"a":'],
    ['nothing', ''],
    ['broken UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('%s is 400 request.malformed', async (_, body) => {
    const { url } = await serve(kind, routes);
    const response = await fetch(`${url}/json`, { method: 'POST', body });
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'request.malformed' }]);
  });

  it('answers a refusal with its status, code and details', async () => {
    const { url, errors } = await serve(kind, routes);
    const response = await fetch(`${url}/refused`);
    expect([response.status, await response.json()]).toMatchObject([409, { code: 'agent.full', meta: { seats: 3 } }]);
    expect(errors).toEqual([]);
  });

  it.each(['/broken', '/forging', '/chinese'])('logs what throws in %s, tells the client nothing of it, and goes on', async (path) => {
    const { url, errors } = await serve(kind, routes);
    const response = await fetch(url + path);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ code: 'internal' });
    expect(text).not.toMatch(/hunter2|Error:|at /);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(errors).toHaveLength(1);
    expect((await fetch(`${url}/json`, { method: 'POST', body: '1' })).status).toBe(200);
  });

  it('answers 500 when the configuration of CORS throws', async () => {
    const { url, errors } = await serve(kind, routes, {
      cors: () => {
        throw new Error('no');
      },
    });
    expect((await fetch(`${url}/json`, { method: 'POST', body: '1', headers: { origin: 'https://a.example' } })).status).toBe(500);
    expect(errors).toHaveLength(1);
  });
});

import { expect, it } from 'vitest';
import { json } from '#http/response.ts';
import { route } from '#http/router.ts';
import { describeEngines, serve } from './engines.ts';

const shop = 'https://shop.example';
const cors = (origin: string): Record<string, string> | null =>
  origin === shop ? { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' } : null;
let writes = 0;
const routes = [
  route('GET', '/thing', { handler: () => json({}) }),
  route('POST', '/thing', { handler: () => json({ writes: ++writes }) }),
];

describeEngines('cross-origin', (kind) => {
  it('answers the preflight of an allowed origin, and of no other', async () => {
    const { url } = await serve(kind, routes, { cors });
    const ask = (origin: string): Promise<Response> =>
      fetch(`${url}/thing`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const allowed = await ask(shop);
    expect(allowed.status).toBe(204);
    expect(Object.fromEntries(allowed.headers)).toMatchObject({
      'access-control-allow-origin': shop,
      'access-control-allow-methods': 'GET, POST, HEAD, OPTIONS',
      vary: 'origin',
    });
    const refused = await ask('https://evil.example');
    expect(refused.status).toBe(403);
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('never reflects an origin that is not allowed, on answers and errors alike', async () => {
    const { url } = await serve(kind, routes, { cors });
    for (const path of ['/thing', '/nothing']) {
      const evil = await fetch(url + path, { headers: { origin: 'https://evil.example' } });
      expect(evil.headers.get('access-control-allow-origin')).toBeNull();
      expect(evil.headers.get('vary')).toContain('origin');
      const good = await fetch(url + path, { headers: { origin: shop } });
      expect(good.headers.get('access-control-allow-origin')).toBe(shop);
    }
  });

  it.each([
    ['https://evil.example', 403],
    ['null', 403],
    [shop, 200],
    ['own', 200],
    [undefined, 200],
  ])('a write from the page of %s is %i', async (origin, status) => {
    const { url } = await serve(kind, routes, { cors });
    const before = writes;
    const header = origin === 'own' ? url : origin;
    const response = await fetch(`${url}/thing`, { method: 'POST', ...(header && { headers: { origin: header } }) });
    expect(response.status).toBe(status);
    expect(writes - before).toBe(status === 200 ? 1 : 0);
  });
});

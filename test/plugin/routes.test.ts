import { expect, it } from 'vitest';
import { RefusalError } from '#domain/errors.ts';
import { definePlugin, z, type PluginRoute } from '#plugin/define.ts';
import { testPlugin } from '#plugin/testing.ts';
import { about } from './support/plugins.ts';

type Handle = PluginRoute<never>['handle'];

const having = (handle: Handle, more: Partial<Pick<PluginRoute<never>, 'maxBody' | 'method' | 'path'>> = {}) =>
  testPlugin(definePlugin({ ...about, id: 'door', version: '1.0.0', permissions: ['http.serve'], config: z.object({}), routes: { hello: { method: 'POST', path: '/:who/hello', handle: handle as never, ...more } } }));

const code = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'answered', (error: unknown) => (error instanceof RefusalError ? error.refusal.code : error));

it('answers with what the handler makes of the request', async () => {
  const tested = await having((_ctx, { encoding, params, query, rawBody }) => ({ status: 201, headers: { 'content-type': 'text/plain' }, body: `${params['who']} ${query['q']} ${Buffer.from(rawBody, encoding).toString()}` }));
  expect(await tested.request({ path: '/an%20na/hello', query: { q: '1' }, rawBody: Buffer.from('hi').toString('base64'), encoding: 'base64' }))
    .toEqual({ status: 201, headers: { 'content-type': 'text/plain' }, body: 'an na 1 hi' });
});

it.each([
  ['another path', { path: '/anna/bye' }, 'route.unknown'],
  ['more segments', { path: '/anna/hello/again' }, 'route.unknown'],
  ['an empty name', { path: '//hello' }, 'route.unknown'],
  ['a name that cannot be read', { path: '/%ff/hello' }, 'route.unknown'],
  ['another method', { path: '/anna/hello', method: 'GET' }, 'route.method'],
  ['a body that is too large', { path: '/anna/hello', rawBody: 'x'.repeat(11) }, 'request.too-large'],
])('refuses %s', async (_what, request, refusal) => {
  const tested = await having(() => ({ status: 204 }), { maxBody: 10 });
  expect(await code(tested.request(request))).toBe(refusal);
});

it('takes whatever follows where its path ends with a star', async () => {
  const tested = await having((_ctx, { params, path }) => ({ status: 200, body: `${params['who']} ${path}` }), { path: '/:who/*' });
  expect((await tested.request({ path: '/anna/a/%ff//b' })).body).toBe('anna /anna/a/%ff//b');
  expect((await tested.request({ path: '/anna/' })).body).toBe('anna /anna/');
  expect(await code(tested.request({ path: '/anna' }))).toBe('route.unknown');
});

it('passes on a refusal, and holds everything else against the plugin', async () => {
  const refusing = await having(() => Promise.reject(new RefusalError('busy')));
  expect([await code(refusing.request({ path: '/a/hello' })), refusing.errors]).toEqual(['busy', []]);
  const throwing = await having(() => { throw new Error('oops'); });
  expect([await code(throwing.request({ path: '/a/hello' })), throwing.errors]).toEqual(['internal', [new Error('oops')]]);
});

it.each([
  ['no status', {}], ['a status that is none', { status: 99 }], ['a body that is no text', { status: 200, body: { a: 1 } }], ['a body without end', { status: 200, body: 'x'.repeat((1 << 20) + 1) }], ['nothing', undefined],
])('does not hand on %s', async (_what, answer) => {
  expect(await code((await having(() => answer as never)).request({ path: '/a/hello' }))).toBe('internal');
});

it('sets no cookie and no policy of ours, and forges no header', async () => {
  const tested = await having(() => ({ status: 200, headers: { 'set-cookie': 'a=b', 'content-security-policy': '', location: '/x', 'x-two\r\n': 'x', 'x-lines': 'a\r\nb', 'x-fine': 'yes' } }));
  expect((await tested.request({ path: '/a/hello' })).headers).toEqual({ 'x-fine': 'yes' });
});

it('takes so much at a time and no more', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const tested = await having(() => promise.then(() => ({ status: 204 })), { maxBody: 1 << 20 });
  const all = Array.from({ length: 5 }, () => code(tested.request({ path: '/a/hello', rawBody: 'x'.repeat(1 << 20) })));
  expect(await all.at(-1)).toBe('busy');
  resolve();
  expect(new Set(await Promise.all(all.slice(0, -1)))).toEqual(new Set(['answered']));
});

it('takes so many at a time, and has the others wait in line for a second', async () => {
  const gate = Promise.withResolvers<void>();
  const taken: string[] = [];
  const tested = await having((_ctx, { query }) => {
    taken.push(query['n'] ?? '');
    return gate.promise.then(() => ({ status: 204 }));
  });
  const ask = (n: number): Promise<unknown> => code(tested.request({ path: '/a/hello', query: { n: String(n) } }));
  const [inside, tooLong] = [Array.from({ length: 256 }, (_, n) => ask(n)), ask(256)];
  expect(await tooLong).toBe('busy');
  const inLine = [257, 258, 259].map(ask);
  expect(taken).toHaveLength(256);
  gate.resolve();
  expect(new Set(await Promise.all([...inside, ...inLine]))).toEqual(new Set(['answered']));
  expect(taken.slice(256)).toEqual(['257', '258', '259']);
  expect(await ask(260)).toBe('answered');
});

it('has a line that ends', async () => {
  const gate = Promise.withResolvers<void>();
  const tested = await having(() => gate.promise.then(() => ({ status: 204 })));
  const all = Array.from({ length: 256 + 2_048 + 1 }, () => code(tested.request({ path: '/a/hello' })));
  expect(await all.at(-1)).toBe('busy');
  gate.resolve();
  expect(new Set(await Promise.all(all.slice(0, -1)))).toEqual(new Set(['answered']));
});

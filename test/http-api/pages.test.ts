import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { onceDone } from '#src/once-done.ts';
import { loadSite, serveAsset } from '#http/static-site.ts';
import { tempDir } from '../support/temp.ts';
import { openHouse } from './support/house.ts';

const SCRIPT = `console.log(${JSON.stringify('words '.repeat(200))})`;

async function openPages(options: { publicUrl?: string } = {}) {
  const root = await tempDir();
  const files = {
    'secret.txt': 'not for the web',
    'widget/.stamp': 'not for the web',
    'widget/frame.html': '<title>frame</title>', 'widget/loader.js': SCRIPT, 'widget/assets/frame-B5y6RVAV.js': SCRIPT,
    'console/index.html': '<title>console</title>', 'console/assets/index-A1b2C3d4.css': 'a{}', 'console/mark.svg': '<svg/>',
    'demo/index.html': '<title>demo</title>',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return openHouse({ ...options, config: { clients: { widget: join(root, 'widget'), console: join(root, 'console'), demo: join(root, 'demo') } } });
}

const PAGES = [
  ['/console', 'console'], ['/console/', 'console'], ['/console/chats/01ARZ3', 'console'], ['/console/settings', 'console'],
  ['/demo', 'demo'], ['/demo/', 'demo'], ['/demo/side-by-side', 'demo'], ['/widget/frame.html', 'frame'],
] as const;

it('serves pages, also at addresses that only the page itself knows', async () => {
  const { call } = await openPages();
  for (const [path, title] of PAGES) {
    const answer = await call('GET', path);
    expect([answer.status, answer.headers['content-type'], answer.text], path).toEqual([200, 'text/html; charset=utf-8', `<title>${title}</title>`]);
    expect(answer.headers['cache-control']).toBe('no-cache');
  }
});

it('leads from the front door to the demo', async () => {
  const answer = await (await openPages()).call('GET', '/');
  expect([answer.status, answer.headers['location']]).toEqual([302, '/demo']);
});

it('lets browsers keep what never changes, ask about what may, and not wait for the loader', async () => {
  const { call } = await openPages();
  const cache = async (path: string) => (await call('GET', path)).headers['cache-control'];
  expect(await cache('/widget/assets/frame-B5y6RVAV.js')).toBe('public, max-age=31536000, immutable');
  expect(await cache('/console/assets/index-A1b2C3d4.css')).toBe('public, max-age=31536000, immutable');
  expect(await cache('/console/mark.svg')).toBe('no-cache');
  expect(await cache('/widget/loader.js')).toBe('public, max-age=300');
  const { headers } = await call('GET', '/console');
  const again = await call('GET', '/console', { headers: { 'if-none-match': `"x", ${String(headers['etag'])}` } });
  expect([again.status, again.text]).toEqual([304, '']);
  expect(again.headers['content-security-policy']).toBe(headers['content-security-policy']);
});

it('packs what gets smaller, for those who can unpack it', async () => {
  const { call } = await openPages();
  const load = (accepted: string) => call('GET', '/widget/loader.js', { headers: { 'accept-encoding': accepted } });
  expect((await load('gzip, deflate, br')).headers['content-encoding']).toBe('br');
  expect((await load('gzip')).headers['content-encoding']).toBe('gzip');
  expect((await load('gzip;q=0')).headers['content-encoding']).toBeUndefined();
  expect((await load('')).text).toBe(SCRIPT);
  expect((await load('')).headers['vary']).toContain('accept-encoding');
  expect((await call('GET', '/console/mark.svg', { headers: { 'accept-encoding': 'br' } })).headers['content-encoding']).toBeUndefined();
});

it('packs a file when it is first asked for in that way, and once', async () => {
  const dir = await tempDir();
  for (const name of ['a.js', 'b.js']) await writeFile(join(dir, name), SCRIPT);
  const packed: string[] = [];
  const counted = (encoding: string, pack: (plain: Buffer) => Buffer) => async (plain: Buffer): Promise<Buffer> => {
    packed.push(encoding);
    return pack(plain);
  };
  const asset = (await loadSite(dir, { br: counted('br', brotliCompressSync), gzip: counted('gzip', gzipSync) }))!.get('a.js')!;
  const ask = async (accepted: string) => (await serveAsset({ headers: { 'accept-encoding': accepted } }, asset)).body as Buffer;
  await ask('');
  await serveAsset({ headers: { 'accept-encoding': 'br', 'if-none-match': asset.etag } }, asset);
  expect(packed).toEqual([]);
  const [body] = await Promise.all([ask('gzip, br'), ask('gzip, br')]);
  expect([packed, brotliDecompressSync(body).toString()]).toEqual([['br'], SCRIPT]);
  expect([gunzipSync(await ask('gzip')).toString(), packed]).toEqual([SCRIPT, ['br', 'gzip']]);
});

it('packs a file for the next who asks when that failed once', async () => {
  const dir = await tempDir();
  await writeFile(join(dir, 'a.js'), SCRIPT);
  let asked = 0;
  const br = async (plain: Buffer): Promise<Buffer> => {
    if (asked++ === 0) throw new Error('no memory left');
    return brotliCompressSync(plain);
  };
  const asset = (await loadSite(dir, { br, gzip: async (plain) => gzipSync(plain) }))!.get('a.js')!;
  const ask = async () => (await serveAsset({ headers: { 'accept-encoding': 'br' } }, asset)).headers?.['content-encoding'];
  await expect(ask()).rejects.toThrow('no memory left');
  expect([await ask(), await ask(), asked]).toEqual(['br', 'br', 2]);
});

it('loads a client again that could not be read, or was not there, and one that was there once', async () => {
  const answers = [new Error('too many open files'), null, 'site', 'another'];
  const site = onceDone(async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  }, (answer) => answer !== null);
  await expect(Promise.all([site(), site()])).rejects.toThrow('too many open files');
  expect([await Promise.all([site(), site()]), await site(), await site()]).toEqual([[null, null], 'site', 'site']);
});

it('sends packed bodies that unpack to the file', async () => {
  const dir = await tempDir();
  await writeFile(join(dir, 'a.js'), SCRIPT);
  const asset = (await loadSite(dir))!.get('a.js')!;
  expect([brotliDecompressSync((await asset.packed('br'))!).toString(), gunzipSync((await asset.packed('gzip'))!).toString()]).toEqual([SCRIPT, SCRIPT]);
});

const NOWHERE = [
  '/widget/../secret.txt', '/widget/%2e%2e/secret.txt', '/widget/..%2fsecret.txt', '/widget/..%5csecret.txt', '/widget/%2fetc%2fpasswd', '/widget//etc/passwd',
  '/widget/.stamp', '/widget/%2estamp', '/console/../secret.txt', '/console/..%2f..%2fsecret.txt', '/demo/..%2fsecret.txt', '/widget/frame.html%00', '/widget/__proto__',
  '/widget/', '/console/assets/index-00000000.css', '/secret.txt',
];

it('has no way out of its folders', async () => {
  const { call } = await openPages();
  for (const path of NOWHERE) {
    const answer = await call('GET', path);
    expect([answer.status, answer.code], path).toEqual([404, 'route.unknown']);
  }
});

it('does not stumble over a broken address', async () => {
  const { call, errors } = await openPages();
  for (const path of ['/console/%', '/console/%ff.js', '/widget/%', '/demo/%c0%af']) expect((await call('GET', path)).code, path).toBe('request.malformed');
  expect(errors).toEqual([]);
});

it('lets only the sites of a channel frame its widget', async () => {
  const house = await openPages();
  const [channel] = await house.store.channelAccounts.list();
  const ancestors = async (query: string) => {
    house.clock.at += 2_000;
    const { headers } = await house.call('GET', `/widget/frame.html${query}`);
    expect(headers['x-frame-options']).toBeNull();
    return /frame-ancestors ([^;]*)$/.exec(String(headers['content-security-policy']))![1];
  };
  expect(await ancestors(`?token=${house.token}`)).toBe("'self'");
  await house.departments.updateChannel(channel!.id, { allowedOrigins: ['https://shop.example', 'http://localhost:3000'] });
  expect(await ancestors(`?token=${house.token}`)).toBe("'self' https://shop.example http://localhost:3000");
  for (const query of ['', '?token=', '?token=guess', `?token=${'x'.repeat(500)}`]) expect(await ancestors(query)).toBe("'self'");
  await house.departments.updateChannel(channel!.id, { allowedOrigins: ['*'] });
  expect(await ancestors(`?token=${house.token}`)).toBe('*');
});

it('runs no script but our own, and frames console and demo on our own pages only', async () => {
  const { call } = await openPages({ publicUrl: 'https://chat.example' });
  for (const path of ['/console', '/demo', '/widget/frame.html']) {
    const policy = String((await call('GET', path)).headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("connect-src 'self' https://chat.example wss://chat.example;");
    expect(policy).toMatch(/frame-ancestors 'self'$/);
  }
});

it('says what to do where a client was not built, in both languages', async () => {
  const { call } = await openHouse();
  for (const path of ['/console', '/demo', '/widget/frame.html', '/widget/loader.js']) {
    const answer = await call('GET', path);
    expect([answer.status, answer.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
    expect(answer.text).toMatch(/npm run build[\s\S]*还没有构建/);
  }
});

it('tells the demo page its channel', async () => {
  const { call, token } = await openPages();
  expect((await call('GET', '/demo/config.json')).json).toEqual({ token });
});

import { expect, it } from 'vitest';
import { botServer } from './compat-server.ts';
import type { TestOptions } from '#plugin/testing.ts';
import { archiveOf } from './support/archive.ts';

/** What a function answers, as JSON: the body of an async function, in which `maestro` and `http` are there. */
async function running(body: string, options: TestOptions = {}, faqs: readonly string[] = []) {
  const server = await botServer(options);
  const client = await server.bot();
  for (const [index, post] of faqs.entries()) await client.command('POST', '/faq/database', { docId: `q${index}`, post, replies: [{ content: `答${index}` }], categoryTexts: [index % 2 === 0 ? '偶' : '奇'] });
  const plugin = `exports.f = async function () { const { maestro } = this; try { return JSON.stringify((await (async () => { ${body} })()) ?? null); } catch (error) { return JSON.stringify({ error: error.message }); } }`;
  expect(await client.upload('/conversation/droplet/import', 'droplet', archiveOf({ main: '+ 运行\n- ^f()' }, plugin))).toMatchObject({ rc: 0 });
  const { data } = await client.command('POST', '/conversation/query', { fromUserId: 'u1', textMessage: '运行' });
  return { said: JSON.parse(data.string) as unknown, client, ...server };
}

it('keeps values for functions: for good, for a time, counted', async () => {
  const { said } = await running(`
    await maestro.set('a', { x: [1] }); await maestro.set('b', 'x', 60);
    const left = [await maestro.ttl('a'), await maestro.ttl('b'), await maestro.ttl('c')];
    const sum = [await maestro.incrby('n', 2), await maestro.incrby('n', -1)];
    await maestro.del('b');
    return [await maestro.get('a'), await maestro.get('b'), left, sum];
  `);
  expect(said).toEqual([{ x: [1] }, null, [-1, 60, -2], [2, 1]]);
});

it('counts each of many additions at once', async () => {
  const { said } = await running(`await Promise.all(Array.from({ length: 20 }, () => maestro.incrby('n', 1))); return maestro.get('n');`);
  expect(said).toBe(20);
});

it.each([
  ['a value without end', `return maestro.set('a', 'x'.repeat(20000));`, 'characters at most'],
  ['no key', `return maestro.set('', 1);`, '1 to 500 characters'],
  ['a key that is no text', `return maestro.get({});`, 'A text is needed'],
  ['a number that is none', `await maestro.set('a', 'x'); return maestro.incrby('a', 1);`, 'no number'],
  ['a time without end', `return maestro.set('a', 1, 1e12);`, 'number'],
  ['more than there is', `return maestro.searchFAQs('a', 1e9);`, 'number from 1 to 100'],
  ['a zone that is none', `return maestro.extractTime('明天', 'YYYY', 'Moon/Base');`, 'no time zone'],
  ['a profile without end', `return maestro.profile('u1', 'a', 'x'.repeat(5000));`, 'values at most'],
])('refuses a function %s, which may catch it', async (_what, body, error) => {
  expect((await running(body)).said).toEqual({ error: expect.stringContaining(error) });
});

it('has no more values of a bot than so many', async () => {
  const { client, said, tested } = await running(`return maestro.set('a', 1);`);
  expect(said).toBe('OK');
  expect(tested.data.get(`count-value:${client.id}`)).toBe(1);
});

it('finds times, numbers and words in texts', async () => {
  const { said } = await running(`return [await maestro.extractTime('2030年5月1日下午三点', 'YYYY-MM-DD HH:mm'), await maestro.extractNumber('买三个，12.5元'), await maestro.keywords('机场大巴到机场要多久', 1), await maestro.digest('今天下雨。机场关闭了，机场航班取消。好吧。', 1)];`);
  expect(said).toEqual([['2030-05-01 15:00'], ['3', '12.5'], ['机场'], ['机场关闭了，机场航班取消。']]);
});

it('knows the questions of the bot', async () => {
  const { said } = await running(`
    const [first] = await maestro.searchFAQs('如何退货', 1);
    const list = await maestro.getFAQList({ limit: 2, page: 1 });
    const odd = await maestro.getFAQList({ categories: ['奇'] });
    return [first.id, first.replies[0].content, list.total, list.data.length, odd.data.map((each) => each.id), (await maestro.getFAQDetail('q1')).data.post, (await maestro.getFAQDetail('zz')).rc, (await maestro.getHotFAQs(1)).length];
  `, {}, ['如何退货', '营业时间', '在哪里']);
  expect(said).toEqual(['q0', '答0', 3, 2, ['q1'], '营业时间', 1, 1]);
});

it('calls the servers that an administrator allows, and no others', async () => {
  const config = { functionHosts: ['api.example.com', '*.trusted.org'] };
  const answer = () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' });
  const call = (url: string) => `return (await http.post('${url}', { a: 1 }, { headers: { 'X-Key': 'k' } })).data;`;
  const { requests } = (await running(call('https://api.example.com/x'), { config, answer })).tested;
  expect(requests).toEqual([{ url: 'https://api.example.com/x', method: 'POST', timeout: 5_000, headers: { 'content-type': 'application/json', 'x-key': 'k' }, body: '{"a":1}' }]);
  expect((await running(call('https://a.trusted.org'), { config, answer })).said).toEqual({ ok: true });
  for (const url of ['https://example.com', 'https://trusted.org', 'https://api.example.com.evil.org', 'https://nottrusted.org', 'http://localhost', 'no address']) {
    const { said, tested } = await running(call(url), { config, answer });
    expect(said).toEqual({ error: expect.any(String) });
    expect(tested.requests).toEqual([]);
  }
});

it('calls nobody unless that is allowed', async () => {
  const { said, tested } = await running(`return (await http.get('https://example.com')).data;`);
  expect(said).toEqual({ error: expect.stringContaining('may not call example.com') });
  expect(tested.requests).toEqual([]);
});

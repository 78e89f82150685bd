import { expect, it } from 'vitest';
import { botServer } from './compat-server.ts';

const reply = (content: string, more: object = {}) => ({ rtype: 'plain', content, enabled: true, ...more });

it('keeps questions: made, read, changed with what was read, deleted', async () => {
  const { bot, tested } = await botServer();
  const client = await bot();
  const { data: { id, replyLastUpdate } } = await client.command('POST', '/faq/database', { post: '如何查看快递单号', replies: [reply('foo'), reply('bar')], enabled: true, categoryTexts: ['一级', '二级'] });
  expect((await client.command('GET', `/faq/database/${id}`)).data).toMatchObject({ id, post: '如何查看快递单号', enabled: true, replyLastUpdate, replies: [reply('foo'), reply('bar')], categoryTexts: ['一级', '二级'] });
  const change = { post: '快递单号', replies: [reply('foo2')], replyLastUpdate };
  const changed = await client.command('PUT', `/faq/database/${id}`, change);
  expect(changed).toMatchObject({ rc: 0, data: { id } });
  expect(changed.data.replyLastUpdate).not.toBe(replyLastUpdate);
  // Somebody else has changed the replies meanwhile.
  expect(await client.command('PUT', `/faq/database/${id}`, change)).toMatchObject({ rc: 1 });
  expect((await client.command('GET', `/faq/database/${id}`)).data).toMatchObject({ post: '快递单号', replies: [reply('foo2')], categoryTexts: ['一级', '二级'] });
  expect(await client.command('DELETE', `/faq/database/${id}`)).toEqual({ rc: 0, msg: 'done' });
  expect([...tested.data.keys()].filter((key) => key.includes(id))).toEqual([]);
  expect(await client.command('GET', `/faq/database/${id}`)).toMatchObject({ rc: 3 });
  expect(await client.command('DELETE', `/faq/database/${id}`)).toMatchObject({ rc: 3 });
});

it('keeps the id that a client gives, and is the same question the second time', async () => {
  const client = await (await botServer()).bot();
  const given = { docId: 'AZBckfZoAA2hzfST-UT2', post: 'a', replies: [reply('b')] };
  await client.command('POST', '/faq/database', given);
  await client.command('POST', '/faq/database', { ...given, post: 'c' });
  expect(await client.command('GET', '/faq/database')).toMatchObject({ total: 1, data: [{ id: given.docId, post: 'c' }] });
});

it('keeps no reply that is switched off, links as texts, and which replies are HTML', async () => {
  const client = await (await botServer()).bot();
  const { data: { id } } = await client.command('POST', '/faq/database', { post: 'a', replies: [reply('off', { enabled: false }), reply('<b>x</b>', { rtype: 'html' }), { rtype: 'hyperlink', title: 'T', url: 'https://a.b' }] });
  expect((await client.command('GET', `/faq/database/${id}`)).data.replies).toEqual([reply('<b>x</b>', { rtype: 'html' }), reply('T https://a.b')]);
  expect(await client.command('POST', '/faq/database', { post: 'a', replies: [reply('off', { enabled: false })] })).toMatchObject({ rc: 1 });
});

it('has similar questions, each once', async () => {
  const client = await (await botServer()).bot();
  const { data: { id } } = await client.command('POST', '/faq/database', { post: '怎么开通微信支付', replies: [reply('a')] });
  const first = await client.command('POST', `/faq/database/${id}/extend`, { post: '怎样支持微信支付' });
  expect(await client.command('POST', `/faq/database/${id}/extend`, { post: '怎样支持微信支付' })).toEqual(first);
  expect(await client.command('GET', `/faq/database/${id}/extend`)).toMatchObject({ total: 1, data: [{ id: first.data.id, post: '怎样支持微信支付', postId: id, enabled: true }] });
  const { data } = await client.command('PUT', `/faq/database/${id}/extend/${first.data.id}`, { post: '微信能付款吗' });
  expect((await client.command('GET', `/faq/database/${id}/extend`)).data).toMatchObject([{ id: data.id, post: '微信能付款吗' }]);
  expect((await client.command('POST', '/faq/query', { query: '微信能付款吗', fromUserId: 'u' })).data).toMatchObject([{ id, score: 1 }]);
  expect(await client.command('DELETE', `/faq/database/${id}/extend/${first.data.id}`)).toMatchObject({ rc: 3 });
  expect(await client.command('DELETE', `/faq/database/${id}/extend/${data.id}`)).toEqual({ rc: 0, msg: 'done' });
  expect(await client.command('GET', `/faq/database/${id}/extend`)).toMatchObject({ total: 0, total_page: 1, data: [] });
});

it('does not lose one of many changes at once', async () => {
  const client = await (await botServer()).bot();
  const { data: { id } } = await client.command('POST', '/faq/database', { post: 'a', replies: [reply('a')] });
  await Promise.all(Array.from({ length: 20 }, (_, i) => client.command('POST', `/faq/database/${id}/extend`, { post: `question ${i}` })));
  expect(await client.command('GET', `/faq/database/${id}/extend`)).toMatchObject({ total: 20 });
});

it('has a tree of categories that entries follow', async () => {
  const client = await (await botServer()).bot();
  await client.command('POST', '/faq/database', { docId: 'x', post: 'a', replies: [reply('a')], categoryTexts: ['售前', '价格'] });
  const [root] = (await client.command('GET', '/faq/categories')).data;
  expect(root).toMatchObject({ label: '售前', children: [{ label: '价格' }] });
  const { data: made } = await client.command('POST', '/faq/categories', { label: '售后' });
  expect(made).toEqual({ value: expect.any(String), categories: [root, { value: made.value, label: '售后' }] });
  expect((await client.command('PUT', '/faq/categories', { value: root.value, label: '咨询' })).data[0]).toMatchObject({ value: root.value, label: '咨询' });
  expect(await client.command('PUT', '/faq/categories', { value: root.value, label: '售后' })).toMatchObject({ rc: 2 });
  expect((await client.command('GET', '/faq/database/x')).data).toMatchObject({ categories: [root.value, root.children[0].value], categoryTexts: ['咨询', '价格'] });
  expect((await client.command('DELETE', `/faq/categories/${root.children[0].value}`)).data).toEqual([{ value: root.value, label: '咨询' }, { value: made.value, label: '售后' }]);
  expect((await client.command('GET', '/faq/database/x')).data).toMatchObject({ categoryTexts: ['咨询'] });
});

it('lists pages, and exports rows by place', async () => {
  const client = await (await botServer()).bot();
  for (const [docId, post] of [['q1', '如何退货'], ['q2', '营业时间'], ['q3', '在哪里']]) await client.command('POST', '/faq/database', { docId, post, replies: [reply(`答：${post}`)], categoryTexts: docId === 'q2' ? ['门店'] : [] });
  await client.command('POST', '/faq/database/q2/extend', { post: '几点开门' });
  expect(await client.command('GET', '/faq/database?limit=2&page=2')).toMatchObject({ rc: 0, total: 3, current_page: 2, total_page: 2, data: [{ id: 'q3' }] });
  const [{ value }] = (await client.command('GET', '/faq/categories')).data;
  expect((await client.command('GET', '/faq/database/export')).data).toContainEqual(['q2', [value], true, '营业时间', [reply('答：营业时间')], '几点开门']);
});

import { expect, it } from 'vitest';
import { summaryOf } from '#desk/chat-summary.ts';
import { newUlid } from '../store/support/entries.ts';
import { leaveChat } from './support/chats.ts';
import { openHouse, type House } from './support/house.ts';
import { limitedTo } from './support/limits.ts';

const session = (house: House, more: object = {}, options: object = {}) =>
  house.call('POST', '/api/v1/widget/session', { body: { token: house.token, ...more }, ...options });
const ticket = (house: House, visitor: string, more: object = {}, options: object = {}) =>
  house.call('POST', '/api/v1/widget/ticket', { body: { token: house.token, visitor, start: true, ...more }, ...options });
const claimsOf = (house: House, url: string): any => house.tickets.verify(new URL(url).searchParams.get('ticket')!);

it('tells a new visitor who they are, and writes nothing down', async () => {
  const house = await openHouse();
  const { json } = await session(house, { locale: 'zh-CN', page: { url: 'https://shop.example/', title: 'Shop' } });
  expect(json).toMatchObject({ department: 'Support', staffed: false, waiting: 0, conversation: null });
  expect(json.self).toMatch(/^v_[0-9A-Z]{26}$/);
  expect(await house.store.db.selectFrom('contacts').selectAll().execute()).toEqual([]);
});

it('is no way in by the account of another channel, whose token is no secret', async () => {
  const house = await openHouse();
  const [web] = await house.store.channelAccounts.list();
  await house.store.channelAccounts.create({ ...web!, id: newUlid(), kind: 'api-channel', token: 'api-channel:shop' });
  expect((await session(house, { token: 'api-channel:shop' })).code).toBe('channel.unknown');
});

it('knows a visitor again, and gives a new name to one with a bad or foreign token', async () => {
  const house = await openHouse();
  const first = (await session(house)).json;
  expect((await session(house, { visitor: first.visitor })).json).toEqual(first);
  const other = await house.departments.create({ name: 'Sales' });
  const channel = (await house.store.channelAccounts.list()).find(({ departmentId }) => departmentId === other.id)!;
  for (const body of [{ visitor: 'x.y' }, { visitor: first.visitor, token: channel.token }, { visitor: `${first.visitor.slice(0, -2)}${first.visitor.endsWith('AA') ? 'BA' : 'AA'}` }]) {
    const stranger = (await session(house, body)).json;
    expect(stranger.self).not.toBe(first.self);
    expect(stranger.visitor).not.toBe(first.visitor);
  }
});

it('opens a chat with a ticket that says what the conversation needs to begin', async () => {
  const house = await openHouse();
  const { visitor, self } = (await session(house)).json;
  const { json } = await ticket(house, visitor, { locale: 'zh-cn' });
  expect(json.url).toMatch(/^ws:\/\/localhost:8000\/node-1\/socket\?ticket=/);
  const claims = claimsOf(house, json.url);
  expect(claims).toMatchObject({ kind: 'visitor', conversation: json.conversation, contact: self.slice(2), locale: 'zh-CN', create: true });
  expect(claims.name).toMatch(/^#\d{4}$/);
  expect((await house.store.departments.find(claims.department))!.name).toBe('Support');
});

it('tells agents on which page a visitor is and where the chat began, and writes down nothing of who is in no chat', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const [support] = await house.store.departments.list();
  const { visitor } = (await session(house)).json;
  const page = (url: string, title = 'Shop') => ({ page: { url, title } });
  const { json: { conversation } } = await ticket(house, visitor, page('https://shop.example/basket?a=1', ' Your\n basket '));
  const [{ id: contact }] = await house.store.db.selectFrom('contacts').select('id').execute() as [{ id: string }];
  await leaveChat(house.store, support!.id, { id: conversation, contact });
  const pages = async () => (await admin('GET', `/api/v1/conversations/${conversation}/contact`)).json.pages;
  const basket = { url: 'https://shop.example/basket?a=1', title: 'Your basket', at: expect.any(Number) };
  expect(await pages()).toEqual({ page: basket, began: basket });
  await session(house, { visitor, ...page('https://shop.example/help', 'Help') });
  expect(await pages()).toEqual({ page: { url: 'https://shop.example/help', title: 'Help', at: expect.any(Number) }, began: basket });
  for (const url of ['javascript:alert(1)', 'https://bank.example@evil.example', '/console', `https://shop.example/${'x'.repeat(2_048)}`]) {
    expect((await session(house, { visitor, ...page(url) })).status).toBe(200);
    expect(await pages()).toMatchObject({ page: { title: 'Help' } });
  }
  // Behind # is where one is, or what signs one in.
  for (const [told, kept] of [['#/orders?id=7', '#/orders?id=7'], ['#access_token=abc&state=1', '']]) {
    await session(house, { visitor, ...page(`https://shop.example/${told}`) });
    expect(await pages()).toMatchObject({ page: { url: `https://shop.example/${kept}` } });
  }
  const row = (await house.store.conversations.byPublicId(conversation))!;
  expect((await house.store.contacts.find(contact))?.attributes).toHaveProperty('page');
  expect((await summaryOf(house.store, row, 'saved-replies')).visitor.attributes).toEqual({ locale: 'en' });
  // What a plugin writes to a visitor calls the department as their widget does.
  const departmentFor = async (locale: string, name: string) => {
    await house.store.departments.update(row.departmentId, { name });
    return (await summaryOf(house.store, { ...row, locale }, 'saved-replies')).department.name;
  };
  expect(await departmentFor('zh-CN', 'Support')).toBe('在线客服');
  expect(await departmentFor('en', 'Support')).toBe('Support');
  expect(await departmentFor('zh-CN', '售后')).toBe('售后');

  const { visitor: other } = (await session(house)).json;
  await session(house, { visitor: other, ...page('https://shop.example/') });
  expect(await house.store.db.selectFrom('contacts').selectAll().execute()).toHaveLength(1);
});

it('asks for an e-mail where the widget is to, and keeps it where the house has none', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const [channel] = await house.store.channelAccounts.list();
  const set = async (awayEmail: string) => {
    expect((await admin('PATCH', `/api/v1/channels/${channel!.id}`, { body: { awayEmail } })).json).toMatchObject({ awayEmail });
    house.clock.at += 60_000; // what is known of a channel is believed for a while
  };
  const { visitor, email } = (await session(house)).json;
  expect(email).toBe('optional');
  await set('required');
  expect((await session(house)).json.email).toBe('required');
  for (const bad of ['anna', 'anna@shop', 'a b@shop.example', 'anna@shop.example\n', '<anna@shop.example>', `${'x'.repeat(250)}@shop.example`]) {
    if (bad.trim() === bad) expect((await ticket(house, visitor, { email: bad })).code).toBe('input.invalid');
  }
  await ticket(house, visitor, { email: ' anna@shop.example ' });
  await ticket(house, visitor, { email: 'mallory@evil.example' });
  expect(await house.store.db.selectFrom('contacts').select('email').execute()).toEqual([{ email: 'anna@shop.example' }]);
  expect((await session(house, { visitor })).json.email).toBeNull();
  // Nor in place of the address of whom they were merged with.
  const { visitor: known } = (await session(house)).json;
  await ticket(house, known);
  const rows = await house.store.db.selectFrom('contacts').select(['id', 'email']).execute();
  const [anna, other] = [rows.find(({ email: own }) => own !== null)!, rows.find(({ email: own }) => own === null)!];
  expect((await admin('POST', `/api/v1/contacts/${other.id}/merges`, { body: { contact: anna.id } })).status).toBe(200);
  await ticket(house, known, { email: 'mallory@evil.example' });
  expect((await admin('GET', `/api/v1/contacts/${other.id}`)).json.email).toBe('anna@shop.example');
  await set('off');
  expect((await session(house)).json.email).toBeNull();
  expect((await admin('PATCH', `/api/v1/channels/${channel!.id}`, { body: { awayEmail: 'maybe' } })).code).toBe('input.invalid');
});

it('gives two tabs that start at once the same conversation', async () => {
  const house = await openHouse();
  const { visitor } = (await session(house)).json;
  const answers = await Promise.all([ticket(house, visitor), ticket(house, visitor), ticket(house, visitor)]);
  expect(new Set(answers.map(({ json }) => json.conversation)).size).toBe(1);
  expect(await house.store.db.selectFrom('contacts').selectAll().execute()).toHaveLength(1);
});

it('shows a visitor page by page what they saw of their chat before, and nobody else anything', async () => {
  const house = await openHouse();
  const [support] = await house.store.departments.list();
  const { visitor, self } = (await session(house)).json;
  const contact = self.slice(2);
  const channelAccount = (await house.store.channelAccounts.list()).find(({ departmentId }) => departmentId === support!.id)!.id;
  await house.store.contacts.findOrCreate({ channelAccountId: channelAccount, externalId: contact }, { id: contact, name: null, email: null, attributes: {}, createdAt: 1, updatedAt: 1 });
  // Every third line is a note: agents only.
  let publicSeq = 0;
  const events = Array.from({ length: 90 }, (_, i) => (i % 3 === 2 ? { publicSeq: null, by: 'a_ann', body: { text: 'secret' } } : { publicSeq: ++publicSeq, by: 'a_ann', id: `stream-of-ann:${i}` }));
  const chat = await leaveChat(house.store, support!.id, { contact, channelAccount, events });
  const older = (who: string, before: number, conversation = chat.id) =>
    house.call('POST', '/api/v1/widget/events', { body: { token: house.token, visitor: who, conversation, before } });

  const newest = (await older(visitor, 61)).json;
  expect(newest.events.map(({ seq }: { seq: number }) => seq)).toEqual(Array.from({ length: 50 }, (_, i) => i + 11));
  expect(newest.more).toBe(true);
  const oldest = (await older(visitor, 11)).json;
  expect(oldest.events.map(({ seq }: { seq: number }) => seq)).toEqual(Array.from({ length: 10 }, (_, i) => i + 1));
  expect(oldest.more).toBe(false);
  expect(JSON.stringify([newest, oldest])).not.toMatch(/secret|stream-of-ann/);

  const stranger = (await session(house)).json.visitor;
  await ticket(house, stranger);
  expect((await older(stranger, 61)).code).toBe('conversation.unknown');
  expect((await older(visitor, 61, 'x')).code).toBe('conversation.unknown');
  expect((await older('forged', 61)).code).toBe('ticket.invalid');
  expect((await older(visitor, 0)).status).toBe(422);
});

it('has no conversation for a visitor who did not start one', async () => {
  const house = await openHouse();
  const { visitor } = (await session(house)).json;
  expect((await ticket(house, visitor, { start: false })).code).toBe('conversation.unknown');
});

it('refuses a ticket to a forged visitor token', async () => {
  const house = await openHouse();
  for (const visitor of ['', 'forged', `${Buffer.from('{"contact":"x"}').toString('base64url')}.${'A'.repeat(43)}`]) {
    expect((await ticket(house, visitor)).code, visitor).toBe('ticket.invalid');
  }
});

it('does not take a visitor token of another channel', async () => {
  const house = await openHouse();
  const other = await house.departments.create({ name: 'Sales' });
  const channel = (await house.store.channelAccounts.list()).find(({ departmentId }) => departmentId === other.id)!;
  const { visitor } = (await session(house)).json;
  expect((await ticket(house, visitor, { token: channel.token })).code).toBe('ticket.invalid');
});

it('does not know the channel of an archived department', async () => {
  const house = await openHouse();
  const [support] = await house.store.departments.list();
  await house.departments.archive(support!.id);
  expect((await session(house)).code).toBe('channel.unknown');
  expect((await session(house, { token: 'guess' })).code).toBe('channel.unknown');
  expect((await house.call('GET', '/demo/config.json')).code).toBe('channel.unknown');
});

const ORIGINS = [
  ['our own frame', 'http://localhost:8000', 200],
  ['our own frame by another name', 'http://127.0.0.1:8000', 403],
  ['an allowed site that the API is not open to', 'https://shop.example', 403],
  ['a site that the API is open to but this channel is not', 'https://app.example', 403],
  ['a site that both are open to', 'https://both.example', 200],
  ['nobody', 'null', 403],
] as const;

it('decides by the origin', async () => {
  const house = await openHouse({ corsOrigins: ['https://app.example', 'https://both.example'] });
  const [channel] = await house.store.channelAccounts.list();
  await house.departments.updateChannel(channel!.id, { allowedOrigins: ['https://shop.example', 'https://both.example'] });
  for (const [who, origin, status] of ORIGINS) {
    const answer = await session(house, {}, { headers: { origin } });
    expect(answer.status, who).toBe(status);
    const open = ['https://app.example', 'https://both.example'].includes(origin);
    expect(answer.headers['access-control-allow-origin'], who).toBe(open ? origin : undefined);
  }
});

it('limits how fast one network makes sessions and tickets, but not this machine itself', async () => {
  const once = { burst: 2, perSecond: 0.1 };
  const house = await openHouse({ config: { limits: limitedTo(once) } });
  const from = { ip: '203.0.113.9' };
  const { visitor } = (await session(house, {}, from)).json;
  await session(house, {}, from);
  const refused = await session(house, {}, from);
  expect([refused.status, refused.code, refused.json.meta.retryAfter]).toEqual([429, 'rate.limited', 10]);
  await ticket(house, visitor, {}, from);
  await ticket(house, visitor, {}, from);
  expect((await ticket(house, visitor, {}, from)).code).toBe('rate.limited');
  expect((await session(house)).status).toBe(200);
});

it('says whether somebody is there', async () => {
  const house = await openHouse();
  const [support] = await house.store.departments.list();
  house.colleagues.push({ id: 'x', name: 'Lin', status: 'away', seats: 0, capacity: 5, departments: [support!.id] });
  expect((await session(house)).json.staffed).toBe(false);
  house.colleagues.push({ id: 'y', name: 'Mei', status: 'online', seats: 0, capacity: 5, departments: [support!.id] });
  expect((await session(house)).json.staffed).toBe(false);
  house.clock.at += 2_000;
  expect((await session(house)).json.staffed).toBe(true);
});

it('writes no Host into an address that is none', async () => {
  const house = await openHouse();
  const { visitor } = (await session(house)).json;
  for (const host of ['evil.example\r\nx: y', 'a/b', 'user@host', '']) {
    expect((await ticket(house, visitor, {}, { headers: { host } })).code, host).toBe('request.malformed');
  }
});

it('leads to the public address where one is set, and to the asked one where none is', async () => {
  const fixed = await openHouse({ publicUrl: 'https://chat.example/' });
  const { visitor } = (await session(fixed)).json;
  expect((await ticket(fixed, visitor)).json.url).toMatch(/^wss:\/\/chat\.example\/node-1\/socket\?ticket=/);
  const local = await openHouse();
  const own = (await session(local)).json;
  expect((await ticket(local, own.visitor, {}, { headers: { host: '127.0.0.1:8000' } })).json.url).toMatch(/^ws:\/\/127\.0\.0\.1:8000\//);
});

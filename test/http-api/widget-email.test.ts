import { expect, it, vi } from 'vitest';
import { hasEmail } from '#desk/away-email.ts';
import type { Contact } from '#store/contacts.repository.ts';
import { openHouse, type House } from './support/house.ts';
import { limitedTo } from './support/limits.ts';

const at = (house: House, path: string) => async (body: object, options: object = {}) => house.call('POST', `/api/v1/widget/${path}`, { body: { token: house.token, ...body }, ...options });
const contacts = ({ store }: House) => store.db.selectFrom('contacts').select(['id', 'email']).execute();
const emails = async (house: House) => (await contacts(house)).map(({ email }) => email);

/** Somebody who has begun a chat, and said nothing of an e-mail. */
async function begun(house: House): Promise<string> {
  const { visitor } = (await at(house, 'session')({})).json;
  await at(house, 'ticket')({ visitor, start: true });
  return visitor;
}

it('keeps an e-mail that is left in a chat, once: a second one changes nothing, and is answered alike', async () => {
  const house = await openHouse();
  const leave = at(house, 'email');
  const visitor = await begun(house);
  expect((await at(house, 'session')({ visitor })).json.email).toBe('optional');
  for (const email of [' anna@shop.example ', 'anna@shop.example', 'mallory@evil.example']) expect((await leave({ visitor, email })).status).toBe(204);
  expect(await emails(house)).toEqual(['anna@shop.example']);
  expect((await at(house, 'session')({ visitor })).json.email).toBeNull();
});

it('never takes the place of what the house has, which may stand with whom they were merged', async () => {
  const house = await openHouse();
  const admin = await house.signIn();
  const visitor = await begun(house);
  const mine = (await contacts(house))[0]!;
  const other = await begun(house);
  // Whose is whose no order tells: ids of one millisecond come in any.
  const anna = (await contacts(house)).find(({ id }) => id !== mine.id)!;
  await admin('PATCH', `/api/v1/contacts/${anna.id}`, { body: { email: 'anna@shop.example' } });
  expect((await at(house, 'session')({ visitor })).json.email).toBe('optional');
  expect((await admin('POST', `/api/v1/contacts/${anna.id}/merges`, { body: { contact: mine.id } })).status).toBe(200);
  for (const each of [visitor, other]) expect((await at(house, 'email')({ visitor: each, email: 'mallory@evil.example' })).status).toBe(204);
  expect(new Map((await contacts(house)).map(({ id, email }) => [id, email]))).toEqual(new Map([[mine.id, null], [anna.id, 'anna@shop.example']]));
  // Nor is anybody asked for it.
  for (const each of [visitor, other]) expect((await at(house, 'session')({ visitor: each })).json.email).toBeNull();
});

it('is looked for in one query with each page that somebody known opens, and in two where they were merged', async () => {
  const { intake, store } = await openHouse();
  const [channelAccount] = await store.channelAccounts.list();
  const [anna, mine] = await Promise.all(['anna', 'mine'].map((externalId) => intake.identify({ channelAccount: channelAccount!.id, externalId, locale: 'en' })));
  const queries = vi.spyOn(store.db.getExecutor(), 'executeQuery');
  const asked = async (contact: Contact | undefined): Promise<readonly [boolean, number]> => {
    const before = queries.mock.calls.length;
    return [await hasEmail(store, contact!), queries.mock.calls.length - before];
  };
  expect(await asked(mine)).toEqual([false, 1]);
  await store.contactMerges.add({ id: 'm', winnerId: anna!.id, loserId: mine!.id, actor: 'agent:a', at: 1 });
  expect([await asked(mine), await asked(anna)]).toEqual([[false, 2], [false, 2]]);
  await store.contacts.giveEmail(anna!.id, 'anna@shop.example', 1);
  expect([await asked(mine), await asked({ ...anna!, email: 'anna@shop.example' })]).toEqual([[true, 2], [true, 0]]);
});

it('takes one from nobody but the visitor themselves, in a chat of theirs, from a page that may', async () => {
  const house = await openHouse();
  const leave = at(house, 'email');
  const visitor = await begun(house);
  const email = 'mallory@evil.example';
  const { id: sales } = await house.departments.create({ name: 'Sales' });
  const { token } = (await house.store.channelAccounts.list()).find(({ departmentId }) => departmentId === sales)!;
  for (const forged of ['', 'forged', `${visitor.slice(0, -3)}AAA`]) expect((await leave({ visitor: forged, email })).code, forged).toBe('ticket.invalid');
  expect((await leave({ visitor, email, token })).code).toBe('ticket.invalid');
  expect((await leave({ visitor, email, token: 'guess' })).code).toBe('channel.unknown');
  expect((await leave({ visitor, email }, { headers: { origin: 'https://evil.example' } })).code).toBe('request.forbidden-origin');
  expect((await leave({ visitor: (await at(house, 'session')({})).json.visitor, email })).code).toBe('conversation.unknown');
  expect(await emails(house)).toEqual([null]);
});

it('takes nothing that is no address', async () => {
  const house = await openHouse();
  const visitor = await begun(house);
  for (const email of [undefined, null, 7, '', 'anna', 'anna@shop', 'a b@shop.example', 'anna@shop.example, mallory@evil.example', 'anna@shop.example\r\nBcc: all@shop.example', '<anna@shop.example>', `${'x'.repeat(250)}@shop.example`, 'anna\ud800@shop.example']) {
    expect((await at(house, 'email')({ visitor, email })).code, String(email)).toBe('input.invalid');
  }
  expect((await at(house, 'email')({ visitor, email: 'x'.repeat(5_000) })).status).toBe(413);
  expect(await emails(house)).toEqual([null]);
});

it('takes only so many from a network', async () => {
  const house = await openHouse({ config: { limits: limitedTo({ burst: 3, perSecond: 0.1 }) } });
  const visitor = await begun(house);
  const leave = (body: object) => at(house, 'email')({ visitor, ...body }, { ip: '203.0.113.9' });
  for (const body of [{ email: 'anna' }, { email: 'anna@shop.example' }, { visitor: 'forged', email: 'anna@shop.example' }]) expect((await leave(body)).code).not.toBe('rate.limited');
  const refused = await leave({ email: 'anna@shop.example' });
  expect([refused.status, refused.code, refused.json.meta.retryAfter]).toEqual([429, 'rate.limited', 10]);
});

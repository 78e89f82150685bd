import { expect, it } from 'vitest';
import { createVerified, type Verified } from '#desk/verified.ts';
import { newUlid } from '../store/support/entries.ts';
import { leaveChat } from './support/chats.ts';
import { describeStores } from './support/engines.ts';
import { openHouse } from './support/house.ts';

describeStores('contacts', (url) => {
  const open = async () => {
    const house = await openHouse({ url: await url() });
    const { departments, hire, intake, store } = house;
    const support = (await store.departments.list())[0]!.id;
    const sales = (await departments.create({ name: 'Sales' })).id;
    const accounts = new Map((await store.channelAccounts.list()).map(({ departmentId, id }) => [departmentId, id]));
    const lin = await hire('lin', { departments: [support] });
    const boss = await hire('boss', { role: 'supervisor' });
    /** Somebody who has had a chat. */
    const meet = async (name: string | null, department = support, externalId = newUlid()) => {
      const channelAccount = accounts.get(department)!;
      const { id } = await intake.identify({ channelAccount, externalId, name, locale: 'en', contact: newUlid() });
      const chat = await leaveChat(store, department, { contact: id, channelAccount, more: { status: 'closed', queuedAt: null, endedAt: 5 } });
      return { id, chat: chat.id, externalId };
    };
    const found = async (call: typeof lin.call, query: string) => (await call('GET', `/api/v1/contacts?${query}`)).json.items.map(({ id }: { id: string }) => id);
    return { ...house, support, sales, lin, boss, meet, found };
  };

  it('lists for agents who has had a chat that they may see, and everybody for supervisors', async () => {
    const { lin, boss, meet, found, sales } = await open();
    const anna = await meet('Anna');
    const bert = await meet('Bert', sales);
    expect(await found(lin.call, '')).toEqual([anna.id]);
    expect(await found(boss.call, '')).toEqual([bert.id, anna.id]);
    expect((await lin.call('GET', `/api/v1/contacts/${bert.id}`)).status).toBe(404);
    expect((await lin.call('PATCH', `/api/v1/contacts/${bert.id}`, { body: { name: 'x' } })).status).toBe(404);
    expect((await lin.call('GET', `/api/v1/conversations/${bert.chat}/contact`)).status).toBe(404);
    expect((await lin.call('GET', `/api/v1/conversations/${anna.chat}/contact`)).json).toMatchObject({ id: anna.id, name: 'Anna', chats: 1 });
  });

  it('finds them by part of a name, e-mail address or phone number, and by the beginning of a channel id', async () => {
    const { boss, meet, found } = await open();
    const anna = await meet('Anna 王小明');
    const bert = await meet(null, undefined, 'wx_0%91');
    await boss.call('PATCH', `/api/v1/contacts/${bert.id}`, { body: { email: 'Bert@Example.com', phone: '+49 171 555' } });
    for (const text of ['ANNA', '小明', 'nna']) expect(await found(boss.call, `search=${encodeURIComponent(text)}`)).toEqual([anna.id]);
    for (const text of ['bert@', '171 5', 'wx_0%']) expect(await found(boss.call, `search=${encodeURIComponent(text)}`)).toEqual([bert.id]);
    for (const text of ['%', '_n', '91', "'"]) expect(await found(boss.call, `search=${encodeURIComponent(text)}`)).toEqual([]);
  });

  it('finds whoever has no name by the number that lists show, or by the word before it alone, in whatever language', async () => {
    const { boss, lin, meet, found, sales } = await open();
    const nameless = await meet(null);
    const [{ name: code }] = (await boss.call('GET', '/api/v1/contacts')).json.items;
    const digits = code.slice(1);
    await meet('Anna');
    for (const text of [`Visitor ${digits}`, `访客 ${digits}`, `访客${digits}`, `#${digits}`, digits, 'Visitor', '访客']) {
      expect(await found(boss.call, `search=${encodeURIComponent(text)}`)).toEqual([nameless.id]);
    }
    for (const text of [`Visitor ${digits.slice(0, 3)}`, `${digits}1`, `Visitor ${10_000 - Number(digits)}`]) expect(await found(boss.call, `search=${encodeURIComponent(text)}`)).toEqual([]);
    // Whoever has a name is called by it.
    await boss.call('PATCH', `/api/v1/contacts/${nameless.id}`, { body: { name: 'Bert' } });
    for (const text of [digits, 'visitor']) expect(await found(boss.call, `search=${text}`)).toEqual([]);
    const elsewhere = await meet(null, sales);
    const other = (await boss.call('GET', `/api/v1/contacts/${elsewhere.id}`)).json.name.slice(1);
    expect(await found(lin.call, `search=${other}`)).toEqual([]);
  });

  it('pages through them without losing or repeating one', async () => {
    const { boss, meet } = await open();
    const all = [];
    for (let i = 0; i < 7; i++) all.unshift((await meet(`P${i}`)).id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { items, next } = (await boss.call('GET', `/api/v1/contacts?limit=3${cursor}`)).json;
      seen.push(...items.map(({ id }: { id: string }) => id));
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(seen).toEqual(all);
  });

  it('keeps what agents write, says in the audit who did, and takes no nonsense', async () => {
    const { lin, meet, store } = await open();
    const anna = await meet('anna_91');
    const edited = await lin.call('PATCH', `/api/v1/contacts/${anna.id}`, { body: { name: ' Anna Berg ', email: 'anna@example.com', phone: '+49 30 1', notes: 'Likes tea.' } });
    expect(edited.json).toMatchObject({ name: 'Anna Berg', givenName: 'Anna Berg', email: 'anna@example.com', phone: '+49 30 1', notes: 'Likes tea.' });
    expect((await lin.call('PATCH', `/api/v1/contacts/${anna.id}`, { body: { notes: '  ' } })).json).toMatchObject({ name: 'Anna Berg', notes: null });
    for (const body of [{ email: 'no' }, { phone: 'call me' }, { name: 'x'.repeat(121) }, { role: 'admin' }]) {
      expect((await lin.call('PATCH', `/api/v1/contacts/${anna.id}`, { body })).json).toMatchObject({ code: 'input.invalid' });
    }
    expect(await store.audit.about(`contact:${anna.id}`, 5)).toMatchObject([
      { actor: `agent:${lin.id}`, action: 'contact.edited', details: { fields: ['notes'] } },
      { details: { fields: ['name', 'email', 'phone', 'notes'] } },
    ]);
  });

  it('says in the audit who opted somebody out, and who opted them in again', async () => {
    const { boss, lin, meet, store } = await open();
    const anna = await meet('Anna');
    for (const [by, body] of [[lin, { notes: 'Asked on the phone.', optedOut: true }], [boss, { optedOut: false }]] as const) await by.call('PATCH', `/api/v1/contacts/${anna.id}`, { body });
    expect(await store.audit.about(`contact:${anna.id}`, 5)).toMatchObject([
      { actor: `agent:${boss.id}`, action: 'contact.opted-in' },
      { actor: `agent:${lin.id}`, action: 'contact.opted-out' },
      { actor: `agent:${lin.id}`, action: 'contact.edited', details: { fields: ['notes'] } },
    ]);
  });

  it('makes one of two, with all chats in one line, and parts them again within a day', async () => {
    const { boss, clock, meet, found, sales, signIn, store } = await open();
    const anna = await meet('Anna');
    const bert = await meet(null, sales);
    await boss.call('PATCH', `/api/v1/contacts/${bert.id}`, { body: { phone: '555', notes: 'from the shop' } });
    const merge = () => boss.call('POST', `/api/v1/contacts/${anna.id}/merges`, { body: { contact: bert.id } });
    const merged = (await merge()).json;
    expect(merged).toMatchObject({ id: anna.id, name: 'Anna', phone: '555', mergedNotes: ['from the shop'], chats: 2, merges: [{ contact: bert.id, actor: `agent:${boss.id}` }] });
    expect(merged.identities.map(({ contact }: { contact: string }) => contact)).toEqual([anna.id, bert.id]);
    expect((await merge()).json).toEqual(merged);
    expect((await boss.call('POST', `/api/v1/contacts/${bert.id}/merges`, { body: { contact: anna.id } })).json).toMatchObject({ code: 'merge.impossible' });
    expect(await found(boss.call, '')).toEqual([anna.id]);
    expect(await found(boss.call, 'search=555')).toEqual([anna.id]);
    expect((await boss.call('GET', `/api/v1/contacts/${bert.id}`)).json.id).toBe(anna.id);
    expect((await boss.call('GET', `/api/v1/contacts/${anna.id}/chats`)).json.items.map(({ id }: { id: string }) => id).sort()).toEqual([anna.chat, bert.chat].sort());
    // The log, whose chat it is and how the channel knows them are as they were.
    expect((await store.conversations.byPublicId(bert.chat))?.contactId).toBe(bert.id);

    const part = async () => (await signIn('boss', boss.password))('DELETE', `/api/v1/contacts/${anna.id}/merges/${merged.merges[0].id}`);
    clock.at += 24 * 3_600_000 + 1;
    expect((await part()).json).toMatchObject({ code: 'merge.settled' });
    clock.at -= 3_600_000;
    expect((await part()).json).toMatchObject({ id: anna.id, phone: null, chats: 1, merges: [] });
    expect((await (await signIn('boss', boss.password))('GET', `/api/v1/contacts/${bert.id}`)).json).toMatchObject({ id: bert.id, chats: 1, notes: 'from the shop' });
  });

  it('calls people in lists by the first name that one of their contacts has, and tells their chats when that changes', async () => {
    const { boss, heard, meet, store } = await open();
    const [anna, bert, cleo, dora] = [await meet(null), await meet('Bert'), await meet('Cleo'), await meet(null)];
    const called = async (): Promise<unknown[]> => {
      const names = await store.people.names([anna, bert, cleo, dora].map(({ id }) => id));
      return [anna, bert, cleo, dora].map(({ id }) => names.get(id));
    };
    const listed = async (): Promise<unknown[]> => {
      const { items } = (await boss.call('GET', '/api/v1/conversations?scope=ended')).json;
      return [anna, bert, cleo, dora].map(({ chat }) => items.find(({ id }: { id: string }) => id === chat).visitor);
    };
    expect(await called()).toEqual([undefined, 'Bert', 'Cleo', undefined]);
    expect(await listed()).toEqual([expect.stringMatching(/^#/), 'Bert', 'Cleo', expect.stringMatching(/^#/)]);
    for (const { id } of [bert, cleo]) await boss.call('POST', `/api/v1/contacts/${anna.id}/merges`, { body: { contact: id } });
    expect(heard.slice(-2)).toEqual([`contacts ${anna.id} ${bert.id}`, `contacts ${anna.id} ${bert.id} ${cleo.id}`]);
    expect(await called()).toEqual(['Bert', 'Bert', 'Bert', undefined]);
    // Also where only one of them is asked for.
    expect([await store.people.name(anna.id), await store.people.name(cleo.id), await store.people.name(dora.id)]).toEqual(['Bert', 'Bert', undefined]);
    await boss.call('PATCH', `/api/v1/contacts/${cleo.id}`, { body: { name: 'Anna Berg' } });
    expect(heard.at(-1)).toBe(`contacts ${anna.id} ${bert.id} ${cleo.id}`);
    expect(await listed()).toEqual(['Anna Berg', 'Anna Berg', 'Anna Berg', expect.stringMatching(/^#/)]);
    const before = heard.length;
    await boss.call('PATCH', `/api/v1/contacts/${anna.id}`, { body: { notes: 'x' } });
    expect(heard).toHaveLength(before);
  });

  it('merges a contact once, and never into one that is merged itself, however many ask at the same time', async () => {
    const { clock, meet, store } = await open();
    const all = [await meet('A'), await meet('B'), await meet('C'), await meet('D')].map(({ id }) => id);
    const add = (winnerId: string, loserId: string) => store.contactMerges.add({ id: newUlid(), winnerId, loserId, actor: 'agent:x', at: clock.at });
    const pairs = all.flatMap((winner) => all.map((loser) => [winner, loser] as const));
    const made = (await Promise.all(pairs.map(([winner, loser]) => add(winner, loser)))).filter((merge) => merge !== undefined);
    const stands = await Promise.all(all.map((id) => store.people.of(id)));
    expect(await Promise.all(stands.map((id) => store.people.of(id)))).toEqual(stands);
    expect(new Set(made.map(({ loserId }) => loserId)).size).toBe(made.length);
    const people = await store.people.list([...new Set(stands)]);
    expect(people.flatMap(({ personas }) => personas.map(({ id }) => id)).sort()).toEqual(all.toSorted());
    // One of a pair is merged already: neither way is there another.
    const [{ loserId, winnerId }] = made as [(typeof made)[0]];
    expect([await add(winnerId, loserId), await add(loserId, winnerId), await add(loserId, all.find((id) => id !== loserId)!)]).toEqual([undefined, undefined, undefined]);
  });

  it('makes one of those of whom channels say the same, where the house has said so, and leaves apart who was parted', async () => {
    const { boss, clock, heard, meet, signIn, store } = await open();
    const admin = await signIn();
    const verify = createVerified({ changes: { contacts: (ids) => void heard.push(`contacts ${ids.join(' ')}`) }, store, now: () => clock.at });
    const say = async (id: string, said: Verified) => verify((await store.contacts.find(id))!, said);
    const [a, b, c, d] = [await meet('A'), await meet('B'), await meet('C'), await meet('D')];
    await say(a.id, { email: 'One@example.com' });
    await say(b.id, { email: 'one@example.com' });
    expect(await store.people.of(b.id)).toBe(b.id);
    expect((await boss.call('PUT', '/api/v1/settings/contacts', { body: { mergeVerified: true } })).status).toBe(403);
    expect((await admin('PUT', '/api/v1/settings/contacts', { body: { mergeVerified: true } })).json).toEqual({ mergeVerified: true });
    await Promise.all([say(c.id, { email: 'ONE@example.com' }), say(d.id, { phone: '030 1234567' })]);
    // Whoever shares it, the oldest stays; a national number is nobody's for certain.
    expect(await Promise.all([a, b, c, d].map(({ id }) => store.people.of(id)))).toEqual([a.id, a.id, a.id, d.id]);
    expect(heard.slice(-2)).toEqual([`contacts ${a.id} ${c.id}`, `contacts ${a.id} ${b.id}`]);
    const merged = (await boss.call('GET', `/api/v1/contacts/${a.id}`)).json;
    expect(merged).toMatchObject({ email: 'one@example.com', chats: 3, merges: [{ actor: 'rule:verified' }, { actor: 'rule:verified' }] });
    await boss.call('DELETE', `/api/v1/contacts/${a.id}/merges/${merged.merges.find(({ contact }: { contact: string }) => contact === c.id).id}`);
    await say(c.id, { email: 'one@example.com' });
    expect(await store.people.of(c.id)).toBe(c.id);
  });

  it('undoes a merge whose winner was merged on, and leaves the rest together', async () => {
    const { boss, meet, store } = await open();
    const [a, b, c] = [await meet('A'), await meet('B'), await meet('C')];
    const merge = async (into: string, contact: string) => (await boss.call('POST', `/api/v1/contacts/${into}/merges`, { body: { contact } })).json.merges[0].id as string;
    const first = await merge(b.id, c.id);
    const second = await merge(a.id, b.id);
    await boss.call('DELETE', `/api/v1/contacts/${a.id}/merges/${first}`);
    expect(await store.people.of(c.id)).toBe(c.id);
    expect(await store.people.of(b.id)).toBe(a.id);
    await boss.call('DELETE', `/api/v1/contacts/${a.id}/merges/${second}`);
    expect(await Promise.all([a, b, c].map(({ id }) => store.people.of(id)))).toEqual([a.id, b.id, c.id]);
  });
});

import { expect, it } from 'vitest';
import { REOPEN_WINDOW_MS } from '#domain/decide/ending.ts';
import { createIntake } from '#desk/intake.ts';
import { TICKET_LIFETIME_MS } from '#desk/tickets.ts';
import { newUlid } from '../store/support/entries.ts';
import { leaveChat } from './support/chats.ts';
import { describeStores } from './support/engines.ts';
import { openHouse } from './support/house.ts';

describeStores('intake', (url) => {
  const open = async () => {
    const house = await openHouse({ url: await url() });
    const [channel] = await house.store.channelAccounts.list();
    return { ...house, channel: channel!.id, department: channel!.departmentId };
  };

  it('makes one contact of one person, however many ask at once', async () => {
    const { intake, store, channel } = await open();
    const who = { channelAccount: channel, externalId: 'openid-1', locale: 'zh-CN' };
    const contacts = await Promise.all(Array.from({ length: 8 }, () => intake.identify(who)));
    expect(new Set(contacts.map(({ id }) => id)).size).toBe(1);
    expect(await store.db.selectFrom('contacts').selectAll().execute()).toHaveLength(1);
    expect(await intake.recognise(channel, 'openid-1')).toMatchObject({ id: contacts[0]!.id, attributes: { locale: 'zh-CN' } });
    expect((await intake.identify({ ...who, channelAccount: newUlid() })).id).not.toBe(contacts[0]!.id);
  });

  it('keeps a crowd apart that arrives at once, known and new, some of them twice', async () => {
    const { intake, store, channel } = await open();
    const arrive = (n: number) => intake.identify({ channelAccount: channel, externalId: `person ${n}`, name: `Person ${n} ${'x'.repeat(200)}`, locale: 'en' });
    const known = await arrive(7);
    const crowd = await Promise.all(Array.from({ length: 450 }, (_, n) => arrive(n % 300)));
    expect(crowd[7]!.id).toBe(known.id);
    for (const [n, { id, name }] of crowd.entries()) expect([id, name]).toEqual([crowd[n % 300]!.id, expect.stringMatching(`^Person ${n % 300} x+$`)]);
    expect(await store.db.selectFrom('contacts').selectAll().execute()).toHaveLength(300);
    expect(await store.db.selectFrom('identities').selectAll().execute()).toHaveLength(300);
  });

  it('makes nobody of two who claim one id', async () => {
    const { intake, channel } = await open();
    const { id } = await intake.identify({ channelAccount: channel, externalId: 'first', locale: 'en' });
    await expect(intake.identify({ channelAccount: channel, externalId: 'second', contact: id, locale: 'en' })).rejects.toThrow('store.conflict');
    expect(await intake.recognise(channel, 'second')).toBeUndefined();
  });

  it('goes on with the open chat', async () => {
    const { intake, store, channel, department } = await open();
    const { id, contact } = await leaveChat(store, department);
    await leaveChat(store, department, { contact, more: { status: 'closed', endedAt: Date.now() } });
    for (const start of [true, false]) expect(await intake.openConversation(contact, channel, { start })).toEqual({ conversation: id, create: false });
  });

  it('goes back to the last ended chat within the window, and not after it', async () => {
    const { intake, store, clock, channel, department } = await open();
    const contact = newUlid();
    const end = (endedAt: number) => leaveChat(store, department, { contact, more: { status: 'closed', queuedAt: null, endedAt } });
    await end(clock.at - 2_000);
    const last = await end(clock.at - 1_000);
    await end(clock.at - 3_000);
    await leaveChat(store, department, { contact, channelAccount: newUlid(), more: { status: 'closed', queuedAt: null, endedAt: clock.at } });
    expect(await intake.openConversation(contact, channel, { start: false })).toEqual({ conversation: last.id, create: false });
    clock.at += REOPEN_WINDOW_MS;
    expect(await intake.openConversation(contact, channel, { start: false })).toEqual({ code: 'conversation.unknown' });
  });

  it('starts a new chat for whoever asks for one, however recent the last', async () => {
    const { intake, store, clock, channel, department } = await open();
    const contact = newUlid();
    const promised = await intake.openConversation(contact, channel, { start: true });
    const { id } = await leaveChat(store, department, { contact, id: 'conversation' in promised ? promised.conversation : '', more: { status: 'closed', queuedAt: null, endedAt: clock.at } });
    const next = await Promise.all([1, 2, 3].map(() => intake.openConversation(contact, channel, { start: true })));
    expect(next[0]).toMatchObject({ create: true });
    expect(next[0]).not.toMatchObject({ conversation: id });
    expect(next).toEqual([next[0], next[0], next[0]]);
  });

  it('promises the same new chat while its tickets live', async () => {
    const { intake, clock, channel } = await open();
    const ask = async (contact: string) => {
      const opening = await intake.openConversation(contact, channel, { start: true });
      return 'conversation' in opening ? opening.conversation : opening.code;
    };
    const [one, two] = [newUlid(), newUlid()];
    const first = await ask(one);
    expect(await ask(two)).not.toBe(first);
    clock.at += TICKET_LIFETIME_MS - 1;
    expect(await ask(one)).toBe(first);
    clock.at += TICKET_LIFETIME_MS - 1;
    expect(await ask(one)).toBe(first);
    clock.at += TICKET_LIFETIME_MS;
    await ask(two);
    clock.at += TICKET_LIFETIME_MS;
    expect(await ask(one)).not.toBe(first);
  });

  it('leaves it to the store which of two nodes wins', async () => {
    const { intake, store, clock, channel, department } = await open();
    const elsewhere = createIntake({ store, now: () => clock.at });
    const contact = newUlid();
    const here = await intake.openConversation(contact, channel, { start: true });
    const there = await elsewhere.openConversation(contact, channel, { start: true });
    expect(here).not.toEqual(there);
    const { id } = await leaveChat(store, department, { contact });
    expect(await intake.openConversation(contact, channel, { start: true })).toEqual({ conversation: id, create: false });
    await expect(leaveChat(store, department, { contact })).rejects.toThrow('open-exists');
  });
});

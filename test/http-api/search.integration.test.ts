import { expect, it } from 'vitest';
import { Chronicle } from '#desk/search/chronicle.ts';
import { createChatSearch } from '#desk/search/chat-search.ts';
import { Departure } from '#src/transport/departure.ts';
import type { FoundPage } from '#wire/api.ts';
import { newUlid } from '../store/support/entries.ts';
import { breakBody, leaveChat } from './support/chats.ts';
import { describeStores } from './support/engines.ts';
import { openHouse } from './support/house.ts';
import { limitedTo } from './support/limits.ts';

describeStores('search of chats', (url) => {
  const open = async (limits = limitedTo({ burst: 1_000, perSecond: 1_000 })) => {
    const house = await openHouse({ url: await url(), config: { limits } });
    const { departments, hire, intake, store } = house;
    const support = (await store.departments.list())[0]!.id;
    const sales = (await departments.create({ name: 'Sales' })).id;
    const accounts = new Map((await store.channelAccounts.list()).map(({ departmentId, id }) => [departmentId, id]));
    const lin = await hire('lin', { departments: [support] });
    const boss = await hire('boss', { role: 'supervisor' });
    let end = 1_000;
    /** A chat in which this was said; it has ended, unless `more` says otherwise. */
    const chat = async (said: readonly (string | object)[], { department = support, name = null as string | null, more = {} } = {}) => {
      const channelAccount = accounts.get(department)!;
      const { id: contact } = await intake.identify({ channelAccount, externalId: newUlid(), name, locale: 'en', contact: newUlid() });
      const events = said.map((one) => (typeof one === 'string' ? { body: { text: one } } : one));
      const { id } = await leaveChat(store, department, { contact, channelAccount, events, more: { status: 'closed', queuedAt: null, endedAt: end++, ...more } });
      return { id, contact };
    };
    const ask = (call: typeof lin.call, query: Record<string, string>) => call('GET', `/api/v1/conversations/search?${new URLSearchParams({ scope: 'ended', ...query })}`);
    const found = async (call: typeof lin.call, text: string, more = {}) => ((await ask(call, { text, ...more })).json as FoundPage).items.map(({ card }) => card.id);
    const chronicle = new Chronicle({ store, mine: () => true, onError: (error) => { throw error; } });
    return { ...house, support, sales, lin, boss, chat, ask, found, chronicle };
  };

  it.each(['from their logs', 'from what was written down of them'])('finds ended chats by the words that were said, %s', async (how) => {
    const { boss, chat, ask, found, chronicle } = await open();
    const lamp = await chat(['Does the BLUE lamp come in green?', "It's 50% off: a\\b \"c\""]);
    const refund = await chat(['你好', '我想申请退款，订单号 20261124', { kind: 'file', body: { text: '', file: { id: 'f', name: 'Invoice-77.pdf', type: 'application/pdf', size: 1 } } }]);
    const idle = await chat([{ kind: 'suggestion', publicSeq: null, by: 'b_x', body: { text: 'Suggest the lamp' } }]);
    if (how !== 'from their logs') expect(await chronicle.round(false)).toBe(3);
    for (const text of ['blue', 'LAMP green', 'een?', '50%', "it's", 'a\\b "c"']) expect(await found(boss.call, text)).toEqual([lamp.id]);
    for (const text of ['退款', '款', '申请退款 1124', 'invoice-77']) expect(await found(boss.call, text)).toEqual([refund.id]);
    for (const text of ['lamp 退款', '款退', '_', 'suggest']) expect(await found(boss.call, text)).toEqual([]);
    const { items: [hit] } = (await ask(boss.call, { text: '退款' })).json as FoundPage;
    expect(hit).toMatchObject({ card: { id: refund.id, status: 'closed' }, said: { seq: 2, text: '我想申请退款，订单号 20261124', from: null, name: null, note: false } });
    expect(idle.id).not.toBe(lamp.id);
  });

  it('finds by what the visitor is called, also together with words', async () => {
    const { boss, chat, ask, found, store } = await open();
    const anna = await chat(['lamp'], { name: 'Anna 王小明' });
    const nameless = await chat(['lamp']);
    await store.contacts.update(nameless.contact, { email: 'b@example.com', updatedAt: 1 });
    for (const text of ['anna', '小明', 'ANNA lamp']) expect(await found(boss.call, text)).toEqual([anna.id]);
    expect(((await ask(boss.call, { text: '小明' })).json as FoundPage).items[0]?.said).toBeNull();
    const code = ((await ask(boss.call, { text: 'b@example' })).json as FoundPage).items[0]!.card.visitor;
    for (const text of [code, `Visitor ${code.slice(1)}`, `访客 ${code.slice(1)}`, 'Visitor', '访客']) expect(await found(boss.call, text)).toEqual([nameless.id]);
  });

  it('shows agents what they may open, notes included, and supervisors everything', async () => {
    const { boss, lin, chat, ask, found, sales, support, chronicle } = await open();
    const own = await chat([{ publicSeq: null, by: `a_${lin.id}`, body: { text: 'Note: she is a lamp collector' } }]);
    const there = await chat(['lamp'], { department: sales });
    const served = await chat(['lamp'], { department: sales, more: { assigneeId: lin.id, status: 'completed' } });
    for (let pass = 0; pass < 2; pass++) {
      expect(await found(lin.call, 'lamp')).toEqual([served.id, own.id]);
      expect(await found(boss.call, 'lamp')).toEqual([served.id, there.id, own.id]);
      expect(((await ask(lin.call, { text: 'collector' })).json as FoundPage).items[0]?.said).toMatchObject({ note: true, from: `a_${lin.id}`, name: 'lin' });
      expect(await found(boss.call, 'lamp', { department: sales })).toEqual([served.id, there.id]);
      expect(await found(boss.call, 'lamp', { agent: lin.id })).toEqual([served.id]);
      expect(await found(boss.call, 'lamp', { status: 'completed' })).toEqual([served.id]);
      expect(await found(lin.call, 'lamp', { department: support })).toEqual([own.id]);
      await chronicle.round(false);
    }
  });

  it('finds what is offered to an agent, or to one of their departments, as they may open it', async () => {
    const { lin, chat, found, sales, support } = await open();
    const transferring = { status: 'transferring', endedAt: null };
    const mine = await chat(['lamp'], { department: sales, more: { ...transferring, transferAgentId: lin.id } });
    const ours = await chat(['lamp'], { department: sales, more: { ...transferring, transferDepartmentId: support } });
    await chat(['lamp'], { department: sales, more: { ...transferring, transferDepartmentId: sales } });
    expect((await found(lin.call, 'lamp', { scope: 'open' })).toSorted()).toEqual([mine.id, ours.id].toSorted());
  });

  it('finds open chats as well, and what was said last where a chat went on and ended again', async () => {
    const { boss, chat, found, chronicle, store } = await open();
    const waiting = await chat(['Where is my lamp?'], { more: { status: 'queued', endedAt: null } });
    const ended = await chat(['Where is my lamp?']);
    await chronicle.round(false);
    expect(await found(boss.call, 'lamp', { scope: 'open' })).toEqual([waiting.id]);
    expect(await found(boss.call, 'lamp')).toEqual([ended.id]);
    // As if it had been written down at the end before.
    await store.db.updateTable('chatWords').set({ endedAt: 1, words: 'something else' }).execute();
    expect(await found(boss.call, 'lamp')).toEqual([ended.id]);
    expect(await found(boss.call, 'else')).toEqual([]);
    expect(await chronicle.round(true)).toBe(1);
    expect(await found(boss.call, 'lamp')).toEqual([ended.id]);
    expect((await store.db.selectFrom('chatWords').select('words').execute())[0]?.words).toBe('where is my lamp?');
  });

  it('pages through what it finds without losing or repeating one, however little it looks at a time', async () => {
    const { boss, chat, store } = await open();
    const ids: string[] = [];
    for (let i = 0; i < 205; i++) ids.unshift((await chat([i % 3 === 0 ? 'a lamp' : 'a chair'], { more: { endedAt: 1_000 + Math.floor(i / 4) } })).id);
    const lamps = ids.filter((_id, i) => (ids.length - 1 - i) % 3 === 0);
    const agent = (await store.agents.find(boss.id))!;
    for (const limit of [7, 100]) {
      const seen: string[] = [];
      // No time: one window a page.
      const search = createChatSearch({ store, budget: 0 });
      for (let after: string | undefined, pages = 0; ; pages++) {
        const { items, lookedTo, next } = await search.page(agent, { text: 'lamp', scope: 'ended', limit, after });
        seen.push(...items.map(({ card }) => card.id));
        expect(lookedTo === null).toBe(next === null);
        expect(pages).toBeLessThan(20);
        if (next === null) break;
        after = next;
      }
      expect(seen).toEqual(lamps);
    }
  });

  it('narrows down by channel, state and time, with words or without', async () => {
    const { boss, lin, chat, ask, found, sales, store } = await open();
    const first = await chat(['lamp'], { more: { endedAt: 1_000 } });
    const second = await chat(['chair'], { more: { endedAt: 2_000, status: 'completed' } });
    const third = await chat(['lamp'], { department: sales, more: { endedAt: 3_000 } });
    const waiting = await chat(['lamp'], { more: { status: 'queued', endedAt: null } });
    const channel = (await store.channelAccounts.list()).find(({ departmentId }) => departmentId === sales)!.id;
    expect(await found(boss.call, 'lamp', { channel })).toEqual([third.id]);
    expect(await found(boss.call, 'lamp', { since: '1000', until: '3000' })).toEqual([first.id]);
    expect(await found(boss.call, '', { since: '1000', until: '3000' })).toEqual([second.id, first.id]);
    expect(await found(boss.call, '', { since: '1001' })).toEqual([third.id, second.id]);
    expect(await found(lin.call, '', { since: '1001' })).toEqual([second.id]);
    expect(await found(boss.call, '', { scope: 'open', status: 'queued' })).toEqual([waiting.id]);
    expect(await found(boss.call, '', { scope: 'open', status: 'active' })).toEqual([]);
    expect(((await ask(boss.call, { status: 'completed' })).json as FoundPage).items).toMatchObject([{ card: { id: second.id }, said: null }]);
  });

  it('looks no further for somebody who has gone, and does not begin what nobody waits for', async () => {
    const { boss, chat, store } = await open();
    for (let i = 0; i < 205; i++) await chat([`a chair ${i}`]);
    const agent = (await store.agents.find(boss.id))!;
    let looks = 0;
    const candidates = store.chatWords.candidates.bind(store.chatWords);
    store.chatWords.candidates = (...asked) => {
      looks++;
      leaving.abort();
      return candidates(...asked);
    };
    const leaving = new AbortController();
    const search = createChatSearch({ store, budget: 60_000 });
    const all = await Promise.allSettled([1, 2].map(() => search.page(agent, { text: 'lamp', scope: 'ended', limit: 5 }, leaving.signal)));
    expect(all.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(['busy', 'busy']);
    expect(looks).toBe(1);
    expect((await search.page(agent, { text: 'lamp', scope: 'ended', limit: 5 })).items).toEqual([]);
    expect(looks).toBe(4);
  });

  it('is told by the request that nobody waits for the answer', async () => {
    const { boss, chat, found } = await open();
    await chat(['lamp']);
    const departure = new Departure();
    departure.tell();
    expect((await boss.call('GET', '/api/v1/conversations/search?scope=ended&text=lamp', { departure })).code).toBe('busy');
    expect(await found(boss.call, 'lamp')).toHaveLength(1);
  });

  it('lets agents take turns, and drops what somebody asked first who asks faster than it can look', async () => {
    const { boss, chat, lin, store } = await open();
    await chat(['lamp']);
    const agents = new Map(await Promise.all([boss.id, lin.id].map(async (id) => [id, (await store.agents.find(id))!] as const)));
    const search = createChatSearch({ store });
    const ended: string[] = [];
    const ask = (id: string, number: number) => search.page(agents.get(id)!, { text: 'lamp', scope: 'ended', limit: 5 })
      .then(() => ended.push(`${id === lin.id ? 'lin' : 'boss'} ${number}`), ({ code }) => ended.push(`${code} ${number}`));
    await Promise.all([...Array.from({ length: 8 }, (_, number) => ask(boss.id, number)), ask(lin.id, 0)]);
    expect(ended).toEqual(['busy 1', 'boss 0', 'boss 2', 'lin 0', 'boss 3', 'boss 4', 'boss 5', 'boss 6', 'boss 7']);
  });

  it('writes down a long chat by its newest words, and two who write at once do no harm', async () => {
    const { boss, chat, found, chronicle } = await open();
    const long = await chat([...Array.from({ length: 20 }, (_, i) => `${i} ${'x'.repeat(7_000)}`), 'the last lamp']);
    const [first, second] = await Promise.all([chronicle.round(false), chronicle.round(false)]);
    expect(first + second).toBeGreaterThanOrEqual(1);
    expect(await chronicle.round(false)).toBe(0);
    expect(await found(boss.call, 'lamp')).toEqual([long.id]);
    expect(await found(boss.call, '19 x')).toEqual([long.id]);
  });

  it('passes over a line that cannot be read, tells of it once, and finds whatever else there is', async () => {
    const { boss, chat, found, chronicle, errors, store } = await open();
    const broken = await chat(['a lamp', 'a chair', 'a table']);
    const whole = await chat(['a lamp']);
    await breakBody(store, 'chair');
    for (let pass = 0; pass < 2; pass++) {
      expect(await found(boss.call, 'lamp')).toEqual([whole.id, broken.id]);
      expect(await found(boss.call, 'table')).toEqual([broken.id]);
      expect(await found(boss.call, 'chair')).toEqual([]);
      expect(await chronicle.round(false)).toBe(pass === 0 ? 2 : 0);
    }
    expect(errors).toEqual([expect.objectContaining({ chat: broken.id, seq: 2 })]);
    expect(store.lines.illegible).toBe(1);
  });

  it('takes no nonsense, and not too much of it', async () => {
    const { lin, ask, call } = await open(limitedTo({ burst: 8, perSecond: 1 / 60 }));
    for (const query of [{}, { text: ' ' }, { text: 'x'.repeat(161) }, { text: 'x', scope: 'mine' }, { text: 'x', cursor: "1' or" }, { text: 'x', agent: 'me' }, { text: 'x', limit: '101' }, { text: 'x', channel: 'web' }, { text: 'x', since: 'monday' }]) {
      expect((await ask(lin.call, query as Record<string, string>)).code).toBe('input.invalid');
    }
    for (let i = 0; i < 8; i++) expect((await ask(lin.call, { text: 'x' })).status).toBe(200);
    expect((await ask(lin.call, { text: 'x' })).code).toBe('rate.limited');
    expect((await call('GET', '/api/v1/conversations/search?scope=ended&text=x')).code).toBe('auth.required');
  });
});

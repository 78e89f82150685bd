import { expect, it } from 'vitest';
import { leaveChat } from './support/chats.ts';
import { describeStores } from './support/engines.ts';
import { openHouse } from './support/house.ts';

describeStores('conversations', (url) => {
  const open = async () => {
    const house = await openHouse({ url: await url() });
    const support = (await house.store.departments.list())[0]!.id;
    const sales = (await house.departments.create({ name: 'Sales' })).id;
    const lin = await house.hire('lin', { departments: [support] });
    const list = async (call: typeof lin.call, query: string) => (await call('GET', `/api/v1/conversations?${query}`)).json;
    return { ...house, support, sales, lin, list };
  };
  const idsOf = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);

  it('shows agents the own departments and chats, and supervisors all', async () => {
    const { store, support, sales, lin, hire, list } = await open();
    const boss = await hire('boss', { role: 'supervisor' });
    const waitingHere = await leaveChat(store, support);
    const waitingThere = await leaveChat(store, sales);
    const mine = await leaveChat(store, sales, { more: { status: 'active', assigneeId: lin.id, queuedAt: null } });
    const others = await leaveChat(store, sales, { more: { status: 'active', assigneeId: boss.id, queuedAt: null } });
    const endedMine = await leaveChat(store, sales, { more: { status: 'completed', assigneeId: lin.id, queuedAt: null, endedAt: 5 } });
    const endedThere = await leaveChat(store, sales, { more: { status: 'closed', queuedAt: null, endedAt: 6 } });

    expect(idsOf(await list(lin.call, 'scope=waiting'))).toEqual([waitingHere.id]);
    expect(idsOf(await list(boss.call, 'scope=waiting'))).toEqual([waitingHere.id, waitingThere.id]);
    expect(idsOf(await list(lin.call, 'scope=mine'))).toEqual([mine.id]);
    expect(idsOf(await list(lin.call, 'scope=open')).sort()).toEqual([waitingHere.id, mine.id].sort());
    expect(idsOf(await list(boss.call, 'scope=open'))).toHaveLength(4);
    expect(idsOf(await list(lin.call, 'scope=ended'))).toEqual([endedMine.id]);
    expect(idsOf(await list(boss.call, 'scope=ended'))).toEqual([endedThere.id, endedMine.id]);
    expect(others.id).not.toBe(mine.id);
  });

  it('shows an agent without departments nothing but own chats', async () => {
    const { store, support, hire, list } = await open();
    const temp = await hire('temp');
    await leaveChat(store, support);
    const mine = await leaveChat(store, support, { more: { status: 'active', assigneeId: temp.id, queuedAt: null } });
    expect(idsOf(await list(temp.call, 'scope=open'))).toEqual([mine.id]);
    const ended = await leaveChat(store, support, { more: { status: 'closed', assigneeId: temp.id, queuedAt: null, endedAt: 1 } });
    expect(idsOf(await list(temp.call, 'scope=ended'))).toEqual([ended.id]);
    const other = await hire('other');
    for (const scope of ['waiting', 'mine', 'open', 'ended']) expect(idsOf(await list(other.call, `scope=${scope}`))).toEqual([]);
  });

  it('tells what a card needs: names, place, running transfer, unread', async () => {
    const { store, support, lin, list } = await open();
    const visitor = { type: 'message.posted' };
    const offer = { type: 'transfer.offered', by: `a_${lin.id}`, publicSeq: null, to: { department: support }, offer: 'o1', expiresAt: 99 };
    const { id } = await leaveChat(store, support, {
      events: [visitor, visitor, { by: `a_${lin.id}` }, offer],
      more: { status: 'transferring', assigneeId: lin.id, transferDepartmentId: support, queuedAt: null, lastPublicSeq: 3 },
    });
    const [card] = (await list(lin.call, 'scope=mine')).items;
    expect(card).toMatchObject({
      id, seq: 4, status: 'transferring', assignee: lin.id, assigneeName: 'lin', transferFrom: 'lin', unread: 2, channel: 'Support', channelIcon: null,
      transfer: { offer: 'o1', to: { department: support }, expiresAt: 99 },
    });
    expect(card.visitor).toMatch(/^#\d{4}$/);
    expect((await list(lin.call, 'scope=waiting')).items).toMatchObject([{ id, unread: 0 }]);
  });

  it('says what the visitor says of the end, whatever the agent chose', async () => {
    const { store, support, lin, list } = await open();
    const ended = { status: 'completed', assigneeId: lin.id, queuedAt: null } as const;
    const answers = [[{ type: 'feedback.given', solved: true }, { type: 'feedback.given', solved: false }], [{ type: 'feedback.given', solved: false }, { type: 'conversation.reopened' }], []];
    for (const [index, events] of answers.entries()) await leaveChat(store, support, { events: [{}, ...events, { publicSeq: null, by: 'a_ann' }], more: { ...ended, endedAt: 9 - index } });
    const { items } = await list(lin.call, 'scope=ended') as { items: { solved: boolean | null }[] };
    expect(items.map(({ solved }) => solved)).toEqual([false, null, null]);
  });

  it('names the bot that has a chat, and never one that does not', async () => {
    const { store, support, lin, list } = await open();
    const assigned = { type: 'conversation.assigned', by: 'system', assignee: { id: 'b_bot.helper', kind: 'bot', name: 'Helper' }, reason: 'routed', offer: null, department: support };
    const more = { assigneeId: null, lastPublicSeq: 3 };
    const events = [{ type: 'conversation.started' }, { type: 'conversation.queued' }, assigned];
    const { id } = await leaveChat(store, support, { events, more: { ...more, status: 'active', queuedAt: null } });
    expect((await list(lin.call, 'scope=open')).items).toMatchObject([{ id, status: 'active', assignee: null, assigneeName: 'Helper' }]);
    await leaveChat(store, support, { events, more: { ...more, status: 'queued' } });
    expect((await list(lin.call, 'scope=waiting')).items).toMatchObject([{ assigneeName: null }]);
  });

  it('goes on page by page, without gaps or repeats', async () => {
    const { store, support, lin, list } = await open();
    const all: string[] = [];
    for (let n = 0; n < 5; n++) all.push((await leaveChat(store, support, { more: { status: 'closed', queuedAt: null, endedAt: 1_000 } })).id);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await list(lin.call, `scope=ended&limit=2${cursor}`);
      seen.push(...idsOf(page));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(seen.sort()).toEqual(all.sort());
  });

  it.each(['', 'scope=all', 'scope=mine&limit=0', 'scope=mine&limit=101', 'scope=mine&limit=x', 'scope=mine&cursor=x', 'scope=ended&cursor=1.1%27or'])('refuses the query %j', async (query) => {
    const { lin } = await open();
    expect((await lin.call('GET', `/api/v1/conversations?${query}`)).code).toBe('input.invalid');
  });

  it('reads older events of a chat, in order', async () => {
    const { store, support, lin } = await open();
    const { id } = await leaveChat(store, support, { events: Array.from({ length: 7 }, () => ({})) });
    const read = async (query: string) => (await lin.call('GET', `/api/v1/conversations/${id}/events?${query}`)).json;
    const seqs = ({ events }: { events: { seq: number }[] }) => events.map(({ seq }) => seq);
    const newest = await read('limit=3');
    expect([seqs(newest), newest.more, newest.events[2].body]).toEqual([[5, 6, 7], true, { text: 'words 7' }]);
    const older = await read('limit=4&before=5');
    expect([seqs(older), older.more]).toEqual([[1, 2, 3, 4], false]);
    for (const wrong of ['before=0', 'from=0', 'from=x']) expect((await lin.call('GET', `/api/v1/conversations/${id}/events?${wrong}`)).code).toBe('input.invalid');
  });

  it('reads all events from one on, in one answer, and no more than that takes', async () => {
    const { store, support, lin } = await open();
    const { id } = await leaveChat(store, support, { events: Array.from({ length: 620 }, () => ({})) });
    const read = async (query: string) => (await lin.call('GET', `/api/v1/conversations/${id}/events?${query}`)).json;
    const ends = ({ events, more }: { events: { seq: number }[]; more: boolean }) => [events[0]!.seq, events.at(-1)!.seq, events.length, more];
    expect(ends(await read('before=600&from=250'))).toEqual([250, 599, 350, true]);
    expect(ends(await read('before=600&from=590'))).toEqual([550, 599, 50, true]);
    expect(ends(await read('before=600&from=2'))).toEqual([100, 599, 500, true]);
    expect(ends(await read('before=40&from=600'))).toEqual([1, 39, 39, false]);
    expect(ends(await read('from=600'))).toEqual([571, 620, 50, true]);
  });

  it('hides what an agent may not see as if it did not exist', async () => {
    const { store, sales, lin, call, hire } = await open();
    const foreign = await leaveChat(store, sales);
    const unknown = await lin.call('GET', '/api/v1/conversations/01ARZ3NDEKTSV4RRFFQ69G5FAV/events');
    const refused = await lin.call('GET', `/api/v1/conversations/${foreign.id}/events`);
    expect([refused.status, refused.text]).toEqual([404, unknown.text]);
    for (const id of ['1', '%00', "'or'1", 'x'.repeat(500)]) expect((await lin.call('GET', `/api/v1/conversations/${id}/events`)).code).toBe('conversation.unknown');
    expect((await call('GET', `/api/v1/conversations/${foreign.id}/events`)).code).toBe('auth.required');
    const offered = await leaveChat(store, sales, { more: { status: 'transferring', transferAgentId: lin.id, queuedAt: null } });
    expect((await lin.call('GET', `/api/v1/conversations/${offered.id}/events`)).status).toBe(200);
    const boss = await hire('boss', { role: 'supervisor' });
    expect((await boss.call('GET', `/api/v1/conversations/${foreign.id}/events`)).status).toBe(200);
  });

  it('counts who waits in each department', async () => {
    const { store, support, sales, lin } = await open();
    await leaveChat(store, support);
    await leaveChat(store, support, { more: { status: 'transferring', transferDepartmentId: sales, queuedAt: null } });
    await leaveChat(store, support, { more: { status: 'transferring', transferAgentId: lin.id, queuedAt: null } });
    const counts = (await lin.call('GET', '/api/v1/departments')).json.map(({ id, waiting }: { id: string; waiting: number }) => [id, waiting]);
    expect(Object.fromEntries(counts)).toEqual({ [support]: 1, [sales]: 1 });
  });
});

import { describe, expect, it } from 'vitest';
import { testPlugin } from '#plugin/testing.ts';
import { dayIn } from '../../plugins/follow-ups/book.ts';
import plugin from '../../plugins/follow-ups/index.ts';
import { sourcesOf, useIsolated } from '../plugin/support/isolated.ts';

const agent = { id: 'a_1', kind: 'agent', name: 'Lin' } as const;
const titles = (blocks: readonly object[]) => blocks.flatMap((block) => ('items' in block ? (block.items as { title: string }[]).map(({ title }) => title) : []));

describe.each([
  ['in the house', () => () => plugin],
  ['in a process of its own', () => useIsolated('index.ts', sourcesOf('plugins/follow-ups'))],
])('%s', (_where, opened) => {
  const open = opened();

  it('keeps an agent’s marked message among colleagues, and remembers it', async () => {
    const tested = await testPlugin(open());
    expect(await tested.post('/later call about the refund', { by: agent })).toBe('/later call about the refund');
    await tested.happens({ type: 'message.posted', by: 'a_1', publicSeq: null, body: { text: '/later call about the refund' }, at: Date.now() });
    await tested.happens({ type: 'message.posted', body: { text: '/later said a visitor' } }, 'c2');
    expect(titles(await tested.render('list'))).toEqual(['call about the refund']);
    expect(tested.data.get('chat:c1')).toMatchObject({ due: dayIn(3) });
  });

  it('plans beside a chat, lets the visitor know, and is done with it', async () => {
    const tested = await testPlugin(open());
    expect(await tested.render('chat')).toMatchObject([{ type: 'form' }]);
    expect(await tested.act('chat', 'plan', { due: 'tomorrow' })).toMatchObject({ toast: { tone: 'danger' } });
    expect(await tested.act('chat', 'plan', { due: '2030-02-01', note: 'Invoice' })).toEqual({});
    expect(await tested.render('chat', { locale: 'zh-CN' })).toMatchObject([{ fields: [{ value: '2月1日周五' }, { value: 'Invoice' }] }, { type: 'buttons' }]);
    expect(await tested.render('promised')).toEqual([{ type: 'text', text: 'You will hear from us by Fri, Feb 1.', tone: 'muted' }]);
    const colleague = { kind: 'agent', id: '2', name: 'Bo', role: 'agent' } as const;
    expect(await tested.render('list', { viewer: colleague })).toMatchObject([{ type: 'empty' }]);
    expect(await tested.act('list', 'done', { chat: 'c1' }, { viewer: colleague })).toMatchObject({ toast: { tone: 'danger' } });
    expect(await tested.act('list', 'done', { chat: 'c1' })).toEqual({ toast: { text: 'Followed up' } });
    expect(await tested.render('list')).toMatchObject([{ type: 'empty' }]);
    expect(await tested.render('promised')).toEqual([]);
  });

  it('offers to follow up where a visitor asks for it, and no more once it is planned', async () => {
    const tested = await testPlugin(open());
    const asked = async () => (await tested.notes('request', ['Hello', 'Please call me back'])).map(({ seq }) => seq);
    expect(await asked()).toEqual([2]);
    await tested.act('request', 'plan', { due: '2030-02-01', note: 'Please call me back' });
    expect(await asked()).toEqual([]);
  });

  it('writes a promise into the composer, and draws the week', async () => {
    const tested = await testPlugin(open(), { config: { promise: 'By {day}!' } });
    expect(await tested.act('promise', 'promise')).toEqual({ insert: expect.stringMatching(/^By \w+, .+!$/) });
    expect(await tested.html('week')).toContain('<b>1</b>');
    expect(await tested.act('week', 'day', { day: dayIn(3) })).toEqual({ data: ['Anna'] });
  });

  it('follows up what was closed and not solved; what is due is told every morning, but for quiet days', async () => {
    const asked = { address: 'https://team.example/', token: 'secret' };
    const tested = await testPlugin(open(), { config: asked });
    await tested.happens({ type: 'conversation.closed', reason: 'agent', at: 0 }, 'c1');
    await tested.happens({ type: 'conversation.closed', reason: 'visitor', at: 0 }, 'c2');
    await tested.happens({ type: 'conversation.closed', reason: 'agent', at: 0 }, 'c3');
    await tested.happens({ type: 'conversation.completed', reason: 'agent' }, 'c3');
    await tested.run('remind');
    await tested.run('remind');
    await tested.work();
    expect(tested.requests).toMatchObject([{ url: asked.address, headers: { authorization: 'Bearer secret' }, body: expect.stringContaining('"chat":"c1"') }]);

    const quiet = await testPlugin(open(), { config: { ...asked, quietDays: [dayIn(0)] } });
    await quiet.happens({ type: 'conversation.closed', reason: 'agent', at: 0 });
    await quiet.run('remind');
    expect(quiet.waiting).toEqual([]);
  });
});

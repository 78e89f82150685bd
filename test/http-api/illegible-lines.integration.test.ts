import { expect, it } from 'vitest';
import { definePlugin, z } from '#plugin/define.ts';
import { about } from '../plugin/support/plugins.ts';
import { breakBody, leaveChat } from './support/chats.ts';
import { describeStores } from './support/engines.ts';
import { openHouse } from './support/house.ts';

/** Repeats beside each message what it is told of it. */
const echo = definePlugin({
  ...about, id: 'echo', version: '1.0.0', permissions: ['console.extend', 'events.read'], config: z.object({}),
  slots: { notes: { place: 'message', kind: 'blocks', title: about.title, render: (_ctx, { messages }) => messages.map(({ seq, text }) => ({ seq, blocks: [{ type: 'text', text }] })) } },
});

describeStores('a line of a log that nobody can read', (url) => {
  /** A chat of three messages, the second of which is broken. */
  const open = async () => {
    const house = await openHouse({ url: await url(), plugins: [echo] });
    const support = (await house.store.departments.list())[0]!.id;
    const { json: { self, visitor } } = await house.call('POST', '/api/v1/widget/session', { body: { token: house.token } });
    const contact: string = self.slice(2);
    const channelAccount = (await house.store.channelAccounts.list()).find(({ departmentId }) => departmentId === support)!.id;
    await house.store.contacts.findOrCreate({ channelAccountId: channelAccount, externalId: contact }, { id: contact, name: null, email: null, attributes: {}, createdAt: 1, updatedAt: 1 });
    const events = ['lamp', 'chair', 'table'].map((text) => ({ body: { text: `a ${text}` } }));
    const chat = await leaveChat(house.store, support, { contact, channelAccount, events });
    await breakBody(house.store, 'chair');
    return { ...house, admin: await house.signIn(), chat, contact, visitor };
  };
  const shapeOf = ({ events }: { events: readonly any[] }) => events.map(({ body, seq, type }) => `${seq} ${type === 'message.posted' ? body.text : type}`);
  const SEEN = ['1 a lamp', '2 line.illegible', '3 a table'];

  it('hides nothing but itself from agents, visitors and plugins, and is told of once', async () => {
    const { admin, call, chat, contact, errors, store, token, visitor } = await open();
    for (let pass = 0; pass < 2; pass++) {
      const agents = await admin('GET', `/api/v1/conversations/${chat.id}/events`);
      expect(shapeOf(agents.json)).toEqual(SEEN);
      expect(agents.json.events[1]).toMatchObject({ by: `v_${contact}`, said: true });
      expect(shapeOf((await call('POST', '/api/v1/widget/events', { body: { token, visitor, conversation: chat.id, before: 9 } })).json)).toEqual(SEEN);
      expect((await admin('GET', '/api/v1/conversations?scope=waiting')).json.items).toHaveLength(1);
    }
    expect(errors).toEqual([{ chat: chat.id, conversation: expect.any(Number), seq: 2, err: expect.any(SyntaxError) }]);
    expect(store.lines.illegible).toBe(1);
  });

  it('has no note of a plugin beside it', async () => {
    const { admin, chat } = await open();
    await admin('POST', '/api/v1/plugins/echo/install', { body: { grant: ['console.extend', 'events.read'] } });
    await admin('POST', '/api/v1/plugins/echo/activate', { body: {} });
    const { json } = await admin('POST', '/api/v1/slots/echo/notes/notes', { body: { locale: 'en', conversation: chat.id, seqs: [1, 2, 3] } });
    expect(json.notes.map(({ seq }: { seq: number }) => seq)).toEqual([1, 3]);
  });
});

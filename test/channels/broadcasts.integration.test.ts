import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { it } from 'vitest';
import type { Contact, ContactItem, Page } from '#wire/api.ts';
import { beside } from '../support/at-once.ts';
import { engines } from '../server/support/node.ts';
import { logOf, query } from '../server/support/log.ts';
import { apiChannel } from './api-channel.ts';
import { broadcasting, EVERYBODY, LATER, sendNow, type Figures } from './broadcasting.ts';
import { SOON, useScene, wordsIn } from './support.ts';

for (const engine of engines) beside(`broadcasts on ${engine}`, () => {
  const scene = useScene(apiChannel, engine);

  it('says it once to everybody who may get it, beside their chats, and tells what became of it', async ({ expect }) => {
    const { chat, console: open, house, nodes: [node], place, provider, say } = scene();
    const act = await broadcasting(house, node!);
    const chats = new Map<string, string>();
    for (const person of ['anna', 'bert', 'carl', 'dora', 'emil']) chats.set(person, await chat(person, `${person} is here`));
    for (const person of ['anna', 'carl']) {
      const desk = await open();
      const conversation = chats.get(person)!;
      await desk.accept(conversation);
      await desk.open(conversation);
      await desk.command(conversation, { type: 'conversation.complete' });
    }
    const contactOf = async (person: string): Promise<ContactItem> => (await house.admin.call<Page<ContactItem>>(node!, 'GET', `/contacts?search=${person}`)).items[0]!;
    await house.admin.call<Contact>(node!, 'PATCH', `/contacts/${(await contactOf('dora')).id}`, { optedOut: true });
    await provider.mood('emil', 'closed');
    const status = async (person: string) => (await query<{ status: string }>(place, 'select status from conversations where public_id = ?', chats.get(person)!))[0]?.status;
    const before = [await status('anna'), await status('bert')];

    expect(await act('count', { whom: JSON.stringify(EVERYBODY) })).toMatchObject({ people: 5, optedOut: 1, after: null, reachable: { [(await contactOf('anna')).identities[0]!.account]: 4 } });
    const id = await sendNow(act);
    await expect.poll(() => act<Figures>('look', { id }), LATER).toMatchObject({ stage: 'done', targeted: 5, sent: 4, delivered: 3, failed: 1, waiting: 0, skipped: { 'opted-out': 1 } });
    expect(provider.got.map(({ text, to }) => `${to}: ${text}`).sort()).toEqual(['anna', 'bert', 'carl'].map((person) => `${person}: Hello Name of ${person}, the sale begins.`));
    // An ended chat has stayed ended, and one that waits has stayed in its place: nobody's seat, no queue, no other chat.
    expect([await status('anna'), await status('bert')]).toEqual(before);
    expect(before).toEqual(['completed', 'queued']);
    expect((await logOf(place, chats.get('anna')!)).at(-1)).toMatchObject({ type: 'message.posted', by: 'b_broadcast', announcement: { plugin: 'broadcast', id, title: 'Spring sale' } });
    expect((await logOf(place, chats.get('anna')!)).filter(({ type }) => type === 'participant.joined')).toEqual([]);
    expect(await act('failures', { id })).toMatchObject({ items: [{ conversation: chats.get('emil'), reason: 'window-closed' }], next: null });

    // Anna answers in a chat of its own, and Carl wants no more: nobody has to look at that.
    const answered = await chat('anna', 'How long does it last?');
    expect(answered).not.toBe(chats.get('anna'));
    await say('carl', ' Stop. ');
    await expect.poll(() => act<Figures>('look', { id }), LATER).toMatchObject({ answered: 1, left: 1 });
    const { seq } = (await logOf(place, answered)).find(({ type }) => type === 'message.posted')!;
    const { notes } = await house.admin.call<{ notes: readonly object[] }>(node!, 'POST', '/slots/broadcast/answers/notes', { locale: 'en', conversation: answered, seqs: [seq] });
    expect(notes).toMatchObject([{ seq, blocks: [{ text: expect.stringContaining('Spring sale') }] }]);
    const [, left] = await scene().chats('carl') as [string, string];
    await expect.poll(() => wordsIn(place, left), SOON).toEqual([' Stop. ', expect.stringContaining('no more of these messages')]);
    await expect.poll(async () => (await logOf(place, left)).at(-1)?.type, SOON).toBe('conversation.completed');
    expect((await house.admin.call<Contact>(node!, 'GET', `/contacts/${(await contactOf('carl')).id}`)).optedOutAt).toEqual(expect.any(Number));

    const second = await sendNow(act, { title: 'Again', text: 'Once more.', whom: { ...EVERYBODY, text: 'name of carl' } });
    await expect.poll(() => act<Figures>('look', { id: second }), LATER).toMatchObject({ stage: 'done', targeted: 1, sent: 0, skipped: { 'opted-out': 1 } });
  });

  it.runIf(engine === 'sqlite')('says nothing twice where everything that the plugin had noted of it is lost', async ({ expect }) => {
    const { chat, house, nodes: [node], place, provider } = scene();
    const act = await broadcasting(house, node!);
    const conversation = await chat('finn', 'finn is here');
    const id = await sendNow(act, { whom: { ...EVERYBODY, text: 'finn' } });
    const look = () => act<Figures>('look', { id });
    await expect.poll(look, LATER).toMatchObject({ stage: 'done', delivered: 1 });
    const database = new DatabaseSync(place.databaseUrl.slice('sqlite:'.length), { timeout: 5_000 });
    database.prepare('delete from plugin_data where key in (?, ?)').run(`progress:${id}`, `page:${id}:0000`);
    database.prepare("insert into plugin_data (plugin, key, value, updated_at) values ('broadcast', ?, 'true', 0)").run(`open:${id}`);
    expect(database.prepare("update plugin_data set value = replace(value, '\"stage\":\"done\"', '\"stage\":\"running\"') where key = ?").run(`broadcast:${id}`).changes).toBe(1);
    database.close();
    await expect.poll(look, LATER).toMatchObject({ stage: 'done', sent: 1, delivered: 1 });
    expect((await logOf(place, conversation)).filter((event) => event.type === 'message.posted' && event.announcement?.id === id)).toHaveLength(1);
    expect(provider.got.filter(({ to }) => to === 'finn')).toHaveLength(1);
  });
});

beside('broadcasts on two nodes', () => {
  const scene = useScene(apiChannel, 'cluster');

  it('leaves nobody out and says it to nobody twice, stopped at one node, gone on with at the other, and the sending one killed', async ({ expect }) => {
    const { chats, house, nodes: [first, second], place, provider, say } = scene();
    const act = await broadcasting(house, first!, { perMinute: 300 });
    const people = Array.from({ length: 40 }, (_, index) => `person-${index}`);
    for (const answer of await Promise.all(people.map((person) => say(person, `${person} is here`)))) expect(answer.status).toBe(200);
    const id = await sendNow(act);
    const look = () => act<Figures>('look', { id }, second);
    await expect.poll(() => provider.got.length, SOON).toBeGreaterThan(5);
    await act('stop', { id }, second);
    await expect.poll(look, LATER).toMatchObject({ stage: 'stopped', waiting: 0 });
    const before = provider.got.length;
    expect(before).toBeLessThan(people.length);
    await sleep(2_500);
    expect(provider.got).toHaveLength(before);

    await act('resume', { id }, second);
    await expect.poll(() => provider.got.length, SOON).toBeGreaterThan(before);
    // It was switched on there first, so there it works.
    await first!.kill();
    await expect.poll(look, LATER).toMatchObject({ stage: 'done', targeted: 40, sent: 40, delivered: 40, failed: 0, waiting: 0 });
    for (const person of people) {
      const [conversation] = await chats(person) as [string];
      const said = (await logOf(place, conversation)).filter((event) => event.type === 'message.posted' && event.announcement?.id === id);
      expect([person, said.length]).toEqual([person, 1]);
      // What the provider got, and whose answer died with the node, it got again under the same id.
      expect([person, new Set(provider.got.filter(({ to }) => to === person).map((got) => got.id)).size]).toEqual([person, 1]);
    }
  });
});

import { it } from 'vitest';
import type { ChatBegun, ContactOfChat } from '#wire/api.ts';
import { Frame } from '#wire/protocol.ts';
import { logOf, query } from '../server/support/log.ts';
import { firsts, SOON, wordsIn, type ChannelUnderTest, type Scene } from './support.ts';

/** Longer than the grace period of somebody who is away. */
const GRACE_MS = 2_500;

/** A person and an agent, on one node. */
export function inAndOut({ openid, plugin, typesIn }: ChannelUnderTest, scene: () => Scene): void {
  it('brings a message into a chat, and the answer back, and no note', async ({ expect }) => {
    const { console: open, chat, place, provider } = scene();
    const console = await open();
    const conversation = await chat('anna', 'is anybody there?');
    expect(await wordsIn(place, conversation)).toEqual(['is anybody there?']);
    await console.accept(conversation);
    await expect.poll(() => console.cards.get(conversation), SOON).toMatchObject({ visitor: openid === undefined ? 'Name of anna' : expect.stringMatching(/^#\d{4}$/), channelIcon: expect.any(String) });
    await console.say(conversation, 'a note', 'agents');
    await console.say(conversation, 'yes!');
    await expect.poll(() => provider.got.filter(({ to }) => to === 'anna'), SOON).toEqual([expect.objectContaining({ text: 'yes!', genuine: true })]);
  });

  it('keeps one person one contact: in one chat while it is open, then in the next', async ({ expect }) => {
    const { console: open, chat, chats, place } = scene();
    const console = await open();
    const first = await chat('carl', 'one');
    expect(await chat('carl', 'two')).toBe(first);
    const other = await chat('cora', 'hello');
    await console.accept(first);
    await console.open(first);
    await console.command(first, { type: 'conversation.close' });
    const next = await chat('carl', 'three');
    expect([await chats('carl'), await chats('cora')]).toEqual([[first, next], [other]]);
    expect(await wordsIn(place, next)).toEqual(['three']);
    const contacts = await query(place, 'select distinct contact_id from conversations where public_id in (?, ?)', first, next);
    expect(contacts).toHaveLength(1);
  });

  it('takes the first words of an agent to somebody who has written before, and says before that it would', async ({ expect }) => {
    const { chat, chats, console: open, house, nodes: [node], provider } = scene();
    const console = await open();
    const { staff } = console;
    const first = await chat('xena', 'thank you, bye');
    await console.accept(first);
    await console.open(first);
    await console.command(first, { type: 'conversation.close' });
    const { at, id } = await staff.call<ContactOfChat>(node!, 'GET', `/conversations/${first}/contact`);
    expect(await staff.call(node!, 'GET', `/contacts/${id}/reach`)).toMatchObject([{ ...at, possible: true, reason: null, open: null }]);
    const begin = () => staff.call<ChatBegun>(node!, 'POST', `/contacts/${id}/chats`, { ...at, department: house.support.id, text: 'One thing more' }, { 'idempotency-key': 'xena-1' });
    const { conversation } = await begin();
    expect(await begin()).toEqual({ conversation });
    await expect.poll(() => provider.got.filter(({ to }) => to === 'xena').map(({ text }) => text), SOON).toEqual(['One thing more']);
    expect(await chats('xena')).toEqual([first, conversation]);
    expect(await chat('xena', 'what is it?')).toBe(conversation);
  });

  it('calls a person in lists what agents wrote down, at once, and says what they call themselves', async ({ expect }) => {
    const { console: open, chat, nodes: [node], say } = scene();
    const console = await open();
    const { staff } = console;
    const first = await chat('kira', 'hello');
    await console.accept(first);
    await console.open(first);
    const names = (chat: string) => [console.cards.get(chat)?.visitor, console.cards.get(chat)?.visitorOwn];
    await expect.poll(() => names(first), SOON).toEqual([expect.stringMatching(openid === undefined ? /^Name of kira$/ : /^#/), undefined]);
    const [own] = names(first);
    const { id } = await staff.call<ContactOfChat>(node!, 'GET', `/conversations/${first}/contact`);
    await staff.call(node!, 'PATCH', `/contacts/${id}`, { name: 'Kira of Oslo' });
    await expect.poll(() => names(first), SOON).toEqual(['Kira of Oslo', own]);
    await console.command(first, { type: 'conversation.close' });
    // The next one too; where a channel says how they call themselves, it still does.
    expect((await say('kira', 'hello again')).status).toBe(200);
    const next = () => [...console.cards.values()].find((card) => card.preview === 'hello again')?.id ?? '';
    await expect.poll(() => names(next()), SOON).toEqual(['Kira of Oslo', openid === undefined ? own : undefined]);
    // Without a name of the house's they are who they say they are.
    await staff.call(node!, 'PATCH', `/contacts/${id}`, { name: null });
    if (openid === undefined) await expect.poll(() => names(next()), SOON).toEqual([own, undefined]);
  });

  it('says once what comes again, also in a chat that has ended', async ({ expect }) => {
    const { console: open, chats, place, say } = scene();
    const console = await open();
    for (let i = 0; i < 2; i++) expect((await say('dora', 'hello', { id: 'dora-1' })).status).toBe(200);
    await expect.poll(async () => (await chats('dora')).length, SOON).toBe(1);
    const [first] = await chats('dora') as [string];
    await console.accept(first);
    await console.open(first);
    await console.command(first, { type: 'conversation.close' });
    expect((await say('dora', 'hello', { id: 'dora-1' })).status).toBe(200);
    expect([await chats('dora'), await wordsIn(place, first)]).toEqual([[first], ['hello']]);
  });

  it('keeps the order of a chat while the provider is busy, or takes what it says nothing of', async ({ expect }) => {
    const { console: open, chat, provider } = scene();
    const console = await open();
    const conversation = await chat('emil', 'tell me everything');
    await console.accept(conversation);
    const said = Array.from({ length: 6 }, (_, i) => `part ${i}`);
    await provider.mood('emil', 'busy');
    for (const text of said.slice(0, 3)) await console.say(conversation, text);
    await provider.mood('emil', 'fine');
    await expect.poll(() => firsts(provider, 'emil'), SOON).toEqual(said.slice(0, 3));
    await provider.mood('emil', 'lying');
    for (const text of said.slice(3)) await console.say(conversation, text);
    await expect.poll(() => firsts(provider, 'emil').length, SOON).toBeGreaterThan(3);
    await provider.mood('emil', 'fine');
    await expect.poll(() => firsts(provider, 'emil'), SOON).toEqual(said);
    expect(provider.got.every(({ genuine }) => genuine)).toBe(true);
  });

  it.for([['never', 'refused', 'fred'], ['closed', 'window-closed', 'gina']] as const)('shows agents what a provider will not take (%s), and goes on with the next', async ([mood, reason, person], { expect }) => {
    const { console: open, chat, place, provider } = scene();
    const console = await open();
    const conversation = await chat(person, 'hello');
    await console.accept(conversation);
    await console.open(conversation);
    await provider.mood(person, mood);
    await console.say(conversation, 'this one does not arrive');
    const { e } = await console.event(conversation, 'delivery.failed');
    const [said] = (await logOf(place, conversation)).filter(({ by }) => by === `a_${console.staff.id}`).slice(-1);
    expect(e).toMatchObject({ message: said!.seq, reason, publicSeq: null });
    await provider.mood(person, 'fine');
    // Where a window has closed, it is they who open it.
    await chat(person, 'are you there?');
    await console.say(conversation, 'this one does');
    await expect.poll(() => firsts(provider, person), SOON).toEqual(['this one does']);
  });

  it.runIf(typesIn)('shows agents that a person types', async ({ expect }) => {
    const { console: open, chat, nodes: [node], provider } = scene();
    const console = await open();
    const conversation = await chat('hans', 'hello');
    await console.accept(conversation);
    await console.open(conversation);
    await provider.typing({ origin: node!.origin, person: 'hans' });
    expect(await console.line.first(Frame.signal, (signal) => signal.c === conversation && signal.typing)).toMatchObject({ name: 'Name of hans' });
  });

  it.runIf(plugin.definition.channel!.typing !== undefined)('shows a person that an agent types', async ({ expect }) => {
    const { console: open, chat, provider } = scene();
    const console = await open();
    const conversation = await chat('ida', 'hello');
    await console.accept(conversation);
    await console.open(conversation);
    console.line.send(Frame.typing, { c: conversation, on: true });
    await expect.poll(() => provider.typed, SOON).toContain('ida');
  });

  it('waits for an agent however long it takes: nobody on a channel has a socket to lose', async ({ expect }) => {
    const { console: open, chat, place } = scene();
    const console = await open();
    const conversation = await chat('jana', 'hello');
    await expect.poll(() => console.cards.has(conversation), SOON).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
    expect((await logOf(place, conversation)).map(({ type }) => type)).not.toContain('conversation.closed');
  });
}

import { describe, expect, it } from 'vitest';
import { eventually } from '../server/support/eventually.ts';
import { logOf, query } from '../server/support/log.ts';
import { Console } from '../server/support/people.ts';
import { chatsOf, firsts, PATIENCE, scene, wordsIn, type ChannelUnderTest } from './support.ts';

/** What every channel plugin must do, over its provider's own protocol. */
export function channelConformance(channel: ChannelUnderTest): void {
  describe(`${channel.plugin} on one node`, { timeout: 120_000 }, () => {
    it('brings a message into a chat, and the answer back', async () => {
      const { house, nodes: [node], place, provider, say } = await scene(channel, 'sqlite');
      const { conversation, duplicate, status } = await say('anna', 'is anybody there?');
      expect([status, duplicate]).toEqual([200, false]);
      expect(await wordsIn(place, conversation)).toEqual(['is anybody there?']);
      const console = await Console.open(node!, await house.hire());
      await console.accept(conversation);
      expect(console.cards.get(conversation)).toMatchObject({ visitor: 'Name of anna', channelIcon: expect.any(String) });
      await console.say(conversation, 'a note', 'agents');
      await console.say(conversation, 'yes!');
      await eventually(() => provider.got, PATIENCE).toEqual([expect.objectContaining({ to: 'anna', text: 'yes!', genuine: true })]);
    });

    it('keeps one person one contact: in one chat while it is open, then in the next', async () => {
      const { house, nodes: [node], place, say } = await scene(channel, 'sqlite');
      const first = await say('anna', 'one');
      expect((await say('anna', 'two')).conversation).toBe(first.conversation);
      const other = await say('bert', 'hello');
      const console = await Console.open(node!, await house.hire());
      await console.accept(first.conversation);
      await console.open(first.conversation);
      await console.command(first.conversation, { type: 'conversation.close' });
      const next = await say('anna', 'three');
      expect(new Set([first, other, next].map(({ conversation }) => conversation)).size).toBe(3);
      expect(await wordsIn(place, next.conversation)).toEqual(['three']);
      const contacts = await query<{ contact: string }>(place, 'select contact_id as contact from conversations order by id');
      expect(contacts.map(({ contact }) => contact)).toEqual([contacts[0]!.contact, contacts[1]!.contact, contacts[0]!.contact]);
      expect(contacts[0]).not.toEqual(contacts[1]);
    });

    it('says once what comes again, also in a chat that has ended, and refuses other words under the same id', async () => {
      const { house, nodes: [node], place, say } = await scene(channel, 'sqlite');
      const first = await say('anna', 'hello', { id: 'x' });
      expect(await say('anna', 'hello', { id: 'x' })).toEqual({ ...first, duplicate: true });
      expect(await say('anna', 'something else', { id: 'x' })).toMatchObject({ status: 409 });
      const console = await Console.open(node!, await house.hire());
      await console.accept(first.conversation);
      await console.open(first.conversation);
      await console.command(first.conversation, { type: 'conversation.close' });
      expect(await say('anna', 'hello', { id: 'x' })).toEqual({ ...first, duplicate: true });
      expect([await chatsOf(place), await wordsIn(place, first.conversation)]).toEqual([[first.conversation], ['hello']]);
    });

    it('keeps the order of a chat while the provider is busy, and says nothing twice under two ids', async () => {
      const { house, nodes: [node], provider, say } = await scene(channel, 'sqlite');
      const { conversation } = await say('anna', 'tell me everything');
      const console = await Console.open(node!, await house.hire());
      await console.accept(conversation);
      const said = Array.from({ length: 12 }, (_, i) => `part ${i}`);
      await provider.mood('busy');
      for (const text of said.slice(0, 6)) await console.say(conversation, text);
      await provider.mood('lying');
      for (const text of said.slice(6)) await console.say(conversation, text);
      await eventually(() => provider.got.length, PATIENCE).toBeGreaterThan(0);
      await provider.mood('fine');
      await eventually(() => firsts(provider), PATIENCE).toEqual(said);
      expect(provider.got.every(({ genuine }) => genuine)).toBe(true);
    });

    it.each([['never', 'refused'], ['closed', 'window-closed']] as const)('shows agents what a provider will not take (%s), and goes on with the next', async (mood, reason) => {
      const { house, nodes: [node], place, provider, say } = await scene(channel, 'sqlite');
      const { conversation } = await say('anna', 'hello');
      const console = await Console.open(node!, await house.hire());
      await console.accept(conversation);
      await console.open(conversation);
      await provider.mood(mood);
      await console.say(conversation, 'this one does not arrive');
      const { e } = await console.event(conversation, 'delivery.failed');
      const [said] = (await logOf(place, conversation)).filter(({ by }) => by === `a_${console.staff.id}`).slice(-1);
      expect(e).toMatchObject({ message: said!.seq, reason, publicSeq: null });
      await provider.mood('fine');
      await console.say(conversation, 'this one does');
      await eventually(() => firsts(provider), PATIENCE).toEqual(['this one does']);
    });

    it('tells agents what a channel that was taken away will not say, and takes nobody in any more', async () => {
      const { house, nodes: [node], place, provider, say } = await scene(channel, 'sqlite');
      const { conversation } = await say('anna', 'hello');
      const console = await Console.open(node!, await house.hire());
      await console.accept(conversation);
      await provider.mood('busy');
      await console.say(conversation, 'this one waits');
      for (const step of ['deactivate', 'uninstall']) await house.admin.call(node!, 'POST', `/plugins/${channel.plugin}/${step}`);
      await console.say(conversation, 'this one comes too late');
      const failed = async (): Promise<unknown> => {
        const log = await logOf(place, conversation);
        return log.flatMap((event) => (event.type === 'delivery.failed' ? [[event.reason, log.find(({ seq }) => seq === event.message)]] : []));
      };
      await eventually(failed, PATIENCE).toEqual(['this one waits', 'this one comes too late'].map((text) => ['channel-removed', expect.objectContaining({ body: { text } })]));
      expect(await say('bert', 'hello?')).toMatchObject({ status: 503 });
    });

    it('waits for an agent however long it takes: nobody on a channel has a socket to lose', async () => {
      const { house, nodes: [node], place, say } = await scene(channel, 'sqlite');
      const console = await Console.open(node!, await house.hire());
      const { conversation } = await say('anna', 'hello');
      // Longer than the grace period, with an agent there.
      await eventually(() => console.cards.has(conversation), PATIENCE).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect((await logOf(place, conversation)).map(({ type }) => type)).not.toContain('conversation.closed');
    });
  });

  describe(`${channel.plugin} on two nodes`, { timeout: 120_000 }, () => {
    it('says each message once and opens one chat a person, though both nodes get everything at once', async () => {
      const { nodes, place, say } = await scene(channel, 'cluster');
      const people = Array.from({ length: 8 }, (_, i) => `person-${i}`);
      const brought = people.flatMap((person) => [0, 1, 2].flatMap((i) => [...nodes, ...nodes].map((node) => ({ person, text: `${person} says ${i}`, id: `${person}-${i}`, node }))));
      const deliver = async (left: typeof brought): Promise<void> => {
        const answers = await Promise.all(left.map(({ id, node, person, text }) => say(person, text, { id, node })));
        const again = left.filter((_, i) => answers[i]!.status !== 200);
        expect(answers.every(({ status }) => status === 200 || status === 503), JSON.stringify(answers)).toBe(true);
        if (again.length > 0) await deliver(again);
      };
      await deliver(brought);
      const chats = await chatsOf(place);
      expect(chats).toHaveLength(people.length);
      const words = (await Promise.all(chats.map((chat) => wordsIn(place, chat)))).flat();
      expect([...words].sort()).toEqual([...new Set(brought.map(({ text }) => text))].sort());
    });

    it('loses and doubles nothing when a node dies before it has answered', async () => {
      const { nodes: [victim, survivor], place, say } = await scene(channel, 'cluster');
      const people = Array.from({ length: 20 }, (_, i) => `person-${i}`);
      const first = Promise.all(people.map((person) => say(person, `${person} says it`, { id: person, node: victim! })));
      // Some are in the log by then and some are not; nobody waits for which.
      await eventually(async () => (await chatsOf(place)).length, PATIENCE).toBeGreaterThan(2);
      await victim!.kill();
      await first;
      for (const person of people) await eventually(async () => (await say(person, `${person} says it`, { id: person, node: survivor! })).status, PATIENCE).toBe(200);
      const chats = await chatsOf(place);
      const words = (await Promise.all(chats.map((chat) => wordsIn(place, chat)))).flat();
      expect([...words].sort()).toEqual(people.map((person) => `${person} says it`).sort());
      expect(chats).toHaveLength(people.length);
    });

    it('delivers what an agent said before the node died, in order', async () => {
      const { house, nodes: [victim, survivor], provider, say } = await scene(channel, 'cluster');
      const { conversation } = await say('anna', 'hello', { node: victim! });
      const console = await Console.open(victim!, await house.hire(), Object.fromEntries([victim!, survivor!].map((node) => [node.name, node])));
      await console.accept(conversation);
      await provider.mood('busy');
      const said = ['one', 'two', 'three'];
      for (const text of said) await console.say(conversation, text);
      await victim!.kill();
      await provider.mood('fine');
      await eventually(() => firsts(provider), PATIENCE).toEqual(said);
    });
  });
}

import { describe, it } from 'vitest';
import type { IncomingMessage } from '#plugin/define.ts';
import type { ChatBegun, ContactOfChat } from '#wire/api.ts';
import { Frame } from '#wire/protocol.ts';
import type { SentFile } from '../simulators/simulator.ts';
import { logOf, query } from '../server/support/log.ts';
import { alone } from './alone.ts';
import { firsts, SOON, useScene, wordsIn, type ChannelUnderTest, type Scene } from './support.ts';

/** Longer than the grace period of somebody who is away. */
const GRACE_MS = 2_500;

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const FILES: readonly SentFile[] = [
  { kind: 'image', name: 'cat "of mine".png', type: 'image/png', base64: PNG },
  { kind: 'voice', name: 'hello.ogg', type: 'audio/ogg', base64: Buffer.from('OggS and so on').toString('base64') },
  { kind: 'file', name: '合同.pdf', type: 'application/pdf', base64: Buffer.from('%PDF-1.7 and so on').toString('base64') },
];

/** What only one channel has, with the servers that are there anyway. */
export interface OwnTests {
  /** At the same time as the others. */
  readonly onOneNode?: (scene: () => Scene) => void;
  /** After the others: the first node is dead by then. */
  readonly onTheLastNode?: (scene: () => Scene) => void;
}

/** What every channel plugin must do, over its provider's own protocol. */
export function channelConformance(channel: ChannelUnderTest, { onOneNode, onTheLastNode }: OwnTests = {}): void {
  describe.concurrent(`the channel ${channel.plugin.definition.id}`, { timeout: 120_000 }, () => {
    describe('without a house around it', () => {
      everyKind(channel);
    });
    describe('on one node', { concurrent: false }, () => {
      const scene = useScene(channel, 'sqlite');
      describe.concurrent('while it is on', () => {
        inAndOut(channel, scene);
        onOneNode?.(scene);
      });
      it('tells agents what a channel that was taken away will not say, and takes nobody in any more', async ({ expect }) => {
        const { console: open, chat, house, nodes: [node], place, provider, say } = scene();
        const console = await open();
        const conversation = await chat('zoe', 'hello');
        await console.accept(conversation);
        await provider.mood('zoe', 'busy');
        await console.say(conversation, 'this one waits');
        for (const step of ['deactivate', 'uninstall']) await house.admin.call(node!, 'POST', `/plugins/${channel.plugin.definition.id}/${step}`);
        await console.say(conversation, 'this one comes too late');
        const failed = async (): Promise<unknown> => {
          const log = await logOf(place, conversation);
          return log.flatMap((event) => (event.type === 'delivery.failed' ? [[event.reason, log.find(({ seq }) => seq === event.message)]] : []));
        };
        await expect.poll(failed, SOON).toEqual(['this one waits', 'this one comes too late'].map((text) => ['channel-removed', expect.objectContaining({ body: { text } })]));
        expect(await say('zoe', 'hello?')).toMatchObject({ status: 503 });
      });
    });

    describe('on two nodes', { concurrent: false }, () => {
      const scene = useScene(channel, 'cluster');
      crowds(scene);
      onTheLastNode?.(scene);
    });
  });
}

function everyKind(channel: ChannelUnderTest): void {
  const { kinds } = channel.plugin.definition.channel!;

  it('says choices as buttons where it has them, else in words, and brings back what was chosen', async ({ expect, onTestFinished }) => {
    const { provider, say, tested } = await alone(channel, onTestFinished);
    await say('ben', 'hello');
    await expect.poll(() => tested.received.length, SOON).toBe(1);
    const [{ account, externalId: to }] = tested.received as [IncomingMessage];
    const choices = ['Yes', '不，谢谢', 'I would rather be called back tomorrow, if that is possible at all for you?'];
    tested.say('Shall we?', { kind: 'quick-replies', body: { text: 'Shall we?', choices }, account, to });
    await tested.work();
    const listed = ['Shall we?', ...choices.map((choice, index) => `${index + 1}. ${choice}`)].join('\n');
    const buttons = kinds.out.includes('quick-replies');
    await expect.poll(() => provider.got, SOON).toEqual([expect.objectContaining(buttons ? { to: 'ben', text: 'Shall we?', choices } : { to: 'ben', text: listed })]);
    for (const choice of choices) expect((await say('ben', choice, { as: 'choice' })).status).toBe(200);
    await expect.poll(() => tested.received.map(({ body, externalId }) => [externalId, body.text]), SOON).toEqual(['hello', ...choices].map((text) => [to, text]));
    expect([tested.errors, tested.denied]).toEqual([[], []]);
  });

  const files = (way: 'in' | 'out'): readonly SentFile[] => FILES.filter(({ kind }) => channel.bareFiles !== true && kinds[way].includes(kind));

  it.runIf(files('in').length > 0)('brings files, with and without a caption', async ({ expect, onTestFinished }) => {
    const { say, tested } = await alone(channel, onTestFinished);
    const sent = files('in').flatMap((file) => ['look', ''].map((caption) => ({ file, caption })));
    for (const { caption, file } of sent) expect((await say('ben', caption, { file })).status).toBe(200);
    await expect.poll(() => tested.received.map(({ body, kind }) => [kind, body.text]), SOON).toEqual(sent.map(({ caption, file: { kind } }) => [kind, caption]));
    expect(tested.received.map(({ body: { file } }) => Buffer.from(tested.files.get(file!.id)!.bytes).toString('base64'))).toEqual(sent.map(({ file }) => file.base64));
  });

  it.runIf(files('out').length > 0)('says files, with and without a caption', async ({ expect, onTestFinished }) => {
    const { provider, say, tested } = await alone(channel, onTestFinished);
    await say('ben', 'hello');
    await expect.poll(() => tested.received.length, SOON).toBe(1);
    const [{ account, externalId: to }] = tested.received as [IncomingMessage];
    const said = files('out').flatMap((file) => ['look', ''].map((text) => ({ file, text })));
    for (const [seq, { file: { base64, kind, name, type }, text }] of said.entries()) {
      tested.say(text, { kind, seq, body: { text, file: tested.keep({ name, type, bytes: Buffer.from(base64, 'base64') }) }, account, to });
    }
    await tested.work();
    await expect.poll(() => provider.got.map(({ file, text }) => [text, file?.kind, file?.name, file?.type]), SOON).toEqual(said.map(({ file: { kind, name, type }, text }) => [text, kind, name, type]));
    expect(tested.undelivered).toEqual([]);
  });
}

function inAndOut({ openid, plugin, typesIn }: ChannelUnderTest, scene: () => Scene): void {
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

function crowds(scene: () => Scene): void {
  it('says each message once and opens one chat a person, though both nodes get everything at once', async ({ expect }) => {
    const { chats, nodes, place, say } = scene();
    const people = Array.from({ length: 8 }, (_, i) => `person-${i}`);
    const brought = people.flatMap((person) => [0, 1, 2].flatMap((i) => [...nodes, ...nodes].map((node) => ({ person, text: `${person} says ${i}`, id: `${person}-${i}`, node }))));
    const deliver = async (left: typeof brought): Promise<void> => {
      const answers = await Promise.all(left.map(({ id, node, person, text }) => say(person, text, { id, node })));
      const again = left.filter((_, i) => answers[i]!.status !== 200);
      expect(answers.every(({ status }) => status === 200 || status >= 500), JSON.stringify(answers)).toBe(true);
      if (again.length > 0) await deliver(again);
    };
    await deliver(brought);
    for (const person of people) {
      const all = await chats(person);
      expect(all).toHaveLength(1);
      expect([...(await wordsIn(place, all[0]!))].sort()).toEqual([0, 1, 2].map((i) => `${person} says ${i}`));
    }
  });

  it('loses and doubles nothing when a node dies: not what it has not answered yet, nor what an agent said, in order', async ({ expect }) => {
    const { console: open, chat, chats, nodes: [victim, survivor], place, provider, say } = scene();
    const console = await open();
    const served = await chat('kurt', 'hello');
    await console.accept(served);
    await provider.mood('kurt', 'busy');
    const said = ['one', 'two', 'three'];
    for (const text of said) await console.say(served, text);
    const people = Array.from({ length: 20 }, (_, i) => `caller-${i}`);
    const first = Promise.all(people.map((person) => say(person, `${person} says it`, { id: person, node: victim! })));
    const known = async (): Promise<number> => (await Promise.all(people.map(chats))).flat().length;
    // Some are in the log by then and some are not; nobody waits for which.
    await expect.poll(known, SOON).toBeGreaterThan(2);
    await victim!.kill();
    await first;
    for (const person of people) await expect.poll(async () => (await say(person, `${person} says it`, { id: person, node: survivor! })).status, SOON).toBe(200);
    for (const person of people) {
      const all = await chats(person);
      expect([all.length, await wordsIn(place, all[0]!)]).toEqual([1, [`${person} says it`]]);
    }
    await provider.mood('kurt', 'fine');
    await expect.poll(() => firsts(provider, 'kurt'), SOON).toEqual(said);
  });
}

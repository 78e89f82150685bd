import { it } from 'vitest';
import type { Simulator } from '../simulators/simulator.ts';
import { channelConformance } from './conformance.ts';
import { logOf } from '../server/support/log.ts';
import type { ContactOfChat, ContactReach } from '#wire/api.ts';
import { firsts, SOON, wordsIn, type Scene } from './support.ts';
import { wechat } from './wechat.ts';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const tokensAsked = async (provider: Simulator): Promise<number> => Number((await provider.deed('asked')).body);

async function did(scene: Scene, person: string, name: string, fields: object = {}): Promise<void> {
  const { status } = await scene.provider.deed('event', { origin: scene.nodes[0]!.origin, person, name, fields });
  if (status !== 200) throw new Error(`${name} was answered with ${status}`);
}

channelConformance(wechat, { onOneNode: (scene) => {
  it('confirms its address, and lets in only what is WeChat’s, encrypted, and of this minute', async ({ expect }) => {
    const { nodes: [node], provider, say } = scene();
    expect((await provider.deed('check', node!.origin)).status).toBe(200);
    for (const [flaw, status] of [['old', 401], ['forged', 401], ['altered', 401], ['nowhere', 401], ['plain', 400], ['foreign', 400]] as const) expect([flaw, (await say('lea', 'hello', { flaw })).status]).toEqual([flaw, status]);
  });

  it('says what agents answer also with a token that has ended, or that WeChat has forgotten', async ({ expect }) => {
    const { chat, console: open, provider } = scene();
    const console = await open();
    const conversation = await chat('nora', 'hello');
    await console.accept(conversation);
    for (const [deed, text] of [['expire', 'one'], ['revoke', 'two']] as const) {
      await provider.deed(deed);
      await console.say(conversation, text);
      await expect.poll(() => firsts(provider, 'nora'), SOON).toContain(text);
    }
    expect(await tokensAsked(provider)).toBeGreaterThan(2);
  });

  it('says what many replies are in five messages, and agents read what did not fit', async ({ expect }) => {
    const { chat, console: open, provider } = scene();
    const console = await open();
    const conversation = await chat('otto', 'hello');
    await console.accept(conversation);
    await console.open(conversation);
    const said = Array.from({ length: 8 }, (_, i) => `line ${i}`);
    for (const text of said) await console.say(conversation, text);
    await expect.poll(() => firsts(provider, 'otto'), SOON).toEqual(said);
    await console.say(conversation, 'x'.repeat(7_900));
    expect((await console.event(conversation, 'delivery.failed')).e).toMatchObject({ reason: 'window-closed' });
    await chat('otto', 'go on');
    await console.say(conversation, 'here it is');
    await expect.poll(() => firsts(provider, 'otto').at(-1), SOON).toBe('here it is');
  });

  it('says before an agent writes first how many messages are left, and takes none beyond', async ({ expect }) => {
    const { chat, console: open, house, nodes: [node], provider } = scene();
    const console = await open();
    const { staff } = console;
    const conversation = await chat('vito', 'bye');
    await console.accept(conversation);
    await console.open(conversation);
    for (const text of ['one', 'two', 'three', 'x'.repeat(2_000), 'y'.repeat(2_000)]) await console.say(conversation, text);
    await expect.poll(() => provider.got.filter(({ to }) => to === 'vito').length, SOON).toBe(5);
    await console.command(conversation, { type: 'conversation.close' });
    const { at, id } = await staff.call<ContactOfChat>(node!, 'GET', `/conversations/${conversation}/contact`);
    const reach = async () => staff.call<ContactReach[]>(node!, 'GET', `/contacts/${id}/reach`);
    await expect.poll(reach, SOON).toMatchObject([{ possible: false, reason: { en: 'WeChat allows no more messages until they write again.' } }]);
    const begin = staff.call(node!, 'POST', `/contacts/${id}/chats`, { ...at, department: house.support.id, text: 'One thing more' }, { 'idempotency-key': 'vito-1' });
    await expect(begin).rejects.toMatchObject({ code: 'contact.unreachable' });
    await chat('vito', 'yes?');
    await expect.poll(reach, SOON).toMatchObject([{ possible: true, left: 5, until: expect.any(Number) }]);
  });

  it('tells agents what a person does, in the chat that is open and in no other', async ({ expect }) => {
    const { chat, chats, place } = scene();
    await did(scene(), 'pia', 'subscribe', { EventKey: 'qrscene_door' });
    expect(await chats('pia')).toEqual([]);
    const conversation = await chat('pia', 'hello');
    await did(scene(), 'pia', 'SCAN', { EventKey: 'shelf' });
    await did(scene(), 'pia', 'CLICK', { EventKey: 'help' });
    await expect.poll(() => wordsIn(place, conversation), SOON).toEqual(['hello', 'Scanned the QR code shelf', '[Menu] help']);
  });

  it('copies what people send while WeChat has it', async ({ expect }) => {
    const { chats, nodes: [node], place, provider } = scene();
    const media = [['image', 'image/png', PNG], ['video', 'video/mp4', Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42').toString('base64')], ['voice', 'audio/amr', Buffer.from('#!AMR\n and so on').toString('base64')]] as const;
    for (const [as, type, base64] of media) expect((await provider.deed('medium', { origin: node!.origin, person: 'rosa', id: `rosa-${as}`, as, type, base64 })).status).toBe(200);
    const files = async (): Promise<unknown> => (await logOf(place, (await chats('rosa'))[0] ?? '')).flatMap((event) => (event.type === 'message.posted' ? [[event.kind, event.body.file?.type]] : []));
    await expect.poll(files, SOON).toEqual([['image', 'image/png'], ['file', 'video/mp4'], ['voice', 'audio/amr']]);
  });

  it('shows beside a chat how often and how long it may be answered', async ({ expect }) => {
    const { chat, console: open, house, nodes: [node] } = scene();
    const conversation = await chat('sara', 'hello');
    const console = await open();
    await console.accept(conversation);
    const beside = async (): Promise<unknown> => house.admin.call(node!, 'POST', '/slots/wechat/credit/render', { locale: 'en', conversation });
    expect(await beside()).toMatchObject({ blocks: [{ fields: [{ value: '5 of 5' }, { value: '47 h' }] }] });
    await console.say(conversation, 'yes?');
    await expect.poll(beside, SOON).toMatchObject({ blocks: [{ fields: [{ value: '4 of 5' }, {}] }] });
  });
} });

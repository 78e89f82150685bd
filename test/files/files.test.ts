import { describe, expect, it } from 'vitest';
import { Files, UNSENT_MS, VISITORS_UNSENT_MS, ownerOf } from '#desk/files/files.ts';
import { createChannelFiles } from '#desk/files/channel-files.ts';
import { useStore } from '../store/support/engines.ts';
import { png, streamed, whole } from './support.ts';

const CHAT = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const OTHER = '01ARZ3NDEKTSV4RRFFQ69G5FAB';
const place = useStore('sqlite');
let now = 1_000;
const open = (maxBytes = 1_000_000, maxUnsentBytes = 100_000_000): Files => new Files({ store: place.store, maxBytes, maxUnsentBytes, now: () => now, onError: (error) => { throw error; } });
const kept = (files = open(), owner = 'v_1', bytes: Uint8Array = Buffer.from('hello')) => files.keep({ owner, name: 'a.txt', type: 'text/plain' }, streamed(bytes));
const onDisk = async (): Promise<number> => Number((await place.store.db.selectFrom('files').select(({ fn }) => fn.countAll().as('n')).executeTakeFirstOrThrow()).n);

describe('keeping a file', () => {
  it('answers with what it is, and not with what its sender says', async () => {
    const picture = await open().keep({ owner: 'v_1', name: '../../cat.svg', type: 'image/svg+xml' }, streamed(png(40, 30), 7));
    expect(picture).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), name: 'cat.svg', type: 'image/png', size: png(40, 30).length, width: 40, height: 30 });
  });

  it.each<[string, AsyncIterable<Uint8Array>, string]>([
    ['too large', streamed(new Uint8Array(11)), 'file.too-large'], ['empty', streamed(new Uint8Array()), 'file.empty'],
    ['broken off', (async function* () { yield new Uint8Array(3); throw new Error('gone'); })(), 'gone'],
  ])('that is %s leaves nothing behind', async (_what, bytes, reason) => {
    const before = await onDisk();
    await expect(open(10).keep({ owner: 'v_1', name: 'a' }, bytes)).rejects.toThrow(reason);
    expect(await onDisk()).toBe(before);
  });

  it('that nobody has posted counts with all others, those on their way too', async () => {
    const before = Number((await place.store.db.selectFrom('files').select(({ fn }) => fn.sum('size').as('n')).where('conversation', 'is', null).executeTakeFirstOrThrow()).n);
    const files = open(1_000, before + 100);
    const bytes = (length: number) => kept(files, 'v_9', new Uint8Array(length));
    const [file] = [await bytes(60)];
    await expect(bytes(60)).rejects.toThrow('unavailable');
    await expect(Promise.all([bytes(30), bytes(30)])).rejects.toThrow('unavailable');
    expect(await files.unsent('v_9')).toBeLessThan(3);
    await files.attach(file, 'v_9', CHAT);
    await expect.poll(() => bytes(30).then(() => 'kept', () => 'refused'), { timeout: 3_000 }).toBe('kept');
  });
});

describe('posting a file', () => {
  it('says what the house knows of it, and is only for who brought it', async () => {
    const files = open();
    const file = await kept(files);
    const lying = { text: 'look', file: { ...file, name: 'evil.exe', type: 'image/png', size: 1, width: 9, height: 9 } };
    expect(await files.check('file', lying, 'v_2', CHAT)).toEqual({ code: 'file.unknown' });
    expect(await files.attach(file, 'v_2', CHAT)).toEqual({ code: 'file.unknown' });
    expect(await files.check('image', lying, 'v_1', OTHER), 'that of another chat, which does not have it yet').toEqual({ kind: 'file', body: { text: 'look', file } });
    expect(await files.attach(file, 'v_1', CHAT)).toBeNull();
    expect(await files.attach(file, 'v_1', CHAT), 'a resend').toBeNull();
    expect(await files.check('file', lying, 'v_1', CHAT), 'a resend').toEqual({ kind: 'file', body: { text: 'look', file } });
    expect(await files.check('file', lying, 'a_1', CHAT), 'somebody else in that chat').toEqual({ code: 'file.unknown' });
    expect([await files.check('file', lying, 'v_1', OTHER), await files.attach(file, 'v_1', OTHER)]).toEqual([{ code: 'file.unknown' }, { code: 'file.unknown' }]);
    expect(await files.check('file', { text: '', file: { ...file, id: '0'.repeat(32) } }, 'v_1', CHAT)).toEqual({ code: 'file.unknown' });
    expect(await files.check('file', { text: '' }, 'v_1', CHAT)).toEqual({ code: 'command.malformed', meta: { field: 'file' } });
  });

  it('keeps it from being swept', async () => {
    const files = open();
    const [posted, unsent, agents] = [await kept(files), await kept(files), await kept(files, 'a_1')];
    await files.attach(posted, 'v_1', CHAT);
    now += VISITORS_UNSENT_MS + 1;
    await files.sweep();
    expect(await Promise.all([posted, unsent, agents].map(async ({ id }) => (await files.find(id)) !== undefined))).toEqual([true, false, true]);
    now += UNSENT_MS - VISITORS_UNSENT_MS - 2;
    const young = await kept(files);
    now += 2;
    await files.sweep();
    expect(await Promise.all([posted, agents, young].map(async ({ id }) => (await files.find(id)) !== undefined))).toEqual([true, false, true]);
    await expect(whole(files.read(unsent.id, 0, 5))).rejects.toThrow();
    expect(await files.attach(unsent, 'v_1', CHAT)).toEqual({ code: 'file.unknown' });
  });
});

describe('a channel', () => {
  const channel = (plugin: string) => ({ plugin, icon: 'plug', kinds: { in: [], out: [] } });

  it('reads what it has brought, and nobody else does', async () => {
    const files = open();
    const own = createChannelFiles({ files, store: place.store, origin: () => 'https://chat.example' });
    const file = await own.keep(channel('shop'), { name: 'a.txt', type: 'text/plain', bytes: Buffer.from('hello') });
    expect(await own.read(channel('shop'), file.id)).toEqual({ name: 'a.txt', type: 'text/plain', bytes: Buffer.from('hello') });
    expect(await own.link(channel('shop'), file.id)).toBe(`https://chat.example/files/${file.id}`);
    const foreign = await kept(files);
    for (const [whose, id] of [['other', file.id], ['shop', foreign.id], ['shop', '../x']] as const) {
      await expect(own.read(channel(whose), id)).rejects.toThrow('file.unknown');
      await expect(own.link(channel(whose), id)).rejects.toThrow('file.unknown');
    }
    await expect(own.keep(channel('shop'), { name: 'a', bytes: new Uint8Array(1_000_001) })).rejects.toThrow('file.too-large');
    await expect(own.keep(channel('shop'), { name: 'a', bytes: 'text' as unknown as Uint8Array })).rejects.toThrow('input.invalid');
  });

  it('hands over to a person what it has brought, and nothing else', async () => {
    const files = open();
    const file = await kept(files, ownerOf('shop'));
    await expect(files.handOver(file.id, 'other', 'v_1')).rejects.toThrow('file.unknown');
    await files.handOver(file.id, 'shop', 'v_1');
    await files.handOver(file.id, 'shop', 'v_1');
    await expect(files.handOver(file.id, 'shop', 'v_2')).rejects.toThrow('file.unknown');
    expect(await files.attach(file, 'v_1', CHAT)).toBeNull();
  });
});

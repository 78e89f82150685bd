import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PIECE } from '#store/file-content.ts';
import { FileFolder } from '#store/file-folder.ts';
import { whole as all } from '../files/support.ts';
import { engines, useStore } from './support/engines.ts';

let last = 0;
const newId = (): string => String(++last).padStart(32, '0');
const row = (id: string, more = {}) => ({ id, owner: 'v_1', conversation: null, name: 'a.txt', type: '', size: 0, width: null, height: null, durationMs: null, createdAt: 5, ...more });
const facts = { size: 3, type: 'text/plain', width: null, height: null, durationMs: null };
const CHAT = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

async function* bytesOf(...sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) yield Buffer.from(Uint8Array.from({ length: size }, () => at++ % 251));
}
const whole = (size: number): Buffer => Buffer.from(Uint8Array.from({ length: size }, (_, at) => at % 251));

describe.each(engines)('files on %s', (engine) => {
  const place = useStore(engine);
  const files = () => place.store.files;
  const content = () => place.store.fileContent;
  const kept = async (more = {}): Promise<string> => {
    const id = newId();
    await files().begin(row(id, more));
    await files().complete(id, facts);
    return id;
  };

  test('are none before all of them is there', async () => {
    const id = newId();
    await files().begin(row(id));
    expect(await files().find(id)).toBeUndefined();
    await files().claim(id, 'v_1', CHAT);
    await files().complete(id, facts);
    expect(await files().find(id)).toEqual(row(id, facts));
  });

  test('belong to one chat, the first, and only their owner can bring them there', async () => {
    const id = await kept();
    await files().claim(id, 'v_2', CHAT);
    expect((await files().find(id))?.conversation).toBeNull();
    await Promise.all(['one', 'two', 'three'].map((chat) => files().claim(id, 'v_1', chat)));
    const first = (await files().find(id))?.conversation;
    await files().claim(id, 'v_1', CHAT);
    await files().handOver(id, 'v_1', 'v_2', 1);
    expect(await files().find(id)).toMatchObject({ conversation: first, owner: 'v_1' });
  });

  test('are swept by age as long as nobody has posted them', async () => {
    const [old, posted, young] = [await kept({ createdAt: 1, owner: 'v_9' }), await kept({ createdAt: 1, owner: 'v_9' }), await kept({ createdAt: 9, owner: 'v_9' })];
    expect(await files().unsent('v_9')).toBe(3);
    await files().claim(posted, 'v_9', CHAT);
    expect(await files().unsent('v_9')).toBe(2);
    const orphans = await files().orphans({ before: 5, visitorsBefore: 5 }, 10);
    expect([orphans.includes(old), orphans.includes(posted), orphans.includes(young)]).toEqual([true, false, false]);
    expect([await files().removeUnsent(old), await files().removeUnsent(posted)]).toEqual([true, false]);
  });

  test.each([[1], [PIECE - 1], [PIECE], [PIECE + 1], [3 * PIECE + 7]])('give back %i bytes as they came, and any part of them', async (size) => {
    const id = newId();
    await content().write(id, bytesOf(Math.floor(size / 3), 0, size - Math.floor(size / 3)));
    expect((await all(content().read(id, 0, size))).equals(whole(size))).toBe(true);
    const [from, to] = [Math.floor(size / 2), Math.min(size, Math.floor(size / 2) + PIECE + 1)];
    expect((await all(content().read(id, from, to))).equals(whole(size).subarray(from, to))).toBe(true);
    expect(await all(content().read(id, 0, 0))).toHaveLength(0);
  });

  test('say so where a part is missing, and are gone when they are removed, also twice', async () => {
    const id = newId();
    await content().write(id, bytesOf(10));
    await expect(all(content().read(id, 0, 11))).rejects.toThrow(/shorter/);
    await content().remove(id);
    await content().remove(id);
    await expect(all(content().read(id, 0, 10))).rejects.toThrow();
  });

  test('of which the sender broke off leave nothing behind when they are removed', async () => {
    const id = newId();
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield* bytesOf(PIECE + 5);
      throw new Error('gone');
    };
    await expect(content().write(id, broken())).rejects.toThrow('gone');
    await content().remove(id);
    await expect(all(content().read(id, 0, 1))).rejects.toThrow();
  });
});

test('a folder takes no name that is not an id', async () => {
  
  const folder = new FileFolder('/nowhere');
  await expect(folder.write('../../etc/passwd', bytesOf(1))).rejects.toThrow('no id of a file');
  await expect(folder.remove('..')).rejects.toThrow('no id of a file');
});

describe('on SQLite', () => {
  const place = useStore('sqlite');
  test('they are beside the database', async () => {
    await place.store.fileContent.write('ab'.repeat(16), bytesOf(3));
    expect(await readdir(join(place.place.dataDir, 'files', 'ab'))).toEqual(['ab'.repeat(16)]);
  });
});

import { describe, expect, test } from 'vitest';
import { newUlid } from './support/entries.ts';
import { engines, useStore } from './support/engines.ts';

describe.each(engines)('what a search looks through on %s', (engine) => {
  const at = useStore(engine);

  test('few among many are found a look at a time: none of them reads all the others', async () => {
    const { store } = at;
    const [theirs, ours] = [newUlid(), newUlid()];
    const chat = (departmentId: string, endedAt: number) => ({
      id: store.ids.next(), publicId: newUlid(), status: 'closed', departmentId, queueTicket: null, assigneeId: null, transferAgentId: null, transferDepartmentId: null, contactId: newUlid(),
      channelAccountId: newUlid(), openKey: null, preview: '', previewBy: 'visitor', locale: 'en', startedAt: 0, queuedAt: null, endedAt,
    });
    const first = chat(ours, 1);
    const second = chat(ours, 2);
    const others = Array.from({ length: 600 }, (_, index) => chat(theirs, 3 + index));
    await store.db.insertInto('conversations').values([first, second, ...others]).execute();
    const seenBy = { departments: [ours], agent: 'a' };
    const one = await store.chatWords.candidates({ scope: 'ended', seenBy }, 1);
    expect(one.items).toEqual([]);
    const two = await store.chatWords.candidates({ scope: 'ended', seenBy }, 1, one.next ?? '');
    expect(two.items.map(({ id }) => id)).toEqual([second.id]);
    const three = await store.chatWords.candidates({ scope: 'ended', seenBy }, 1, two.next ?? '');
    expect(three).toMatchObject({ items: [{ id: first.id }], next: null });
  });
});

import { describe, expect, test } from 'vitest';
import { engines, useStore } from './support/engines.ts';

const [ACCOUNT, ANNA, BERT] = ['01ARZ3NDEKTSV4RRFFQ69G5FAC', '01ARZ3NDEKTSV4RRFFQ69G5FAA', '01ARZ3NDEKTSV4RRFFQ69G5FAB'] as const;

describe.each(engines)('opt-outs on %s', (engine) => {
  const place = useStore(engine);

  test('hold for each of two who were merged, also once they are parted', async () => {
    const { contactMerges, contacts, people } = place.store;
    for (const id of [ANNA, BERT]) await contacts.findOrCreate({ channelAccountId: ACCOUNT, externalId: id }, { id, name: null, email: null, attributes: {}, createdAt: 1, updatedAt: 1 });
    const merge = await contactMerges.add({ id: '01ARZ3NDEKTSV4RRFFQ69G5FAM', winnerId: ANNA, loserId: BERT, actor: 'agent:1', at: 2 });
    await people.optOut((await people.find(BERT))!, 5);
    await contactMerges.undo(merge!, 6);
    const since = async (id: string) => (await people.find(id))?.personas.map(({ optedOutAt }) => optedOutAt);
    expect([await since(ANNA), await since(BERT)]).toEqual([[5], [5]]);
    await people.optOut((await people.find(BERT))!, 7);
    expect(await since(BERT)).toEqual([5]);
    await people.optOut((await people.find(BERT))!, null);
    expect([await since(ANNA), await since(BERT)]).toEqual([[5], [null]]);
  });
});

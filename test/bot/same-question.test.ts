import { describe, expect, it } from 'vitest';
import { withWritten } from '../../clients/console/features/bots/entry.ts';
import { choicesOf } from '../../plugins/bot/reply/offers.ts';
import { FlowHouse } from './support/flow-house.ts';

const OPENING = { post: 'When do you open?', similar: ['opening hours'], replies: ['At nine.'], enabled: true, categories: [] };

interface Stored { readonly id: string; readonly post: string; readonly enabled: boolean }
interface Row { readonly question: string; readonly by: string; readonly has: Pick<Stored, 'id' | 'post'> | null }

describe('a question of two entries', () => {
  it('is refused the second time, however it is written, and the first one is named', async () => {
    const house = await FlowHouse.open();
    const { id } = await house.do<Stored>('put', { entry: OPENING });
    for (const post of ['When do you open?', 'when do YOU open', 'Opening hours']) expect(await house.do('put', { entry: { ...OPENING, post, similar: [] } }), post).toEqual({ same: { id, post: OPENING.post } });
    // Its own question is no other's.
    expect(await house.do('put', { entry: { ...OPENING, id, replies: ['At ten.'] } })).toMatchObject({ id, replies: ['At ten.'] });
    expect(await house.do('faqs', {})).toMatchObject({ all: 1 });
  });

  it('is taken where one of them answers nothing, until that one is to answer as well', async () => {
    const house = await FlowHouse.open();
    const { id } = await house.do<Stored>('put', { entry: { ...OPENING, enabled: false } });
    const other = await house.do<Stored>('put', { entry: OPENING });
    expect(await house.do('put', { entry: { ...OPENING, id } })).toEqual({ same: { id: other.id, post: OPENING.post } });
  });

  it('stays to be changed where both came with a file', async () => {
    const house = await FlowHouse.open();
    await house.do('bring', { entries: [OPENING, { ...OPENING, post: 'when do you open', similar: [] }] });
    const { entries } = await house.do<{ readonly entries: readonly Stored[] }>('faqs', {});
    expect(entries).toHaveLength(2);
    for (const { id, post } of entries) expect(await house.do('put', { entry: { ...OPENING, id, post, replies: ['At ten.'] } })).toMatchObject({ id });
  });

  it('has its entry beside it in the history as soon as there is one', async () => {
    const house = await FlowHouse.open();
    await house.do('put', { entry: OPENING });
    await house.say('Is there a lion in the shop?', { at: Date.now() });
    const look = async (): Promise<Row | undefined> => (await house.do<{ readonly rows: readonly Row[] }>('history.list', { kind: 'unknown', days: 1 })).rows[0];
    expect(await look()).toMatchObject({ by: 'fallback', has: null });
    const { id, post } = await house.do<Stored>('put', { entry: { ...OPENING, post: 'is there a lion in the shop', similar: [] } });
    expect(await look()).toMatchObject({ by: 'fallback', has: { id, post } });
    await house.do('drop', { ids: [id] });
    expect(await look()).toMatchObject({ has: null });
  });

  it('is offered to a visitor once', async () => {
    expect(choicesOf(['When do you open?', 'when  do you OPEN?', '', 'x'.repeat(81), 'Where are you?', 'Who are you?', 'Another'], 3)).toEqual(['When do you open?', 'Where are you?', 'Who are you?']);
  });

  it('has nothing of what was written lost when that goes into the first one', () => {
    const stored = { ...OPENING, id: 'e1' };
    expect(withWritten(stored, { replies: ['At nine.', 'At ten.', ''], similar: ['When do you open?', 'opening hours', 'when?'] })).toEqual({ ...stored, replies: ['At nine.', 'At ten.'], similar: ['opening hours', 'when?'] });
  });
});

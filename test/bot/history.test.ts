import { describe, expect, it, vi } from 'vitest';
import { FlowHouse } from './support/flow-house.ts';
import { SlowHouse } from './support/slow-house.ts';

const MINUTE = 60_000;
const OPENING = { post: 'When do you open?', similar: [], replies: ['At nine.'], enabled: true, categories: [] };
const PARCEL = { post: 'Where is my parcel?', similar: [], replies: ['See the link in our mail.'], enabled: true, categories: [] };

interface Row { readonly question: string; readonly by: string; readonly conversation: string; readonly turn: number; readonly at: number; readonly handed: string | null; readonly settled: string | null; readonly answered: string; readonly correction: { readonly post: string } | null; readonly hits: readonly { readonly id: string; readonly score: number }[] }
interface Page { readonly rows: readonly Row[]; readonly next: unknown }

async function open() {
  const house = await FlowHouse.open();
  const opening = await house.do<{ id: string }>('put', { entry: OPENING });
  const parcel = await house.do<{ id: string }>('put', { entry: PARCEL });
  const history = (asked: object = {}) => house.do<Page>('history.list', { kind: null, days: 30, ...asked });
  return { house, opening, parcel, history, at: Date.now() };
}

describe('the history of a bot', () => {
  it('has each turn with what answered, and why a person was called', async () => {
    const { at, history, house } = await open();
    await house.say('when do you open', { at });
    await house.say('parcel?', { at: at + 1 });
    await house.say('Is there a lion in the shop?', { at: at + 2 });
    await house.say('human', { at: at + 3, conversation: 'c2' });
    const { rows } = await history();
    expect(rows.map(({ by, handed, question }) => [question, by, handed])).toEqual([
      ['human', 'human', 'asked'], ['Is there a lion in the shop?', 'hand-over', 'unknown'], ['parcel?', 'question', null], ['when do you open', 'faq', null],
    ]);
    expect(rows.at(-1)).toMatchObject({ answered: 'When do you open?', hits: [{ score: 1 }] });
    for (const [kind, count] of [['answered', 1], ['asked', 1], ['unknown', 2], ['handed', 2], ['suggested', 0]] as const) expect((await history({ kind })).rows, kind).toHaveLength(count);
    expect((await history({ query: 'LION' })).rows).toHaveLength(1);
  });

  it('is read page by page, each turn once, also when it was answered again after a crash', async () => {
    const { at, history, house } = await open();
    for (let turn = 1; turn <= 60; turn++) await house.say(`when do you open ${turn}`, { at: at + turn, turn, conversation: `c${turn}` });
    await house.say('when do you open 60', { at: at + 60, turn: 60, conversation: 'c60' });
    const seen: string[] = [];
    for (let after: unknown = null; ;) {
      const page = await history({ after });
      seen.push(...page.rows.map(({ conversation }) => conversation));
      if (page.next === null) break;
      after = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => `c${60 - index}`));
  });

  it('is written at most once a minute, whatever is said meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const house = await SlowHouse.open();
    const brain = (await house.around.brains.of(house.ctx, house.bot))!;
    const note = (turn: number): void => house.around.records.note(house.ctx, brain, { bot: house.bot, conversation: 'c', turn, cue: { kind: 'said', text: 'x' }, role: 'serves', visitor: { id: 'v', name: '' }, locale: 'en', memory: null, at: turn }, { answer: { memory: { heard: true } }, trace: { by: 'fallback', hits: [] }, entry: null });
    const written = () => house.data.written.filter((key) => key.startsWith('said:')).length;
    for (let turn = 1; turn <= 450; turn++) note(turn);
    await vi.advanceTimersByTimeAsync(MINUTE - 1_000);
    expect(written()).toBe(0);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(written()).toBe(3);
    note(451);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    expect(written()).toBe(4);
    expect(house.data.most).toBe(1);
    vi.useRealTimers();
    const { rows } = await house.do<Page>('history.list', { kind: null, days: 365, query: 'x' });
    expect(rows).toHaveLength(0); // of 1970
  });

  it('goes after so many days, and with its bot', async () => {
    const { at, house } = await open();
    const stored = () => [...house.tested.data.keys()].filter((key) => key.startsWith('said:') || key.startsWith('day:'));
    await house.say('when do you open', { at: at - 40 * 86_400_000 });
    await house.tested.advance(2 * MINUTE);
    expect(stored()).toEqual([]);
  });
});

import { describe, expect, it, vi } from 'vitest';
import type { BotTurn } from '#plugin/bots/bot.ts';
import { chunkKey } from '../../plugins/bot/record/chunks.ts';
import { dateOf, daysOf, sum } from '../../plugins/bot/record/days.ts';
import { Records } from '../../plugins/bot/record/record.ts';
import type { Replied } from '../../plugins/bot/reply/trace.ts';
import { FlowHouse } from './support/flow-house.ts';
import { SlowHouse } from './support/slow-house.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const turnAt = (bot: string, at: number): BotTurn => ({ bot, conversation: 'c', turn: at % 1_000_000 + 1, cue: { kind: 'said', text: 'x' }, role: 'serves', visitor: { id: 'v', name: '' }, locale: 'en', memory: null, at });
const unknown: Replied = { answer: { memory: { heard: true } }, trace: { by: 'fallback', hits: [] }, entry: null };
const OPENING = { post: 'When do you open?', similar: [], replies: ['At nine.'], enabled: true, categories: [] };
const PARCEL = { post: 'Where is my parcel?', similar: [], replies: ['See the link in our mail.'], enabled: true, categories: [] };

interface Row { readonly question: string; readonly by: string; readonly conversation: string; readonly turn: number; readonly at: number; readonly handed: string | null; readonly settled: string | null; readonly answered: string; readonly correction: { readonly post: string } | null; readonly hits: readonly { readonly id: string; readonly score: number }[] }
interface Clusters { readonly clusters: readonly { readonly name: string; readonly times: number; readonly questions: number }[] }
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
    await house.say('is my parcel lost?', { at: at + 1 });
    await house.say('Is there a lion in the shop?', { at: at + 2 });
    await house.say('human', { at: at + 3, conversation: 'c2' });
    const { rows } = await history();
    expect(rows.map(({ by, handed, question }) => [question, by, handed])).toEqual([
      ['human', 'human', 'asked'], ['Is there a lion in the shop?', 'hand-over', 'unknown'], ['is my parcel lost?', 'question', null], ['when do you open', 'faq', null],
    ]);
    expect(rows.at(-1)).toMatchObject({ answered: 'When do you open?', hits: [{ score: 1 }, {}] });
    for (const [kind, count] of [['answered', 1], ['asked', 1], ['unknown', 1], ['handed', 2], ['suggested', 0]] as const) expect((await history({ kind })).rows, kind).toHaveLength(count);
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
    const note = (turn: number): void => house.around.records.note(house.ctx, brain, turnAt(house.bot, turn), unknown);
    const written = () => house.data.written.filter((key) => key.startsWith('said:')).length;
    const writes = vi.spyOn(house.data, 'set');
    for (let turn = 1; turn <= 450; turn++) note(turn);
    await vi.advanceTimersByTimeAsync(MINUTE - 1_000);
    expect(writes).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.waitFor(() => expect(written()).toBe(3));
    note(451);
    await vi.advanceTimersByTimeAsync(MINUTE);
    await vi.waitFor(() => expect(written()).toBe(4));
    expect(house.data.most).toBe(1);
    vi.useRealTimers();
  });

  it('goes after so many days', async () => {
    const house = await SlowHouse.open();
    const brain = (await house.around.brains.of(house.ctx, house.bot))!;
    const { records } = house.around;
    const old = Date.now() - 31 * DAY;
    for (const at of [old, Date.now()]) records.note(house.ctx, brain, turnAt(house.bot, at), unknown);
    await records.write(house.ctx);
    expect([...house.data.kept.keys()].filter((key) => key.startsWith('said:'))).toHaveLength(1);
    expect((await house.do<Page>('history.list', { kind: null, days: 365 })).rows).toHaveLength(1);
  });

  it('is written when the plugin is switched off', async () => {
    const { at, house } = await open();
    await house.say('when do you open', { at });
    const stored = () => [...house.tested.data.keys()].filter((key) => /^(?:said|day):/.test(key));
    expect(stored()).toHaveLength(0);
    await house.tested.stop();
    expect(stored()).toHaveLength(2);
  });

  it('of two nodes is in the order of time', async () => {
    const house = await SlowHouse.open();
    const brain = (await house.around.brains.of(house.ctx, house.bot))!;
    const other = new Records();
    const began = Date.now() - 1_000;
    for (let turn = 1; turn <= 500; turn++) (turn % 3 === 0 ? other : house.around.records).note(house.ctx, brain, { ...turnAt(house.bot, began + turn), turn }, unknown);
    await Promise.all([other.write(house.ctx), house.around.records.write(house.ctx)]);
    // As it is on disk, the other's as that of another process.
    const stored = [...house.data.kept].filter(([key]) => key.startsWith('said:'));
    expect(new Set(stored.map(([key]) => key)).size).toBe(stored.length);
    const seen: number[] = [];
    for (let after: unknown = null; ;) {
      const page = await house.do<Page>('history.list', { kind: null, days: 30, after });
      seen.push(...page.rows.map(({ turn }) => turn));
      if (page.next === null) break;
      after = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 500 }, (_, index) => 500 - index));
  });
});

it('the history of many processes that began at about the same time ends, and has each turn once', async () => {
  const house = await SlowHouse.open();
  const began = Date.now() - 60 * MINUTE;
  for (let node = 0; node < 320; node++) {
    const at = began + node;
    const said = { conversation: 'c', turn: node + 1, at, visitor: { id: 'v', name: '' }, question: 'x', role: 'serves', by: 'fallback', hits: [], entry: null, of: '', handed: null };
    house.data.kept.set(chunkKey(house.bot, at, `n${node}`, 0), JSON.stringify([said]));
  }
  const seen: number[] = [];
  let after: unknown = null;
  for (let pages = 0; pages === 0 || (after !== null && pages < 20); pages++) {
    const page = await house.do<Page>('history.list', { kind: null, days: 30, after });
    seen.push(...page.rows.map(({ turn }) => turn));
    after = page.next;
  }
  expect(after).toBeNull();
  expect(seen).toEqual(Array.from({ length: 320 }, (_, index) => 320 - index));
});

describe('a correction', () => {
  it('makes the question one of its entry, and takes it back', async () => {
    const { at, history, house, parcel } = await open();
    await house.say('when do you open', { at });
    const [{ conversation, turn } = { conversation: '', turn: 0 }] = (await history()).rows;
    expect(await house.do('history.correct', { conversation, turn, at, entry: parcel.id })).toBe(true);
    expect(await house.do('entry', { id: parcel.id })).toMatchObject({ similar: ['when do you open'] });
    expect((await history()).rows[0]).toMatchObject({ correction: { entry: parcel.id, post: PARCEL.post } });
    await house.do('history.correct', { conversation, turn, at, entry: null });
    expect(await house.do('entry', { id: parcel.id })).toMatchObject({ similar: [] });
    // It would still be answered by the entry that was not meant.
    expect((await house.do<Clusters>('unanswered.list', { days: 7 })).clusters).toMatchObject([{ name: 'when do you open' }]);
    await house.do('history.undo', { conversation, turn });
    expect((await history()).rows[0]?.correction).toBeNull();
  });

  it('of a turn that nobody has seen is refused', async () => {
    const { house, parcel } = await open();
    expect(await house.do('history.correct', { conversation: 'c9', turn: 3, at: 5, entry: parcel.id })).toBeNull();
  });
});

describe('unanswered questions', () => {
  it('are grouped by what they are about, until something is known to them or nobody wants to know', async () => {
    const { at, house, parcel } = await open();
    const asked = ['Do you sell gift cards?', 'Are there gift cards in the shop?', 'gift cards', 'Do you sell gift cards?', 'Is there a lion in the zoo?'];
    for (const [index, text] of asked.entries()) await house.say(text, { at: at + index, conversation: `c${index}` });
    const clusters = async () => (await house.do<Clusters>('unanswered.list', { days: 7 })).clusters.map(({ name, questions, times }) => [name, times, questions]);
    expect(await clusters()).toEqual([['Do you sell gift cards?', 4, 3], ['Is there a lion in the zoo?', 1, 1]]);
    await house.do('unanswered.ignore', { questions: ['is there a lion in the zoo?'], ignored: true });
    expect(await clusters()).toHaveLength(1);
    expect(await house.do('history.teach', { entry: parcel.id, questions: asked.slice(0, 3) })).toEqual({ taught: asked.slice(0, 3) });
    expect(await clusters()).toEqual([]);
    await house.do('history.unteach', { entry: parcel.id, questions: asked.slice(0, 3) });
    expect(await clusters()).toHaveLength(1);
  });
});

describe('what is counted of a day', () => {
  const MIDNIGHT = Date.UTC(2026, 10, 30);
  const opened = async () => {
    const house = await SlowHouse.open();
    const known = (await house.around.brains.of(house.ctx, house.bot))!;
    const { records } = house.around;
    const note = (at: number, timeZone = 'UTC'): void => records.note(house.ctx, { ...known, profile: { ...known.profile, hours: { ...known.profile.hours, timeZone } } }, turnAt(house.bot, at), unknown);
    const write = () => records.write(house.ctx);
    const stored = async () => Object.fromEntries([...Map.groupBy(await daysOf(house.ctx, house.bot, ''), ([key]) => dateOf(key))].map(([date, parts]) => [date, sum(parts.map(([, part]) => part)).chats]));
    return { house, note, write, stored };
  };

  it('stays where a turn of before midnight is answered after it was written', async () => {
    const { note, stored, write } = await opened();
    for (const at of [MIDNIGHT - 3, MIDNIGHT - 2, MIDNIGHT + 1]) note(at);
    await write();
    note(MIDNIGHT - 1);
    await write();
    expect(await stored()).toEqual({ '2026-11-29': 3, '2026-11-30': 1 });
  });

  it('stays where the time zone is moved to and fro, in as many values as there are days', async () => {
    const { house, note, stored, write } = await opened();
    for (let time = 0; time < 5; time++) {
      for (const timeZone of ['Pacific/Kiritimati', 'UTC', 'Pacific/Pago_Pago']) {
        note(MIDNIGHT + 10.5 * 60 * MINUTE, timeZone);
        await write();
      }
    }
    expect(await stored()).toEqual({ '2026-11-29': 5, '2026-11-30': 5, '2026-12-01': 5 });
    expect([...house.data.kept.keys()].filter((key) => key.startsWith('day:'))).toHaveLength(3);
  });

  it('stays where turns of days ago are answered late', async () => {
    const { note, stored, write } = await opened();
    for (const days of [9, 0, 1, 2, 9, 9]) {
      note(MIDNIGHT - days * DAY);
      await write();
    }
    expect(await stored()).toEqual({ '2026-11-21': 3, '2026-11-28': 1, '2026-11-29': 1, '2026-11-30': 1 });
  });
});

describe('statistics', () => {
  it('tell chats that were resolved, handed over, and taken up by a person', async () => {
    const { at, house } = await open();
    const chat = (conversation: string) => ({ conversation, at });
    await house.say('when do you open', chat('resolved'));
    await house.tested.turn({ kind: 'ended', solved: true }, { bot: house.bot, ...chat('resolved') });
    await house.say('human', chat('handed'));
    // Impatience is no second hand-over.
    await house.say('human', { ...chat('handed'), turn: 9 });
    await house.tested.turn({ kind: 'ended', solved: false }, { bot: house.bot, ...chat('handed') });
    await house.say('when do you open', chat('taken'));
    await house.tested.turn({ kind: 'taken-over' }, { bot: house.bot, ...chat('taken') });
    await house.tested.turn({ kind: 'ended', solved: true }, { bot: house.bot, ...chat('taken') });
    await house.tested.turn({ kind: 'begun' }, { bot: house.bot, ...chat('silent') });
    await house.tested.turn({ kind: 'ended', solved: false }, { bot: house.bot, ...chat('silent') });
    const look = await house.do<{ readonly total: object; readonly days: readonly object[]; readonly top: readonly object[] }>('statistics.look', { days: 7 });
    expect(look.total).toMatchObject({ chats: 3, resolved: 1, taken: 1, handed: { asked: 1, unknown: 0, flow: 0 }, by: { faq: 2, human: 1 } });
    expect(look.days).toHaveLength(7);
    expect(look.days.at(-1)).toMatchObject({ chats: 3, resolved: 1, handed: 1 });
    expect(look.top).toMatchObject([{ post: OPENING.post, times: 2 }]);
  });

  it('tell what became of suggestions, each counted once', async () => {
    const { at, history, house } = await open();
    const chat = { bot: house.bot, at, role: 'assists' } as const;
    const settled = (text: string, how: 'sent' | 'edited' | 'dismissed') => house.tested.turn({ kind: 'settled', text, how }, chat);
    await house.tested.turn({ kind: 'said', text: 'when do you open' }, { ...chat, turn: 4 });
    for (let time = 0; time < 2; time++) await settled('At nine.', 'edited');
    await settled('whatever nobody suggested', 'sent');
    expect((await house.do<{ readonly total: object }>('statistics.look', { days: 7 })).total).toMatchObject({ suggested: 1, sent: 0, edited: 1, dismissed: 0, chats: 0, by: {} });
    expect((await history({ kind: 'suggested' })).rows).toMatchObject([{ by: 'suggestion', settled: 'edited' }]);
  });
});

describe('thresholds', () => {
  it('are proposed by what agents make of suggestions, and by corrections', async () => {
    const { at, history, house } = await open();
    const calibration = () => house.do<{ readonly proposal: { readonly best: number; readonly samples: number } | null }>('calibration.look');
    for (let turn = 1; turn <= 20; turn++) {
      const chat = { bot: house.bot, at, turn, role: 'assists', conversation: `s${turn}` } as const;
      await house.tested.turn({ kind: 'said', text: 'is my parcel lost?' }, chat);
      await house.tested.turn({ kind: 'settled', text: 'See the link in our mail.', how: turn % 2 === 0 ? 'sent' : 'edited' }, chat);
    }
    const { proposal } = await calibration();
    const [{ hits: [first] } = { hits: [] }] = (await history({ kind: 'suggested' })).rows;
    expect(proposal).toMatchObject({ samples: 20, best: expect.closeTo(Math.floor((first?.score ?? 0) * 100) / 100, 1) });
    await house.say('when do you open', { at, conversation: 'w', turn: 1 });
    await house.do('history.correct', { conversation: 'w', turn: 1, at, entry: null });
    expect((await calibration()).proposal?.samples).toBe(21);
  });
});

describe('who is muted', () => {
  it('hears nothing in chats and by the API, and gets a person where the bot has the chat', async () => {
    const { house } = await open();
    const said = { kind: 'said', text: 'when do you open' } as const;
    const turn = (role: 'serves' | 'engages') => house.tested.turn(said, { bot: house.bot, role, visitor: { id: 'v_1', name: 'Vera' } });
    expect((await turn('engages'))?.says).toHaveLength(1);
    expect(await house.do('mute.set', { id: 'v_1', name: 'Vera', muted: true })).toEqual({ muted: true });
    expect(await turn('engages')).toEqual({});
    expect(await turn('serves')).toEqual({ next: 'hand-over' });
    expect(await house.tested.turn({ kind: 'returned' }, { bot: house.bot, role: 'engages', visitor: { id: 'v_1', name: 'Vera' } })).toEqual({});
    await house.do('mute.set', { id: 'v_1', name: 'Vera', muted: false });
    expect((await turn('engages'))?.says).toHaveLength(1);
  });

  it('is muted and unmuted beside a chat', async () => {
    const { house } = await open();
    expect(JSON.stringify(await house.tested.render('visitor'))).toContain('Robin may answer this visitor, in this chat and in others.');
    await house.tested.act('visitor', 'mute');
    expect(JSON.stringify(await house.tested.render('visitor'))).toContain('says nothing to this visitor');
    expect(await house.do('mute.list')).toMatchObject({ muted: [{ id: 'v_1' }] });
    await house.tested.act('visitor', 'unmute');
    expect(await house.do('mute.list')).toEqual({ muted: [] });
  });
});

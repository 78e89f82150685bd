import { describe, expect, test } from 'vitest';
import type { Command } from '#domain/commands.ts';
import type { ConversationEvent } from '#domain/events.ts';
import type { Pending } from '#sdk/index.ts';
import { leaveOff, settleTaken, takeUp } from '../../clients/console/features/conversation/taken-up.ts';
import { lastSaidAt, namesIn, settledIn, spokenTo, suggestedNow, timelineOf } from '../../clients/console/features/conversation/timeline.ts';
import type { Row } from '../../clients/console/features/conversation/timeline.ts';

const start = new Date(2026, 10, 24, 9, 0, 0).getTime();
const visitor = { id: 'v_1', kind: 'visitor', name: 'Ada' } as const;
const agent = { id: 'a_1', kind: 'agent', name: 'Lin' } as const;
const said = (seq: number, by: string, text: string, after = 0, publicSeq: number | null = seq): ConversationEvent =>
  ({ type: 'message.posted', seq, publicSeq, at: start + after, by, kind: 'text', body: { text } });
const opened: readonly ConversationEvent[] = [
  { type: 'conversation.started', seq: 1, publicSeq: 1, at: start, by: 'v_1', visitor, department: 'd', locale: 'en' },
  { type: 'conversation.queued', seq: 2, publicSeq: 2, at: start, by: 'v_1', department: 'd', reason: 'started' },
];
const rowsOf = (events: readonly ConversationEvent[], more: { pending?: readonly Pending[]; unreadAfter?: number | null } = {}): readonly Row[] =>
  timelineOf({ events, pending: more.pending ?? [], self: 'a_1', unreadAfter: more.unreadAfter ?? null });
const shapeOf = (rows: readonly Row[]): readonly string[] =>
  rows.map((row) => (row.kind === 'group' ? `${row.by}${row.note ? '*' : ''}: ${row.said.map(({ text }) => text).join(' | ')}` : row.kind === 'line' ? row.event.type : row.kind));

describe('groups', () => {
  test('one speaker within a minute is one group', () => {
    expect(shapeOf(rowsOf([said(1, 'v_1', 'a'), said(2, 'v_1', 'b', 59_000), said(3, 'v_1', 'c', 119_000)]))).toEqual(['day', 'v_1: a | b', 'v_1: c']);
  });

  test('another speaker, a note and a line each begin a new one', () => {
    const events = [said(1, 'v_1', 'a'), said(2, 'a_1', 'b'), said(3, 'a_1', 'psst', 0, null), ...opened, said(6, 'v_1', 'c')];
    expect(shapeOf(rowsOf(events))).toEqual(['day', 'v_1: a', 'a_1: b', 'a_1*: psst', 'conversation.started', 'v_1: c']);
  });

  test('midnight parts them with a day of its own', () => {
    const evening = 14.999 * 3_600_000;
    expect(shapeOf(rowsOf([said(1, 'v_1', 'late', evening), said(2, 'v_1', 'later', evening + 10_000)]))).toEqual(['day', 'v_1: late', 'day', 'v_1: later']);
  });
});

test('who begins a chat has it: that needs no line of its own', () => {
  const begun: readonly ConversationEvent[] = [
    { type: 'conversation.started', seq: 1, publicSeq: 1, at: start, by: 'a_1', visitor, department: 'd', locale: 'en' },
    { type: 'conversation.assigned', seq: 2, publicSeq: 2, at: start, by: 'a_1', assignee: agent, reason: 'accepted', offer: 'o', department: 'd' },
    { type: 'conversation.linked', seq: 3, publicSeq: null, at: start, by: 'a_1', conversation: 'other', channel: 'The shop', how: 'from' },
  ];
  expect(shapeOf(rowsOf(begun))).toEqual(['day', 'conversation.started', 'conversation.linked']);
});

test('queueing is silent unless somebody gave the chat back', () => {
  const returned: ConversationEvent = { type: 'conversation.queued', seq: 3, publicSeq: 3, at: start, by: 'a_1', department: 'd', reason: 'returned' };
  expect(shapeOf(rowsOf([...opened, returned]))).toEqual(['day', 'conversation.started', 'conversation.queued']);
});

test('what was not delivered is said at its message, or in a line where that is further up', () => {
  const failed = (seq: number, message: number): ConversationEvent => ({ type: 'delivery.failed', seq, publicSeq: null, at: start, by: 'system', message, reason: 'refused', detail: '' });
  const rows = rowsOf([...opened, said(11, 'a_1', 'one'), said(12, 'a_1', 'two'), failed(13, 11), failed(14, 3), failed(15, 1)]);
  expect(shapeOf(rows)).toEqual(['day', 'conversation.started', 'a_1: one | two', 'delivery.failed', 'delivery.failed']);
  expect(rows.flatMap((row) => (row.kind === 'group' ? row.said.map(({ undelivered }) => undelivered?.seq ?? null) : []))).toEqual([13, null]);
});

test('a message that nobody can read has its place; of other lines where the chat stands tells', () => {
  const broken = (seq: number, whether: boolean): ConversationEvent => ({ type: 'line.illegible', seq, publicSeq: seq, at: start, by: '', said: whether });
  expect(shapeOf(rowsOf([...opened, said(3, 'v_1', 'a'), broken(4, true), broken(5, false), said(6, 'v_1', 'b')]))).toEqual(['day', 'conversation.started', 'v_1: a', 'line.illegible', 'v_1: b']);
});

describe('the divider', () => {
  const events = [said(1, 'v_1', 'read'), said(2, 'v_1', 'new'), said(3, 'v_1', 'newer')];

  test('stands before the first words that were not read', () => {
    expect(shapeOf(rowsOf(events, { unreadAfter: 1 }))).toEqual(['day', 'v_1: read', 'unread', 'v_1: new | newer']);
  });

  test('is absent when all was read, and does not count own words', () => {
    expect(shapeOf(rowsOf(events, { unreadAfter: 3 }))).not.toContain('unread');
    expect(shapeOf(rowsOf([...events, said(4, 'a_1', 'mine')], { unreadAfter: 3 }))).not.toContain('unread');
  });
});

test('the divider goes by what the visitor sees: notes and transfers move the log, not the cursor', () => {
  const events = [said(1, 'v_1', 'read'), said(2, 'a_2', 'psst', 0, null), said(7, 'a_1', 'mine', 0, 2), said(8, 'v_1', 'read too', 0, 3), said(11, 'v_1', 'new', 0, 4)];
  expect(shapeOf(rowsOf(events, { unreadAfter: 3 }))).toEqual(['day', 'v_1: read', 'a_2*: psst', 'a_1: mine', 'v_1: read too', 'unread', 'v_1: new']);
});

test('how far one spoke oneself and how far others did is told in public positions', () => {
  const events = [said(1, 'v_1', 'a'), said(5, 'a_1', 'b', 0, 2), said(8, 'a_2', 'c', 0, 3), said(9, 'v_1', 'psst', 0, null)];
  expect(spokenTo(events, 'a_1')).toEqual({ own: 2, others: 3 });
  expect(spokenTo(opened, 'a_1')).toEqual({ own: 0, others: 0 });
});

test('the last words are words, not whatever happened last', () => {
  expect(lastSaidAt([said(1, 'v_1', 'a', 1_000), { ...opened[1]!, at: start + 9_000 }])).toBe(start + 1_000);
  expect(lastSaidAt([said(1, 'v_1', 'a', 1_000), said(2, 'a_1', 'psst', 5_000, null)]), 'a note is not said to the visitor').toBe(start + 1_000);
  expect(lastSaidAt(opened)).toBeNull();
});

test('a message carries its public position for receipts; a note has none', () => {
  const positions = rowsOf([said(4, 'a_1', 'seen', 0, 2), said(5, 'a_1', 'psst', 0, null)]).flatMap((row) => (row.kind === 'group' ? row.said.map(({ publicSeq }) => publicSeq) : []));
  expect(positions).toEqual([2, null]);
});

test('words on their way come last, in the group of the speaker, with their state', () => {
  const pending: Pending = { id: 's:2', command: { type: 'message.post', kind: 'text', body: { text: 'soon' }, audience: 'public' }, at: start + 5_000, status: 'sending', code: null };
  const rows = rowsOf([said(1, 'a_1', 'sent')], { pending: [pending, { ...pending, id: 's:3', command: { type: 'conversation.close' } }] });
  expect(shapeOf(rows)).toEqual(['day', 'a_1: sent | soon']);
  const group = rows.at(-1);
  expect(group?.kind === 'group' && group.said.map(({ seq, pending }) => [seq, pending?.status])).toEqual([[1, undefined], [null, 'sending']]);
});

test('a message keeps its key when it arrives, so that its bubble stays', () => {
  const pending: Pending = { id: 's:1', command: { type: 'message.post', kind: 'text', body: { text: 'x' }, audience: 'public' }, at: start, status: 'accepted', code: null };
  const keys = (rows: readonly Row[]) => rows.flatMap((row) => (row.kind === 'group' ? [row.key, ...row.said.map(({ key }) => key)] : []));
  expect(keys(rowsOf([], { pending: [pending] }))).toEqual(keys(rowsOf([{ ...said(1, 'a_1', 'x'), id: 's:1' }])));
});

test('people who have left keep their names', () => {
  const assigned: ConversationEvent = { type: 'conversation.assigned', seq: 3, publicSeq: 3, at: start, by: 'a_1', assignee: agent, reason: 'accepted', offer: null, department: 'd' };
  expect(namesIn([...opened, assigned], [visitor]).get('a_1')?.name).toBe('Lin');
});

describe('what a bot suggests', () => {
  const suggested = (seq: number, text: string): ConversationEvent => ({ type: 'message.posted', seq, publicSeq: null, at: start, by: 'b_bot.one', kind: 'suggestion', body: { text } });
  const answered = (seq: number): ConversationEvent => ({ type: 'bot.answered', seq, publicSeq: null, at: start, by: 'b_bot.one', turn: 1, wakeAt: null, memory: '' });
  const freshness = (rows: readonly Row[]) => rows.flatMap((row) => (row.kind === 'suggestions' ? [[row.fresh, ...row.suggested.map(({ text }) => text)]] : []));
  const asked = [said(1, 'v_1', 'when?'), suggested(2, 'At nine.'), suggested(3, 'Each day.'), answered(4)];

  test('to one message stands in one place, and a turn of a bot is no line', () => {
    expect(shapeOf(rowsOf(asked))).toEqual(['day', 'v_1: when?', 'suggestions']);
    expect(freshness(rowsOf(asked))).toEqual([[true, 'At nine.', 'Each day.']]);
    expect(suggestedNow({ events: asked, pending: [] }).map(({ text }) => text)).toEqual(['At nine.', 'Each day.']);
  });

  test('is past once the agent answers or the visitor goes on, but not for what bots say or colleagues note', () => {
    const kept = [...asked, said(5, 'b_bot.one', 'Hello'), said(6, 'a_2', 'hm', 0, null)];
    expect(freshness(rowsOf(kept))).toEqual([[true, 'At nine.', 'Each day.']]);
    for (const by of ['a_1', 'v_1']) {
      const events = [...asked, said(5, by, 'so'), suggested(6, 'Newer.')];
      expect(freshness(rowsOf(events))).toEqual([[false, 'At nine.', 'Each day.'], [true, 'Newer.']]);
      expect(suggestedNow({ events, pending: [] })).toEqual([{ seq: 6, text: 'Newer.' }]);
    }
  });

  test('is past as soon as the answer is on its way, and back when that failed', () => {
    const pending = (status: Pending['status'], audience: 'public' | 'agents' = 'public'): readonly Pending[] =>
      [{ id: 'p', status, code: null, at: start, command: { type: 'message.post', kind: 'text', body: { text: 'so' }, audience } }];
    expect(suggestedNow({ events: asked, pending: pending('sending') })).toEqual([]);
    expect(suggestedNow({ events: asked, pending: pending('failed') })).toHaveLength(2);
    expect(suggestedNow({ events: asked, pending: pending('sending', 'agents') })).toHaveLength(2);
  });
});

test('a bot that hands over is told, and its choices stand under its words', () => {
  const over: ConversationEvent = { type: 'conversation.queued', seq: 3, publicSeq: 3, at: start, by: 'b_bot.one', department: 'd', reason: 'handed-over' };
  const choices: ConversationEvent = { type: 'message.posted', seq: 4, publicSeq: 4, at: start, by: 'b_bot.one', kind: 'quick-replies', body: { text: 'Which?', choices: ['One', 'Two'] } };
  const rows = rowsOf([...opened, over, choices]);
  expect(shapeOf(rows)).toEqual(['day', 'conversation.started', 'conversation.queued', 'b_bot.one: Which?']);
  expect(rows.flatMap((row) => (row.kind === 'group' ? row.said.map(({ choices }) => choices) : []))).toEqual([['One', 'Two']]);
});

describe('what became of a suggestion', () => {
  const settle = (suggestion: number): Command => ({ type: 'suggestion.settle', suggestion, how: 'dismissed' });

  test('is known from the log, and from what is on its way', () => {
    const events: readonly ConversationEvent[] = [...opened, { type: 'suggestion.settled', seq: 5, publicSeq: null, at: start, by: 'a_1', suggestion: 3, how: 'sent' }];
    const pending: Pending = { id: 's:1', command: settle(4), at: start, status: 'sending', code: null };
    expect([...settledIn({ events, pending: [pending] })]).toEqual([3, 4]);
    expect(shapeOf(rowsOf(events, { pending: [pending] }))).toEqual(['day', 'conversation.started']);
  });

  test('is told once when the words that were taken over are sent, changed or not', () => {
    const told: Command[] = [];
    const chat = { id: 'c1', command: (command: Command) => String(told.push(command)) };
    const take = (): void => takeUp('c1', { seq: 7, text: 'At nine.' });
    take();
    settleTaken(chat, 'At nine.');
    settleTaken(chat, 'Anything else?');
    take();
    settleTaken(chat, 'At nine, sharp.');
    take();
    leaveOff('c1');
    settleTaken(chat, 'Good morning!');
    expect(told).toEqual([{ type: 'suggestion.settle', suggestion: 7, how: 'sent' }, { type: 'suggestion.settle', suggestion: 7, how: 'edited' }]);
  });
});

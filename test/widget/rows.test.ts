import { expect, test } from 'vitest';
import type { ConversationEvent } from '#domain/events.ts';
import { rowsOf } from '../../clients/widget/frame/rows.ts';
import type { Row } from '../../clients/widget/frame/rows.ts';
import { assigned, bot, lin, MINUTE, NOON, pending, pictureOf, queued, said, started, step, visitor } from './support/picture.ts';

const kinds = (rows: readonly Row[]): readonly string[] => rows.map((row) => (row.kind === 'turn' ? `turn ${row.said.map(({ text }) => text).join('|')}` : row.kind === 'line' ? row.line.type : row.kind));
const turns = (rows: readonly Row[]) => rows.filter((row) => row.kind === 'turn');

test('groups what one speaker says within a minute', () => {
  const rows = rowsOf(pictureOf([started(), queued(), said(visitor.id, 'a'), said(visitor.id, 'b', NOON + 20_000), said(visitor.id, 'c', NOON + MINUTE)]), null);
  expect(kinds(rows)).toEqual(['day', 'turn a|b', 'turn c']);
});

test('another speaker, or something that happened, begins a new group', () => {
  const rows = rowsOf(pictureOf([started(), queued(), said(visitor.id, 'a'), assigned(), said(lin.id, 'b'), said(visitor.id, 'c'), said(lin.id, 'd')]), null);
  expect(kinds(rows)).toEqual(['day', 'turn a', 'joined', 'turn b', 'turn c', 'turn d']);
  expect(turns(rows).map(({ own, speaker }) => [own, speaker?.name])).toEqual([[true, 'Visitor 1'], [false, 'Lin'], [true, 'Visitor 1'], [false, 'Lin']]);
});

test('an answer of a bot may be rated, what is no answer may not; the last word on it counts, also on its way', () => {
  const answer = step('message.posted', { kind: 'text', body: { text: 'b' }, answer: true }, { by: bot.id });
  const choices = step('message.posted', { kind: 'quick-replies', body: { text: 'which?', choices: ['a'] } }, { by: bot.id });
  const steps = [started(), queued(), assigned('routed', bot), said(bot.id, 'Hello!'), said(visitor.id, 'a'), answer, choices, said(bot.id, 'I do not know'), said(lin.id, 'c')];
  const rated = step('message.rated', { message: 6, helpful: true }, { by: visitor.id });
  const ratings = (picture: Parameters<typeof rowsOf>[0]) => turns(rowsOf(picture, null)).flatMap((turn) => turn.said.map(({ rating }) => rating));
  expect(ratings(pictureOf(steps))).toEqual([undefined, undefined, null, undefined, undefined, undefined]);
  expect(ratings(pictureOf([...steps, rated]))[2]).toBe(true);
  const under = { id: 's:9', status: 'sending', code: null, at: NOON, command: { type: 'message.rate', message: 6, helpful: false } } as const;
  expect(ratings(pictureOf([...steps, rated], { pending: [under] }))[2]).toBe(false);
  expect(ratings(pictureOf([...steps, rated], { pending: [{ ...under, status: 'failed' }] }))[2]).toBe(true);
});

test('that a bot comes and goes beside who waits is no news', () => {
  const steps = [started(), queued(), step('participant.joined', { participant: bot }), said(bot.id, 'a'), step('participant.left', { participant: bot.id }), step('participant.joined', { participant: lin })];
  expect(kinds(rowsOf(pictureOf(steps), null))).toEqual(['day', 'turn a', 'joined']);
});

test('a message that nobody can read has its place; of other lines where the chat stands tells', () => {
  const picture = pictureOf([started(), queued(), said(visitor.id, 'a'), said(lin.id, 'b'), assigned(), said(visitor.id, 'c')]);
  const broken = (event: ConversationEvent, whether: boolean): ConversationEvent => ({ type: 'line.illegible', seq: event.seq, publicSeq: event.publicSeq, at: event.at, by: '', said: whether });
  const events = picture.events.map((event) => (event.seq === 4 ? broken(event, true) : event.seq === 5 ? broken(event, false) : event));
  expect(kinds(rowsOf({ ...picture, events }, null))).toEqual(['day', 'turn a', 'illegible', 'turn c']);
});

test('puts a heading over each day', () => {
  const day = 24 * 60 * MINUTE;
  const rows = rowsOf(pictureOf([started(), said(visitor.id, 'a'), said(visitor.id, 'b', NOON + day), said(visitor.id, 'c', NOON + day)]), null);
  expect(kinds(rows)).toEqual(['day', 'turn a', 'day', 'turn b|c']);
});

test('keeps the name of somebody who is no longer in the chat', () => {
  const other = { ...lin, id: 'a_mei', name: 'Mei' };
  const rows = rowsOf(pictureOf([started(), assigned(), said(lin.id, 'a'), step('conversation.assigned', { assignee: other, reason: 'transferred', offer: null, department: 'd_1' })]), null);
  expect(rows).toContainEqual(expect.objectContaining({ kind: 'turn', speaker: lin }));
  expect(rows.at(-1)).toMatchObject({ kind: 'line', line: { type: 'tookOver', name: 'Mei' } });
});

test.each([
  ['the visitor', step('conversation.closed', { reason: 'visitor' }), 'endedByYou'],
  ['an agent, not solved', step('conversation.closed', { reason: 'agent' }), 'endedByAgent'],
  ['an agent, solved', step('conversation.completed', { reason: 'agent' }), 'endedByAgent'],
  ['absence', step('conversation.closed', { reason: 'abandoned' }), 'abandoned'],
])('tells who ended the chat: %s', (_who, end, line) => {
  expect(kinds(rowsOf(pictureOf([started(), queued(), said(visitor.id, 'a'), end]), null)).at(-1)).toBe(line);
});

test('tells that a chat goes on, but not that it was queued at first', () => {
  const steps = [started(), queued(), step('conversation.closed', { reason: 'visitor' }), step('conversation.reopened', {}), queued('reopened')];
  expect(kinds(rowsOf(pictureOf(steps), null))).toEqual(['day', 'endedByYou', 'reopened']);
});

test('an event of a later release is left out', () => {
  const unknown = { ...said(lin.id, '?'), type: 'message.sung' } as never;
  expect(kinds(rowsOf(pictureOf([started(), said(visitor.id, 'a'), unknown]), null))).toEqual(['day', 'turn a']);
});

test('ticks follow the furthest reader besides the visitor', () => {
  const steps = [started(), said(visitor.id, 'a'), said(visitor.id, 'b', NOON + MINUTE), said(visitor.id, 'c', NOON + 2 * MINUTE)];
  const receipts = [
    { participant: visitor.id, delivered: 9, read: 9 },
    { participant: lin.id, delivered: 2, read: 2 },
    { participant: bot.id, delivered: 3, read: 0 },
  ];
  expect(turns(rowsOf(pictureOf(steps, { receipts }), null)).map(({ said: [first] }) => first?.tick)).toEqual(['read', 'delivered', 'sent']);
});

test('words on their way come last and keep their key when their event comes', () => {
  const before = rowsOf(pictureOf([started(), said(lin.id, 'a')], { pending: [pending('s:1', 'b')] }), null);
  const after = rowsOf(pictureOf([started(), said(lin.id, 'a'), said(visitor.id, 'b', NOON, 's:1')], { pending: [pending('s:1', 'b', 'accepted')] }), null);
  expect(kinds(before)).toEqual(kinds(after));
  expect(turns(before).at(-1)).toMatchObject({ own: true, key: 's:1', said: [{ tick: 'sending' }] });
  expect(turns(after).at(-1)).toMatchObject({ own: true, key: 's:1', said: [{ tick: 'sent', seq: 3 }] });
});

test('words that were refused say why, and what follows stands apart', () => {
  const rows = rowsOf(pictureOf([started()], { pending: [pending('s:1', 'a', 'failed', 'conversation.ended'), pending('s:2', 'b')] }), null);
  expect(turns(rows).map(({ said: [first] }) => [first?.tick, first?.code])).toEqual([['failed', 'conversation.ended'], ['sending', null]]);
});

test('commands without words are no rows', () => {
  const ending = { ...pending('s:1', ''), command: { type: 'conversation.close' } as const };
  expect(kinds(rowsOf(pictureOf([started(), said(visitor.id, 'a')], { pending: [ending] }), null))).toEqual(['day', 'turn a']);
});

test('the divider stands once, before the first unread words of somebody else', () => {
  const picture = pictureOf([started(), said(lin.id, 'old'), said(visitor.id, 'mine'), said(lin.id, 'new'), said(lin.id, 'newer')]);
  expect(kinds(rowsOf(picture, 2))).toEqual(['day', 'turn old', 'turn mine', 'unread', 'turn new|newer']);
  expect(kinds(rowsOf(picture, 5))).not.toContain('unread');
  expect(kinds(rowsOf(picture, null))).not.toContain('unread');
});

test('what may be answered with one tap goes when anything newer was said, also on its way, and when the chat is over', () => {
  const asked = step('message.posted', { kind: 'quick-replies', body: { text: 'Which?', choices: ['One', 'Two'] } }, { by: bot.id });
  const choicesOf = (rows: readonly Row[]) => turns(rows).flatMap(({ said: all }) => all.flatMap(({ choices }) => choices));
  const steps = [started(), queued(), said(visitor.id, 'a'), asked];
  expect(choicesOf(rowsOf(pictureOf(steps), null))).toEqual(['One', 'Two']);
  expect(choicesOf(rowsOf(pictureOf([...steps, assigned()]), null))).toEqual(['One', 'Two']);
  expect(choicesOf(rowsOf(pictureOf([...steps, said(visitor.id, 'One')]), null))).toEqual([]);
  expect(choicesOf(rowsOf(pictureOf(steps, { pending: [pending('p1', 'One')] }), null))).toEqual([]);
  expect(choicesOf(rowsOf(pictureOf(steps, { pending: [pending('p1', 'One', 'failed')] }), null))).toEqual(['One', 'Two']);
  expect(choicesOf(rowsOf(pictureOf([...steps, step('conversation.closed', { reason: 'visitor' })]), null))).toEqual([]);
});

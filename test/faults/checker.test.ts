import { expect, it } from 'vitest';
import { check, type Wrong } from './checker.ts';
import { printOf, type ClientRecord, type Logs, type Post, type RefusedRequest, type Row, type Sight } from './evidence.ts';
import { noteOf } from './notebook.ts';
import { begin, CHAT, desk, good, post, sightOf } from './story.ts';

interface Scene {
  readonly rows: readonly Row[];
  readonly posts?: readonly Post[];
  readonly sights?: readonly Sight[];
  readonly capacity?: number;
  readonly own?: readonly string[] | null;
  readonly requests?: readonly RefusedRequest[];
}

const posts = [post('stream-v:1', 'one', 4), post('stream-a:1', 'a note', 5), post('stream-v:2', 'two', 5), post('stream-a:2', 'hello', 7)];

function wrongs({ rows, posts: given = posts, sights = [sightOf(rows, 'public'), sightOf(rows, 'agents')], capacity = 1, own = [CHAT], requests = [] }: Scene): readonly Wrong[] {
  const record: ClientRecord = { posts: given, requests, sights, desks: [desk({ capacity, own })] };
  return [...new Set(check(record, new Map([[CHAT, rows]]) satisfies Logs).map(({ wrong }) => wrong))];
}

const { rows } = good();
const refusedPost = (code: string): Post => post('stream-v:7', 'seven', null, { acks: [], settledAt: null, refused: code });

it('has nothing to say of a run in which all is well', () => {
  expect(wrongs({ rows })).toEqual([]);
});

it.each<[string, Scene, Wrong]>([
  ['an acknowledged message that is not in the log', { rows, posts: [...posts, post('stream-v:3', 'three', 8)] }, 'lost'],
  ['one that is elsewhere', { rows, posts: [post('stream-v:1', 'one', 3)] }, 'lost'],
  ['a chat without a log', { rows, posts: [post('other-v:1', 'one', 3, { conversation: 'gone' })] }, 'lost'],
  ['a command that is there twice', { rows: good().say('two again', 'stream-v:2').rows }, 'doubled'],
  ['words that are there twice', { rows: good().say('two', 'stream-v:3').rows }, 'doubled'],
  ['two answers that differ', { rows, posts: [post('stream-v:1', 'one', 4, { acks: [{ seq: 4, at: 2 }, { seq: 5, at: 3 }] })] }, 'contradicted'],
  ['refused for good and there', { rows, posts: [post('stream-v:1', 'one', 4, { acks: [], refused: 'conversation.ended' })] }, 'contradicted'],
  ['without effect and there', { rows, posts: [post('stream-v:1', 'one', null)] }, 'contradicted'],
  ['still unanswered', { rows, posts: [post('stream-v:9', 'nine', null, { acks: [], settledAt: null, open: true })] }, 'unanswered'],
  ['a hole', { rows: rows.toSpliced(4, 1) }, 'gap'],
  ['a stream in another order', { rows: good().say('late', 'stream-v:1').rows }, 'reordered'],
  ['words in another order', { rows: begin().assign(0).say('two', 'stream-v:1').say('one', 'stream-w:1').rows, posts: [post('stream-w:1', 'one', 5), post('stream-v:1', 'two', 4)] }, 'reordered'],
  ['shown what the log does not have', { rows, sights: [{ ...sightOf(rows, 'public'), shown: { 9: 'nothing like it' } }] }, 'false-sight'],
  ['shown another thing before', { rows, sights: [{ ...sightOf(rows, 'public'), conflicts: ['4: one, then two'] }] }, 'false-sight'],
  ['a note that a visitor holds', { rows, sights: [sightOf(rows, 'agents', 'the visitor')].map((sight) => ({ ...sight, audience: 'public' as const })) }, 'view'],
  ['a picture that ends too early', { rows, sights: [sightOf(rows.slice(0, -1), 'agents')] }, 'view'],
  ['a picture that lacks its beginning', { rows, sights: [{ ...sightOf(rows, 'agents'), view: { from: 4, prints: rows.slice(3).map(({ event }) => printOf(event)), more: false } }] }, 'view'],
  ['a visitor without a picture', { rows, sights: [sightOf(rows, 'agents')] }, 'view'],
  ['a picture that the visitor does not hold any more', { rows, sights: [{ ...sightOf(rows, 'public'), view: null }, sightOf(rows, 'agents')] }, 'view'],
  ['an assignee without a picture', { rows, sights: [sightOf(rows, 'public')] }, 'view'],
  ['an assignee without one where another agent has it', { rows, sights: [sightOf(rows, 'public'), sightOf(rows, 'agents', 'a2')] }, 'view'],
  ['a command that was refused for nothing', { rows, posts: [refusedPost('busy')] }, 'refused'],
  ['a request that was refused for nothing', { rows, requests: [{ who: 'a1', asked: 'transfer.start', conversation: CHAT, code: 'conversation.unknown' }] }, 'refused'],
  ['a second assignee', { rows: good().assign(1).rows, own: [] }, 'two-assignees'],
  ['a transfer that nobody offered', { rows: good().assign(1, { reason: 'transferred', offer: 'o' }).rows, own: [] }, 'two-assignees'],
  ['words of somebody who has no part', { rows: good().say('me too', 'stream-b:1', { by: 'a_2' }).rows }, 'two-assignees'],
  ['more chats than seats', { rows, capacity: 0 }, 'capacity'],
  ['a desk that lists nothing', { rows, own: [] }, 'desk'],
  ['a desk that lists what is not its own', { rows, own: [CHAT, 'another'] }, 'desk'],
  ['a desk that stayed away', { rows, own: null }, 'desk'],
  ['a row of a node that was not the owner', { rows: good().say('boo', 'stream-v:3', { writer: 'node-2' }).rows }, 'zombie'],
  ['a row of which nothing was noted', { rows: good().say('boo', 'stream-v:3', { writer: null, owner: null, epoch: null }).rows }, 'zombie'],
  ['a row of a chat that nobody owned', { rows: good().say('boo', 'stream-v:3', { owner: null, epoch: null }).rows }, 'zombie'],
  ['a row under an older epoch', { rows: begin().say('new', 'stream-v:1', { epoch: 3 }).say('old', 'stream-v:2', { epoch: 2 }).rows, posts: [], own: [] }, 'zombie'],
])('objects to %s', (_, scene, wrong) => {
  expect(wrongs(scene)).toContain(wrong);
});

it('lets a chat go from hand to hand as it should', () => {
  const story = good()
    .tell('transfer.offered', 'a_1', { to: { agent: '2' }, offer: 'o', expiresAt: 9_999 }, { audience: 'agents' })
    .assign(1, { reason: 'transferred', offer: 'o' })
    .tell('transfer.offered', 'a_2', { to: { department: 'e' }, offer: 'p', expiresAt: 9_999 }, { audience: 'agents' })
    .assign(0);
  expect(wrongs({ rows: story.rows })).toEqual([]);
});

it('lets a seat be given and taken within a millisecond', () => {
  const first = begin().assign(0, { at: 2_000 }).tell('conversation.completed', 'a_1', { reason: 'agent' }, { at: 3_000 });
  const second = begin().assign(0, { at: 3_000 });
  const record: ClientRecord = { posts: [], requests: [], sights: [], desks: [desk({ own: ['second'] })] };
  const wrong = check(record, new Map([['second', second.rows], ['first', first.rows]])).filter((violation) => violation.wrong !== 'view');
  expect(wrong).toEqual([]);
});

it('counts seats by the clock of the database, and not by those of the nodes', () => {
  // A node an hour ahead completes the first chat; one whose clock is right assigns the second after that.
  const first = begin().assign(0, { at: 2_000 }).tell('conversation.completed', 'a_1', { reason: 'agent' }, { at: 3_600_000 });
  const rows = first.rows.map((row) => ({ ...row, wroteAt: Math.min(row.wroteAt, 3_000) }));
  const changes = new Map([['first', rows], ['second', begin().assign(0, { at: 3_001 }).rows]]);
  expect(check({ posts: [], requests: [], sights: [], desks: [desk({ own: ['second'] })] }, changes).map(({ wrong }) => wrong)).not.toContain('capacity');
});

it('takes no missing note for an owner', () => {
  expect(noteOf({ writer: null, owner: null, epoch: null, written_at: null })).toEqual({ writer: null, owner: null, epoch: null, wroteAt: 0 });
  expect(noteOf({ writer: 'node-1@127.0.0.1', owner: 'node-1:boot', epoch: 0, written_at: 5.5 })).toEqual({ writer: 'node-1', owner: 'node-1', epoch: 0, wroteAt: 5.5 });
});

import { expect, it } from 'vitest';
import type { Audience, ConversationEvent, EventData, EventType } from '#domain/events.ts';
import { projectEvent } from '#wire/project.ts';
import { check, type Wrong } from './checker.ts';
import { printOf, type ClientRecord, type Logs, type Post, type Row, type Sight } from './evidence.ts';

const CHAT = 'chat';
const visitor = { id: 'v_1', kind: 'visitor', name: 'Visitor' } as const;
const agents = ['a_1', 'a_2'].map((id) => ({ id, kind: 'agent', name: id }) as const);

/** A chat's log, written by its owner unless somebody else is named. */
class Story {
  readonly rows: Row[] = [];
  #publicSeq = 0;

  tell<T extends EventType>(type: T, by: string, data: EventData[T], { id, audience = 'public', at, writer = 'node-1', epoch = 1 }: { id?: string; audience?: Audience; at?: number; writer?: string; epoch?: number } = {}): this {
    const seq = this.rows.length + 1;
    const publicSeq = audience === 'public' ? ++this.#publicSeq : null;
    const event = { type, seq, publicSeq, at: at ?? 1_000 + seq, by, ...(id === undefined ? {} : { id }), ...data } as ConversationEvent;
    this.rows.push({ event, clientId: id ?? null, writer, owner: 'node-1', epoch });
    return this;
  }

  say(text: string, id: string, more: { by?: string; audience?: Audience; writer?: string; epoch?: number } = {}): this {
    return this.tell('message.posted', more.by ?? visitor.id, { kind: 'text', body: { text } }, { ...more, id });
  }

  assign(agent: number, more: { reason?: 'accepted' | 'transferred'; offer?: string; at?: number } = {}): this {
    return this.tell('conversation.assigned', 'system', { assignee: agents[agent]!, reason: more.reason ?? 'accepted', offer: more.offer ?? null, department: 'd' }, more.at === undefined ? {} : { at: more.at });
  }
}

const begin = (): Story =>
  new Story().tell('conversation.started', 'system', { visitor, department: 'd', locale: 'en' }).tell('conversation.queued', 'system', { department: 'd', reason: 'started' });

/** Two words of the visitor, one of the agent, and a note between them. */
const good = (): Story =>
  begin().assign(0).say('one', 'stream-v:1').say('a note', 'stream-a:1', { by: 'a_1', audience: 'agents' }).say('two', 'stream-v:2').say('hello', 'stream-a:2', { by: 'a_1' });

const post = (id: string, text: string, seq: number | null, more: Partial<Post> = {}): Post =>
  ({ id, conversation: CHAT, text, postedAt: 1, acks: [{ seq, at: 2 }], refused: null, settledAt: 2, open: false, ...more });

function sightOf(rows: readonly Row[], audience: Audience, who: string = audience): Sight {
  const events = rows.flatMap(({ event }) => projectEvent(event, audience) ?? []);
  return {
    conversation: CHAT, who, audience, conflicts: [], shown: Object.fromEntries(events.map((event) => [event.seq, printOf(event)])),
    view: { from: 1, prints: events.map(printOf), more: false },
  };
}

interface Scene {
  readonly rows: readonly Row[];
  readonly posts?: readonly Post[];
  readonly sights?: readonly Sight[];
  readonly capacity?: number;
  readonly own?: readonly string[] | null;
}

const posts = [post('stream-v:1', 'one', 4), post('stream-a:1', 'a note', 5), post('stream-v:2', 'two', 5), post('stream-a:2', 'hello', 7)];

function wrongs({ rows, posts: given = posts, sights = [sightOf(rows, 'public'), sightOf(rows, 'agents')], capacity = 1, own = [CHAT] }: Scene): readonly Wrong[] {
  const record: ClientRecord = { posts: given, sights, desks: [{ agent: '1', capacity, own }] };
  return [...new Set(check(record, new Map([[CHAT, rows]]) satisfies Logs).map(({ wrong }) => wrong))];
}

const { rows } = good();

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
  ['a second assignee', { rows: good().assign(1).rows, own: [] }, 'two-assignees'],
  ['a transfer that nobody offered', { rows: good().assign(1, { reason: 'transferred', offer: 'o' }).rows, own: [] }, 'two-assignees'],
  ['words of somebody who has no part', { rows: good().say('me too', 'stream-b:1', { by: 'a_2' }).rows }, 'two-assignees'],
  ['more chats than seats', { rows, capacity: 0 }, 'capacity'],
  ['a desk that lists nothing', { rows, own: [] }, 'desk'],
  ['a desk that lists what is not its own', { rows, own: [CHAT, 'another'] }, 'desk'],
  ['a desk that stayed away', { rows, own: null }, 'desk'],
  ['a row of a node that was not the owner', { rows: good().say('boo', 'stream-v:3', { writer: 'node-2' }).rows }, 'zombie'],
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
  const record: ClientRecord = { posts: [], sights: [], desks: [{ agent: '1', capacity: 1, own: ['second'] }] };
  expect(check(record, new Map([['second', second.rows], ['first', first.rows]]))).toEqual([]);
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { ConversationEvent } from '#domain/events.ts';
import type { StoredEvent } from '#store/events.repository.ts';
import { LineReader } from '#store/line-reader.ts';
import { encodeEvent } from '#wire/log-line.ts';

const visitor = { id: 'v_vera', kind: 'visitor', name: 'Vera' } as const;
const said: ConversationEvent = { type: 'message.posted', seq: 7, publicSeq: 5, at: 900, by: 'v_vera', id: 'device-a:3', kind: 'text', body: { text: 'hello' } };
const started: ConversationEvent = { type: 'conversation.started', seq: 1, publicSeq: 1, at: 900, by: 'system', visitor, department: 'd', locale: 'en' };

const stored = (event: ConversationEvent, broken: Partial<StoredEvent> = {}): StoredEvent => {
  const { body, head } = encodeEvent(event);
  return { seq: event.seq, publicSeq: event.publicSeq, clientId: event.id ?? null, at: event.at, head, body, ...broken };
};
const headOf = (event: object): Partial<StoredEvent> => ({ head: JSON.stringify(event) });

let told: unknown[];
let lines: LineReader;
beforeEach(() => {
  told = [];
  lines = new LineReader((place, error) => told.push([place, error instanceof Error]));
});

it('reads what was written', () => {
  expect(lines.events(1, [stored(started), stored(said)])).toEqual([started, said]);
  expect([told, lines.illegible]).toEqual([[], 0]);
});

describe('a line that nobody can read', () => {
  it.each<[string, StoredEvent, Partial<ConversationEvent>]>([
    ['its head is cut off', stored(said, { head: '{"seq":7,"publi' }), { by: '' }],
    ['its body is cut off', stored(said, { body: '{"text":"hel' }), { by: 'v_vera' }],
    ['its body is none', stored(said, { body: 'null' }), { by: 'v_vera' }],
    ['its body has no text', stored(said, { body: '{"text":1}' }), { by: 'v_vera' }],
    ['its head is no event', stored(said, { head: 'null' }), { by: '' }],
    ['nobody is in it', stored(said, headOf({ type: 'message.posted', seq: 7, publicSeq: 5, at: 900 })), { by: '' }],
    ['it lacks what its type has', stored(started, headOf({ ...started, visitor: undefined })), { by: 'system', said: false }],
    ['it says that it stands elsewhere', stored(said, headOf({ ...said, seq: 8 })), { by: 'v_vera' }],
    ['it says that only agents see it', stored(said, headOf({ ...said, publicSeq: null })), { by: 'v_vera' }],
  ])('keeps its place: %s', (_what, line, more) => {
    const { at, publicSeq, seq } = line;
    expect(lines.event(3, line)).toEqual({ type: 'line.illegible', seq, publicSeq, at, said: true, ...(line.clientId === null ? {} : { id: line.clientId }), ...more });
    lines.event(3, line);
    expect(told, 'once, however often it is read').toEqual([[{ conversation: 3, seq }, true]]);
    expect(lines.illegible).toBe(1);
  });

  it('is none that a later release wrote in its own words', () => {
    const pinned = { type: 'message.pinned', seq: 8, publicSeq: null, at: 901, by: 'a_ann', note: 'later' };
    expect(lines.event(1, stored(said, { ...headOf(pinned), seq: 8, publicSeq: null, body: null }))).toEqual(pinned);
  });

  it('leaves a bot without what it remembers', () => {
    const answered = stored({ type: 'bot.answered', seq: 9, publicSeq: null, at: 9, by: 'b_faq', turn: 7, memory: '{"step":1}', wakeAt: null });
    expect(lines.memory(1, answered)).toBe('{"step":1}');
    expect([lines.memory(1, { ...answered, body: '{"step":' }), lines.memory(1, undefined)]).toEqual(['null', 'null']);
    expect(told).toEqual([[{ conversation: 1, seq: 9 }, true]]);
  });

  it('is counted however many there are, and told of as long as somebody may read it', () => {
    const broken = stored(said, { head: '' });
    for (let pass = 0; pass < 2; pass++) for (let conversation = 0; conversation < 5_000; conversation++) lines.event(conversation, broken);
    expect([lines.illegible, told.length]).toEqual([5_000, 1_000]);
    for (let conversation = 0; conversation < 20_000; conversation++) lines.event(conversation, broken);
    expect(lines.illegible, 'only the latest are known again').toBe(20_000);
    lines.event(0, broken);
    expect([lines.illegible, told.length]).toEqual([20_001, 1_000]);
  });
});

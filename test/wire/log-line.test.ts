import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventOf } from '#domain/events.ts';
import { decodeEvent, encodeEvent } from '#wire/log-line.ts';
import { projectEvent } from '#wire/project.ts';
import { anyEvent } from './events.ts';

const posted: EventOf<'message.posted'> =
  { type: 'message.posted', seq: 9, publicSeq: 7, at: 5, by: 'a_ann', id: 'device-a:3', kind: 'text', body: { text: '"你好"' } };

const parse = (json: string | null): unknown => (json === null ? null : JSON.parse(json));

describe('a line of the log', () => {
  it('keeps the body apart from the head', () => {
    const { head, body } = encodeEvent(posted);
    expect(JSON.parse(head)).toEqual({ type: 'message.posted', seq: 9, publicSeq: 7, at: 5, by: 'a_ann', id: 'device-a:3', kind: 'text' });
    expect(body).toBe('{"text":"\\"你好\\""}');
  });

  it('has no body where an event has none', () => {
    expect(encodeEvent({ type: 'conversation.reopened', seq: 1, publicSeq: 1, at: 1, by: 'v_vera' }).body).toBeNull();
  });

  it('reads as it was written', () => {
    fc.assert(fc.property(anyEvent, (event) => { expect(decodeEvent(encodeEvent(event))).toEqual(event); }), { numRuns: 2_000 });
  });

  it('whose body was erased reads as an empty message', () => {
    expect(decodeEvent({ head: encodeEvent(posted).head, body: null })).toEqual({ ...posted, body: { text: '' } });
  });
});

describe('the JSON of an event', () => {
  it('is the projection of each audience', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const encoded = encodeEvent(event);
        expect(parse(encoded.full)).toEqual(projectEvent(event, 'agents'));
        expect(parse(encoded.public)).toEqual(projectEvent(event, 'public'));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never shows a visitor the real position, nor the command of an agent', () => {
    expect(parse(encodeEvent(posted).public)).toEqual({ type: 'message.posted', seq: 7, publicSeq: 7, at: 5, by: 'a_ann', kind: 'text', body: posted.body });
  });
});

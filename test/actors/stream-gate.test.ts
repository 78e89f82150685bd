import { describe, expect, it } from 'vitest';
import { initialState } from '#domain/state.ts';
import type { ConversationState } from '#domain/state.ts';
import { StreamGate } from '#rooms/conversation/stream-gate.ts';

const logged = (last: number, by = 'v_1'): ConversationState => ({ ...initialState, streams: [{ stream: 'stream-1', by, last }] });
const pass = (gate: StreamGate, number: number, { previous = number - 1, by = 'v_1', state = initialState }: { previous?: number; by?: string; state?: ConversationState } = {}) =>
  gate.pass(`stream-1:${number}`, previous, by, state);

describe('a stream', () => {
  it('lets the next command in', () => {
    expect(pass(new StreamGate(), 1)).toEqual({ kind: 'next' });
    expect(pass(new StreamGate(), 4, { state: logged(3) })).toEqual({ kind: 'next' });
  });

  it('refuses one that comes before its predecessor, so that the sender goes back', () => {
    expect(pass(new StreamGate(), 5, { state: logged(3) })).toEqual({ kind: 'refused', refusal: { code: 'stream.gap', meta: { last: 3 } } });
  });

  it('lets one in whose predecessors are known to have had no effect', () => {
    expect(pass(new StreamGate(), 9, { previous: 3, state: logged(3) })).toEqual({ kind: 'next' });
  });

  it('says of a repetition that the log knows, or that it had no effect', () => {
    const gate = new StreamGate();
    gate.consume('stream-1:3');
    expect(pass(gate, 3, { state: logged(2) })).toEqual({ kind: 'duplicate', answer: { seq: null, publicSeq: null } });
    expect(pass(gate, 2, { state: logged(2) })).toEqual({ kind: 'duplicate', answer: undefined });
    gate.trim();
    expect(pass(gate, 3, { state: logged(2) })).toEqual({ kind: 'duplicate', answer: undefined });
  });

  it('has passed a command that had no effect, which the log does not show', () => {
    const gate = new StreamGate();
    gate.consume('stream-1:1');
    expect(pass(gate, 1)).toEqual({ kind: 'duplicate', answer: { seq: null, publicSeq: null } });
    expect(pass(gate, 2)).toEqual({ kind: 'next' });
  });

  it('belongs to whoever began it', () => {
    expect(pass(new StreamGate(), 4, { by: 'a_2', state: logged(3) })).toEqual({ kind: 'refused', refusal: { code: 'stream.foreign' } });
  });

  it.each(['', 'stream-1', 'stream-1:0', 'stream-1:-1', 'short:1', 'stream-1:1x', `stream-1:${'9'.repeat(16)}`, '__proto__:1 '])('refuses the id %j', (id) => {
    expect(new StreamGate().pass(id, 0, 'v_1', initialState)).toMatchObject({ kind: 'refused', refusal: { code: 'command.malformed' } });
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 60])('refuses %d as the previous number', (previous) => {
    expect(pass(new StreamGate(), 1, { previous })).toMatchObject({ kind: 'refused' });
  });

  it('is no stranger for being called as something that every object has', () => {
    expect(new StreamGate().pass('toString:1', 0, 'v_1', initialState)).toEqual({ kind: 'next' });
    expect(new StreamGate().pass('constructor:1', 0, 'v_1', initialState)).toEqual({ kind: 'next' });
  });
});

it('asks the log for a stream that it may have forgotten among many', () => {
  const streams = Array.from({ length: 64 }, (_, i) => ({ stream: `stream-${i + 100}`, by: 'v_1', last: 1 }));
  expect(pass(new StreamGate(), 1, { state: { ...initialState, streams } })).toEqual({ kind: 'unknown' });
});

it('remembers a bounded number of answers', () => {
  const gate = new StreamGate();
  for (let number = 1; number <= 100; number++) gate.consume(`stream-1:${number}`);
  const known = Array.from({ length: 100 }, (_, i) => pass(gate, i + 1, { state: logged(100) })).filter((passage) => passage.kind === 'duplicate' && passage.answer !== undefined);
  expect(known).toHaveLength(64);
});

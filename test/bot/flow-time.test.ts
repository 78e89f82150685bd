import { describe, expect, it } from 'vitest';
import { nextTick } from '../../plugins/bot/engine/flow/time-outs.ts';
import { MINUTE_MS, Talk, flowOf, sourceOf, table } from './flow-support.ts';

const flow = table({ timeouts: { nudgeMs: 2 * MINUTE_MS, parkMs: 10 * MINUTE_MS, endMs: 60 * MINUTE_MS } });
const quiet = (): Talk => new Talk(sourceOf(flow), flow);

describe('silence', () => {
  it('is asked about once, then the dialogue is parked, then it ends; each counts from the last message', () => {
    const talk = quiet();
    const done: string[] = [];
    const ticks: number[] = [];
    for (let due = nextTick(flow, talk.last.state); due !== null; due = nextTick(flow, talk.last.state)) {
      ticks.push((due - 1_000_000) / MINUTE_MS);
      talk.event({ is: 'tick' }, due - talk.now);
      done.push(...talk.kinds);
    }
    expect(done).toEqual(['say', 'park', 'end']);
    expect(ticks).toEqual([2, 10, 60]);
  });

  it('does nothing before it is due', () => {
    const talk = quiet();
    talk.event({ is: 'tick' }, 2 * MINUTE_MS - 1);
    expect(talk.last.effects).toEqual([]);
  });

  it('is over with any word: what was parked goes on where it was', () => {
    const talk = quiet();
    talk.say('2 of us');
    talk.event({ is: 'tick' }, 11 * MINUTE_MS);
    expect(talk.last.state.status).toBe('parked');
    talk.say('[friday]');
    expect(talk.kinds).toEqual(['api']);
  });

  it('is over where it is resumed: the question is asked again', () => {
    const talk = quiet();
    talk.event({ is: 'tick' }, 11 * MINUTE_MS);
    talk.event({ is: 'resume' });
    expect(talk.said).toEqual(['Which day?']);
    expect(talk.last.state.status).toBe('waiting');
  });

  it('does not count while a person has the chat', () => {
    const talk = quiet();
    talk.event({ is: 'human.joined' });
    expect(nextTick(flow, talk.last.state)).toBeNull();
    talk.event({ is: 'human.left' }, 90 * MINUTE_MS);
    talk.event({ is: 'tick' }, MINUTE_MS);
    expect(talk.last.effects).toEqual([]);
  });

  it('of the search is no answer', () => {
    const talk = quiet();
    talk.say('hm');
    expect(talk.kinds).toEqual(['faq']);
    talk.event({ is: 'tick' }, 5_000);
    expect(talk.said[0]).toContain('did not get that');
  });

  it('lasts for ever where a flow says so', () => {
    const patient = flowOf({ start: 'q', nodes: [{ is: 'question', id: 'q', slot: 'q', type: 'text', text: '?', next: null }], timeouts: { nudgeMs: null, parkMs: null, endMs: null } });
    const talk = new Talk(sourceOf(patient), patient);
    talk.event({ is: 'tick' }, 1e12);
    expect(talk.last.effects).toEqual([]);
    expect(nextTick(patient, talk.last.state)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { step } from '../../plugins/bot/engine/flow/step.ts';
import { Talk, flowOf, heard, sourceOf, table } from './flow-support.ts';

const talkOf = (changes: object = {}, ...rest: readonly ReturnType<typeof table>[]): Talk => {
  const flow = table(changes);
  return new Talk(sourceOf(flow, ...rest), flow);
};

describe('a dialogue', () => {
  it('says, asks, calls and ends', () => {
    const talk = talkOf();
    expect(talk.said).toEqual(['Welcome.', 'Which day?']);
    expect(talk.say('[friday]')).toEqual(['How many on friday?']);
    talk.say('four');
    expect(talk.last.effects).toEqual([{ is: 'api', call: '2.1', request: { connection: 'kitchen', method: 'GET', url: '/book?people=4', headers: {}, body: null }, wanted: ['booking.code'], timeoutMs: 3_000 }]);
    expect(talk.api({ booking: { code: 'X7' } })).toEqual(['Booked: X7.']);
    expect(talk.last.effects.at(-1)).toEqual({ is: 'end', reason: 'done' });
    expect(talk.last.state.status).toBe('ended');
  });

  it('takes what is said ahead, and does not ask for it', () => {
    const talk = talkOf();
    expect(talk.say('4 of us')).toEqual(['Which day?']);
    talk.say('[friday]');
    expect(talk.kinds).toEqual(['api']);
    expect(talk.last.state.slots).toEqual({ people: 4, day: 'friday' });
  });

  it('takes several slots in one sentence, also in the one it begins with', () => {
    const flow = table();
    const talk = new Talk(sourceOf(flow), flow, { said: heard('a table for 3 on [monday]') });
    expect(talk.kinds).toEqual(['say', 'api']);
  });

  it('takes a correction of what was said before', () => {
    const talk = talkOf();
    talk.say('[friday]');
    expect(talk.say('no, [saturday]')).toEqual(['How many on saturday?']);
  });

  it('begins at any node, with any slots, and says which way it went', () => {
    const flow = table();
    const talk = new Talk(sourceOf(flow), flow, { at: 'big', slots: { people: 9, day: 'monday' } });
    expect(talk.last.trace.map(({ node, edge, why }) => `${node} ${edge} ${why}`.trim())).toEqual(['big case 1 holds', 'person handoff node']);
    expect(talk.last.effects.at(-1)).toEqual({ is: 'handoff', reason: 'node', summary: '9 on monday', slots: [{ name: 'day', value: 'monday' }, { name: 'people', value: 9 }], transcript: true, department: null });
  });

  it('asks again where it is not understood, then goes to a person', () => {
    const talk = talkOf();
    talk.say('[friday]');
    talk.say('well');
    expect(talk.kinds).toEqual(['faq']);
    expect(talk.faq()).toEqual(['Sorry, I did not get that.\nHow many on friday?']);
    talk.say('hm');
    talk.faq();
    expect(talk.last.effects.at(-1)).toMatchObject({ is: 'handoff', reason: 'no-answer', slots: [{ name: 'day', value: 'friday' }] });
  });

  it('says what is wrong with an answer that is not valid', () => {
    const talk = talkOf();
    talk.say('[friday]');
    expect(talk.say('30')).toEqual(['1 to 12, please.\nHow many on friday?']);
    expect(talk.last.state.slots).toEqual({ day: 'friday' });
  });

  it('answers a question in between, and asks its own again; that is no failure', () => {
    const talk = talkOf();
    talk.say('[friday]');
    for (let times = 0; times < 5; times++) {
      talk.say('do you have parking?');
      expect(talk.faq('Yes, behind the house.')).toEqual(['Yes, behind the house.', 'How many on friday?']);
    }
  });

  it('follows a confident intent, and comes back', () => {
    const talk = talkOf();
    expect(talk.say('when do you open?', 'hours')).toEqual(['We open at ten.', 'Shall we go on where we were?']);
    expect(talk.say('yes')).toEqual(['Which day?']);
    talk.say('when do you open?', 'hours');
    expect(talk.say('[friday]')).toEqual(['How many on friday?']);
    talk.say('and when do you open?', 'hours');
    expect(talk.say('no thanks')).toEqual(['All right, I have stopped here.']);
  });

  it('digresses three times at most at once', () => {
    const flow = flowOf({
      start: 'q0',
      nodes: [0, 1, 2, 3, 4].map((each) => ({ is: 'question', id: `q${each}`, slot: `s${each}`, type: 'email', text: `${each}?`, next: null })),
      intents: [1, 2, 3, 4].map((each) => ({ intent: `i${each}`, node: `q${each}` })),
    });
    const talk = new Talk(sourceOf(flow), flow);
    expect([1, 2, 3].map((each) => talk.say('x', `i${each}`).join(''))).toEqual(['1?', '2?', '3?']);
    talk.say('x', 'i4');
    expect(talk.kinds).toEqual(['faq']);
    expect(talk.last.state.frames).toHaveLength(4);
  });

  it.each(['I want to talk to a human', '转人工', 'agent please'])('hands over at once where somebody says: %s', (wish) => {
    const talk = talkOf();
    talk.say(wish);
    expect(talk.last.effects.at(-1)).toMatchObject({ is: 'handoff', reason: 'asked', transcript: true });
  });

  it('goes back to the question before, and is given up at any time', () => {
    const talk = talkOf();
    talk.say('[friday]');
    expect(talk.say('back')).toEqual(['Which day?']);
    expect(talk.last.state.slots).toEqual({});
    expect(talk.say('back')).toEqual(['Which day?']);
    expect(talk.say('never mind')).toEqual(['All right, I have stopped here.']);
    expect(talk.last.state.status).toBe('ended');
  });

  it('gives up a digression alone', () => {
    const flow = table({ intents: [{ intent: 'people', node: 'people' }] });
    const talk = new Talk(sourceOf(flow), flow);
    expect(talk.say('how many?', 'people')).toEqual(['How many on ?']);
    expect(talk.say('cancel')).toEqual(['Which day?']);
  });

  it('runs a flow in a flow, on the version that is named', () => {
    const inner = (version: number): ReturnType<typeof table> => flowOf({ id: 'mail', version, start: 'm', nodes: [{ is: 'question', id: 'm', slot: 'mail', type: 'email', text: `Mail ${version}?`, next: null }] });
    const outer = flowOf({ start: 'sub', nodes: [{ is: 'flow', id: 'sub', flow: { id: 'mail', version: 1 }, next: 'end' }, { is: 'end', id: 'end', text: 'Sent to {{mail}}.' }] });
    const talk = new Talk(sourceOf(outer, inner(2), inner(1)), outer);
    expect(talk.said).toEqual(['Mail 1?']);
    expect(talk.say('it is a.b@example.com')).toEqual(['Sent to a.b@example.com.']);
  });

  it('goes the other way where a call fails or is late', () => {
    for (const late of [true, false]) {
      const talk = talkOf();
      talk.say('2 on [friday]');
      if (late) talk.event({ is: 'tick' }, 3_000);
      else talk.api(null, false);
      expect(talk.last.effects.at(-1)).toMatchObject({ is: 'handoff', reason: 'node' });
    }
  });

  it('takes each turn once, and an answer only to what is asked', () => {
    const talk = talkOf();
    const { state } = talk.last;
    const event = { is: 'said', turn: 1, ...heard('[friday]') } as const;
    const next = step(talk.flows, state, event, 1);
    expect(step(talk.flows, next.state, event, 1)).toEqual({ state: next.state, effects: [], trace: [], refused: 'turn.stale' });
    expect(step(talk.flows, state, { ...event, turn: 3 }, 1).refused).toBe('turn.gap');
    talk.say('2 on [friday]');
    talk.event({ is: 'api.answered', call: '9.9', ok: true, data: null });
    expect(talk.last.refused).toBe('call.unknown');
    talk.api({});
    talk.say('hello?');
    expect(talk.last.refused).toBe('flow.over');
  });

  it('says nothing while a person has the chat, and goes on afterwards', () => {
    const talk = talkOf();
    talk.event({ is: 'human.joined' });
    expect(talk.say('[friday]')).toEqual([]);
    talk.event({ is: 'tick' }, 3_600_000);
    expect(talk.last.effects).toEqual([]);
    talk.event({ is: 'human.left' });
    expect(talk.said).toEqual(['Which day?']);
  });

  it('keeps what a call answers while a person has the chat', () => {
    const talk = talkOf();
    talk.say('2 on [friday]');
    talk.event({ is: 'human.joined' });
    expect(talk.api({ booking: { code: 'K1' } })).toEqual([]);
    talk.event({ is: 'human.left' });
    expect(talk.said).toEqual(['Booked: K1.']);
  });

  it('keeps of an answer what is in it, and nothing that every object has', () => {
    const call = { is: 'api', id: 'a', connection: 'c', save: [{ slot: 'x', path: 'constructor.name' }, { slot: 'y', path: 'list.0' }, { slot: 'z', path: 'list' }], next: null, onError: null };
    const flow = flowOf({ start: 'a', nodes: [call] });
    const talk = new Talk(sourceOf(flow), flow);
    talk.api({ list: ['first'] });
    expect(talk.last.state.slots).toEqual({ y: 'first' });
  });

  it('ends a loop in which nobody is asked, as an error and with a person', () => {
    const flow = flowOf({ start: 'a', nodes: [{ is: 'message', id: 'a', text: '', next: 'b' }, { is: 'message', id: 'b', text: '', next: 'a' }] });
    const { effects, state } = new Talk(sourceOf(flow), flow).last;
    expect(effects.map((effect) => (effect.is === 'error' ? effect.code : effect.is))).toEqual(['flow.loop', 'handoff']);
    expect(state.status).toBe('failed');
  });

  it('fails with a person where the flow or the node is not there', () => {
    const flow = table();
    expect(new Talk(() => undefined, flow).last.effects[0]).toEqual({ is: 'error', code: 'flow.unknown', node: '' });
    expect(new Talk(sourceOf(flow), flow, { at: 'nowhere' }).last.effects[0]).toEqual({ is: 'error', code: 'node.unknown', node: 'nowhere' });
  });

  it('runs nothing that a visitor or a server writes', () => {
    const flow = flowOf({ start: 'n', nodes: [{ is: 'question', id: 'n', slot: 'n', type: 'text', text: 'Name?', next: 'e' }, { is: 'end', id: 'e', text: 'Hi {{n}} {{toString}} {{n.length}}' }] });
    expect(new Talk(sourceOf(flow), flow).say('{{n}}$&`${1}`')).toEqual(['Hi {{n}}$&`${1}`  {{n.length}}']);
    const talk = talkOf();
    talk.say('2 on [friday]');
    talk.api(JSON.parse('{"__proto__": {"booking": {"code": "no"}}, "booking": {"__proto__": {"code": "no"}}}'));
    expect(talk.said).toEqual(['Booked: .']);
    expect(({} as Record<string, unknown>)['code']).toBeUndefined();
  });
});

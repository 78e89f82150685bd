import { describe, expect, it, vi } from 'vitest';
import { draftOf, FlowHouse, TABLE } from './support/flow-house.ts';

const END = { is: 'end', id: 'end', text: 'Bye.' };
const say = (text: string) => [{ is: 'message', id: 'hi', text, next: 'end' }, END] as const;

interface Refused {
  readonly refused: string;
  readonly findings: readonly { readonly code: string; readonly node: string; readonly severity: string; readonly name?: string }[];
  readonly tests: readonly { readonly id: string; readonly name: string; readonly turn: number; readonly expected: string; readonly actual: string }[];
}

describe('a draft', () => {
  it('is kept as it is, with what is wrong with it beside', async () => {
    const house = await FlowHouse.open();
    const flow = await house.draw(draftOf([{ is: 'message', id: 'hi', text: 'Hi {{name}}', next: 'nowhere' }, { is: 'question', id: 'q', slot: '', type: 'text', text: '', next: null }], { begins: { phrases: [] } }));
    const { draft, findings } = await house.do<{ draft: object; findings: Refused['findings'] }>('flow.get', { flow });
    expect(findings).toEqual([{ code: 'field.wrong', node: 'q', severity: 'error', name: 'slot' }]);
    expect(draft).toMatchObject({ flow: { nodes: [{ text: 'Hi {{name}}' }, { slot: '' }] } });

    const saved = await house.do<{ revision: number; findings: Refused['findings'] }>('flow.save', { flow, revision: 1, draft: draftOf([{ is: 'message', id: 'hi', text: 'Hi {{name}}', next: 'nowhere' }, { is: 'question', id: 'q', slot: 'city', type: 'city', text: '', next: null }], { begins: { phrases: [] } }) });
    expect(saved.revision).toBe(2);
    expect(saved.findings.map(({ code, node }) => `${code} ${node}`)).toEqual(['target.unknown hi', 'slot.unknown hi', 'node.no-exit hi', 'node.no-text q', 'type.unknown q', 'node.unreachable q', 'start.none ']);
  });

  it('is not written over by who has not seen the last change', async () => {
    const house = await FlowHouse.open();
    const flow = await house.draw(draftOf(say('One')));
    await house.redraw(flow, draftOf(say('Two')));
    expect(await house.do('flow.save', { flow, revision: 1, draft: draftOf(say('Three')) })).toEqual({ refused: 'draft.conflict', revision: 2 });
    expect(await house.do('flow.get', { flow })).toMatchObject({ draft: { flow: { nodes: [{ text: 'Two' }, END] } } });
  });

  it('is refused where it is none, or too large for its door', async () => {
    const house = await FlowHouse.open();
    const flow = await house.draw(draftOf(say('One')));
    const save = (draft: unknown) => house.do('flow.save', { flow, revision: 1, draft });
    expect(await save(draftOf([{ is: 'rocket', id: 'x' }]))).toEqual({ wrong: 'draft.flow.nodes.0.is' });
    expect(await save(draftOf([{ is: 'end', id: '__proto__' }]))).toEqual({ wrong: 'draft.flow.nodes.0.id' });
    expect(await save({ ...draftOf(say('One')), places: [['x', Infinity, 0]] })).toEqual({ wrong: 'draft.places.0.1' });
    expect(await save(draftOf(say('长'.repeat(20_000))))).toEqual({ refused: 'draft.too-large', most: 40_000 });
    expect(await house.do('flow.save', { flow: 'other', revision: 1, draft: draftOf(say('One')) })).toBeNull();
  });

  it('changes nothing in chats', async () => {
    const house = await FlowHouse.open();
    const flow = await house.publish(draftOf(say('One')));
    await house.redraw(flow, draftOf(say('Two'), { begins: { phrases: ['something else'] } }));
    expect(await house.say('book a table')).toEqual(['One', 'Bye.']);
  });
});

describe('publishing', () => {
  it('is refused where something is wrong, and says what', async () => {
    const house = await FlowHouse.open();
    const flow = await house.draw(draftOf([{ is: 'message', id: 'hi', text: '', next: 'end' }, END]));
    expect(await house.do('flow.publish', { flow })).toEqual({ refused: 'publish.findings', findings: [{ code: 'node.no-text', node: 'hi', severity: 'error' }], tests: [] });
    expect(await house.say('book a table')).not.toContain('Bye.');
  });

  it('is done though something might be better', async () => {
    const house = await FlowHouse.open();
    const flow = await house.draw(draftOf([...say('Hi'), { is: 'message', id: 'lost', text: 'Lost', next: 'end' }]));
    expect(await house.do('flow.publish', { flow })).toEqual({ version: 1 });
  });

  it('leaves those who are in a dialogue on its version, and rolls back for those who come', async () => {
    const house = await FlowHouse.open();
    const flow = await house.publish(draftOf(TABLE));
    await house.say('book a table');
    await house.redraw(flow, draftOf(TABLE.map((node) => (node.id === 'done' ? { ...node, text: 'Done, {{people}}.' } : node))));
    expect(await house.do('flow.publish', { flow })).toEqual({ version: 2 });
    await house.say('book a table', { conversation: 'c2' });
    await house.do('flow.live', { flow, version: 1 });
    await house.say('book a table', { conversation: 'c3' });
    for (const conversation of ['c1', 'c2', 'c3']) await house.say('4', { conversation });
    expect(await Promise.all(['c1', 'c2', 'c3'].map((conversation) => house.say('Inside', { conversation })))).toEqual([['Booked for 4.'], ['Done, 4.'], ['Booked for 4.']]);
    await house.do('flow.live', { flow, version: null });
    expect(await house.say('book a table', { conversation: 'c4' })).not.toContain('Gladly.');
    expect(await house.do('flow.live', { flow, version: 7 })).toBeNull();
  });

  it('keeps forty versions; whoever is in an older one goes to a person with what is known', async () => {
    const house = await FlowHouse.open();
    const flow = await house.publish(draftOf(TABLE));
    await house.say('book a table');
    await house.say('4');
    for (let version = 2; version <= 41; version++) await house.do('flow.publish', { flow });
    const { versions } = await house.do<{ versions: { version: number }[] }>('flow.get', { flow });
    expect([versions.length, versions[0]?.version, versions.at(-1)?.version]).toEqual([40, 41, 2]);
    const turn = await house.tested.turn({ kind: 'said', text: 'Inside' }, { bot: house.bot });
    expect(turn?.next).toBe('hand-over');
    expect(turn?.says?.at(-1)?.text).toContain('people: 4');
  });

  it('of a flow within a flow: dialogues enter the version that is named', async () => {
    const house = await FlowHouse.open();
    const inner = await house.publish(draftOf([{ is: 'message', id: 'in', text: 'Within.', next: null }], { begins: { phrases: [], whenBegun: false } }), 'Inner');
    await house.redraw(inner, draftOf([{ is: 'message', id: 'in', text: 'Within, anew.', next: null }], { begins: { phrases: [] } }));
    await house.do('flow.publish', { flow: inner });
    const outer = await house.draw(draftOf([{ is: 'flow', id: 'enter', flow: { id: inner, version: 3 }, next: 'end' }, END]));
    expect((await house.do<Refused>('flow.publish', { flow: outer })).findings).toEqual([{ code: 'flow.unknown', node: 'enter', severity: 'error', name: inner }]);
    await house.redraw(outer, draftOf([{ is: 'flow', id: 'enter', flow: { id: inner, version: 1 }, next: 'end' }, END]));
    expect(await house.do('flow.publish', { flow: outer })).toEqual({ version: 1 });
    expect(await house.say('book a table')).toEqual(['Within.', 'Bye.']);
  });
});

describe('a flow that is switched off', () => {
  it('is begun by no words, while who is in it goes on to its end', async () => {
    const house = await FlowHouse.open();
    const flow = await house.publish(draftOf(TABLE));
    await house.say('book a table');
    expect(await house.do('flow.switch', { flow, enabled: false })).toBe(true);
    expect(await house.do('flow.list')).toMatchObject([{ id: flow, live: 1, enabled: false, published: { version: 1 } }]);
    expect(await house.say('book a table', { conversation: 'c2' })).not.toContain('Gladly.');
    expect(await house.say('4')).toEqual(['Where? | Inside | On the terrace']);
    expect(await house.say('Inside')).toEqual(['Booked for 4.']);
    // What is published meanwhile waits.
    await house.redraw(flow, draftOf(TABLE.map((node) => (node.id === 'hello' ? { ...node, text: 'Of course.' } : node))));
    expect(await house.do('flow.publish', { flow })).toEqual({ version: 2 });
    expect(await house.say('book a table', { conversation: 'c3' })).not.toContain('Of course.');
    expect(await house.do('flow.get', { flow })).toMatchObject({ live: 2, enabled: false });
    await house.do('flow.switch', { flow, enabled: true });
    expect(await house.say('book a table', { conversation: 'c4' })).toContain('Of course.');
    expect(await house.do('flow.switch', { flow: 'other', enabled: true })).toBeNull();
  });

  it('does not stand in place of the greeting, and the next that does begins', async () => {
    const house = await FlowHouse.open();
    const begins = { phrases: [], whenBegun: true };
    const first = await house.publish(draftOf(say('First.'), { begins }));
    await house.do('flow.switch', { flow: first, enabled: false });
    const hello = async (conversation: string) => {
      await house.tested.turn({ kind: 'begun' }, { bot: house.bot, conversation });
      return house.say('hello', { conversation });
    };
    expect(await hello('c1')).not.toContain('First.');
    const second = await house.publish(draftOf(say('Second.'), { begins }));
    expect(await hello('c2')).toEqual(['Second.', 'Bye.']);
    for (const [flow, enabled] of [[second, false], [first, true]] as const) await house.do('flow.switch', { flow, enabled });
    expect(await hello('c3')).toEqual(['First.', 'Bye.']);
  });

  it('is a part of one that enters it still', async () => {
    const house = await FlowHouse.open();
    const inner = await house.publish(draftOf([{ is: 'message', id: 'in', text: 'Within.', next: null }], { begins: { phrases: ['only this'] } }), 'Inner');
    await house.do('flow.switch', { flow: inner, enabled: false });
    await house.publish(draftOf([{ is: 'flow', id: 'enter', flow: { id: inner, version: 1 }, next: 'end' }, END]));
    expect(await house.say('only this', { conversation: 'c2' })).not.toContain('Within.');
    expect(await house.say('book a table')).toEqual(['Within.', 'Bye.']);
  });
});

describe('a rehearsal', () => {
  const scene = { at: null, slots: [], lines: [] as readonly object[], startedAt: 1_000_000 };

  it('begins at any node with what is known, and shows the way', async () => {
    const house = await FlowHouse.open();
    const flow = await house.draw(draftOf(TABLE));
    const tried = await house.do<{ turns: { says: object[]; trace: object[] }[]; status: string; node: string; slots: object }>('flow.try', { flow, scene: { ...scene, at: 'inside', slots: [{ name: 'people', value: 9 }], lines: [{ say: 'Inside' }] } });
    expect(tried.turns.map(({ says }) => says)).toEqual([[{ text: 'Where?', choices: ['Inside', 'On the terrace'] }], [{ text: 'A colleague will take over in a moment.', choices: [] }]]);
    expect(tried.turns[1]?.trace).toEqual([{ node: 'inside', edge: 'next', why: 'answered' }, { node: 'big', edge: 'case 1', why: 'holds' }, { node: 'person', edge: 'handoff', why: 'node' }]);
    expect(tried).toMatchObject({ status: 'handed-off', node: null, slots: { people: 9, inside: 'in' } });
  });

  it('plays what another system would answer', async () => {
    const house = await FlowHouse.open();
    const flow = await house.draw(draftOf([{ is: 'api', id: 'call', connection: 'crm', save: [{ slot: 'state', path: 'order.state' }], next: 'end', onError: 'failed' }, { is: 'end', id: 'end', text: 'It is {{state}}.' }, { is: 'end', id: 'failed', text: 'No answer.' }]));
    const texts = async (lines: readonly object[]) => (await house.do<{ turns: { says: { text: string }[] }[] }>('flow.try', { flow, scene: { ...scene, lines } })).turns.flatMap(({ says }) => says.map(({ text }) => text));
    expect(await texts([])).toEqual(['No answer.']);
    expect(await texts([{ api: { ok: true, data: { order: { state: 'sent' } } } }])).toEqual(['It is sent.']);
  });

  it('that is kept has to go the same way before anything is published, until somebody accepts the new one', async () => {
    const house = await FlowHouse.open();
    const flow = await house.draw(draftOf(TABLE));
    const { id } = await house.do<{ id: string }>('flow.keep', { flow, name: 'Four inside', scene: { ...scene, lines: [{ say: '4' }, { say: 'Inside' }] } });
    expect(await house.do('flow.publish', { flow })).toEqual({ version: 1 });
    await house.redraw(flow, draftOf(TABLE.map((node) => (node.id === 'done' ? { ...node, text: 'Done.' } : node))));
    const refused = await house.do<Refused>('flow.publish', { flow });
    expect(refused).toMatchObject({ refused: 'publish.tests', tests: [{ id, name: 'Four inside', turn: 2, expected: 'Booked for 4.\n[end]', actual: 'Done.\n[end]' }] });
    await house.do('flow.accept', { flow, test: id });
    expect(await house.do('flow.publish', { flow })).toEqual({ version: 2 });
    await house.do('flow.drop', { flow, test: id });
    expect(await house.do('flow.get', { flow })).toMatchObject({ tests: [] });
  });
});

it('what has changed between two versions is told by node; where a node stands is no change', async () => {
  const house = await FlowHouse.open();
  const flow = await house.publish(draftOf(TABLE));
  const nodes = TABLE.flatMap((node) => (node.id === 'person' ? [] : [node.id === 'hello' ? { ...node, text: 'Hello!' } : node.id === 'big' ? { ...node, cases: [{ when: [{ slot: 'people', is: 'above', value: 8 }], next: 'new' }] } : node]));
  const draft = draftOf([...nodes, { is: 'handoff', id: 'new', summary: '' }]);
  await house.redraw(flow, { ...draft, places: draft.places.map(([id, x, y]) => [id, x + 50, y]) });
  const { added, changed, removed, settings } = await house.do<{ added: string[]; changed: { id: string; fields: string[] }[]; removed: { node: { id: string }; place: unknown }[]; settings: string[] }>('flow.diff', { flow, from: 1, to: 'draft' });
  expect(added).toEqual(['new']);
  expect(removed).toMatchObject([{ node: { id: 'person' }, place: ['person', 1200, 0] }]);
  expect(changed).toEqual([{ id: 'hello', fields: ['text'] }, { id: 'big', fields: ['cases'] }]);
  expect(settings).toEqual([]);
});

it('all of a flow goes with it, and all of a bot with the bot', async () => {
  const house = await FlowHouse.open();
  const flow = await house.publish(draftOf(TABLE));
  await house.do('flow.keep', { flow, name: 'One', scene: { at: null, slots: [], lines: [], startedAt: 0 } });
  await house.publish(draftOf(TABLE));
  await house.do('flow.remove', { flow });
  expect([...house.tested.data.keys()].filter((key) => key.includes(flow))).toEqual([]);
  expect([...house.tested.data.keys()].some((key) => key.startsWith('flowv:'))).toBe(true);
  await house.do('remove', {});
  await vi.waitFor(() => expect([...house.tested.data.keys()]).toEqual([]));
});

import { describe, expect, it } from 'vitest';
import { lintFlow } from '../../plugins/bot/engine/flow/lint.ts';
import { checkFlow } from '../../plugins/bot/engine/flow/schema.ts';
import { flowOf, sourceOf, table } from './flow-support.ts';

const lint = (nodes: readonly object[], changes: object = {}, ...others: readonly ReturnType<typeof flowOf>[]): readonly string[] => {
  const flow = flowOf({ start: 'a', nodes, ...changes });
  return lintFlow(flow, sourceOf(flow, ...others)).map(({ code, node, name }) => [node, code, name].filter(Boolean).join(' '));
};
const end = { is: 'end', id: 'end' };
const say = (id: string, next: string | null, text = 'Hi'): object => ({ is: 'message', id, text, next });
const ask = (id: string, next: string | null, changes: object = {}): object => ({ is: 'question', id, slot: id, type: 'text', text: 'What?', next, ...changes });

describe('the lint', () => {
  it('has nothing against a good flow', () => {
    expect(lintFlow(table(), sourceOf())).toEqual([]);
  });

  it('finds what nothing leads to, unless an intent does', () => {
    expect(lint([say('a', 'end'), end, say('lost', 'end')])).toEqual(['lost node.unreachable']);
    expect(lint([say('a', 'end'), end, say('lost', 'end')], { intents: [{ intent: 'x', node: 'lost' }] })).toEqual([]);
  });

  it('finds what never ends', () => {
    expect(lint([say('a', 'b'), ask('b', 'a', { onFail: 'a' })])).toEqual(['a node.no-exit', 'b node.no-exit']);
    expect(lint([say('a', 'b'), ask('b', 'a')])).toEqual([]);
  });

  it('finds loops in which nobody is asked, and none where somebody is', () => {
    expect(lint([say('a', 'b'), { is: 'condition', id: 'b', cases: [{ when: [{ slot: 'q', is: 'filled' }], next: 'end' }], otherwise: 'a' }, ask('q', null), end], { intents: [{ intent: 'q', node: 'q' }] })).toEqual(['a node.loop', 'b node.loop']);
    expect(lint([say('a', 'b'), ask('b', 'c'), { is: 'condition', id: 'c', cases: [{ when: [{ slot: 'b', is: 'filled' }], next: 'end' }], otherwise: 'a' }, end])).toEqual([]);
  });

  it('finds places without a way to a person, where nobody may ask for one', () => {
    const nodes = [ask('a', 'b', { onFail: 'b' }), say('b', 'end'), end];
    expect(lint(nodes)).toEqual([]);
    expect(lint(nodes, { human: false })).toEqual(['a node.no-human', 'b node.no-human', 'end node.no-human']);
  });

  it('finds names of nothing, and texts that say nothing', () => {
    expect(lint([say('a', 'b', ' '), end], { start: 'x', intents: [{ intent: 'i', node: 'y' }] })).toEqual([' start.unknown x'.trim(), 'y intent.unknown-target i', 'a target.unknown b', 'a node.no-text', 'a node.unreachable', 'end node.unreachable']);
    expect(lint([say('a', 'end', 'Dear {{whom}}'), end])).toEqual(['a slot.unknown whom']);
    expect(lint([{ is: 'handoff', id: 'a', summary: '{{x}}', slots: ['y'] }])).toEqual(['a slot.unknown x', 'a slot.unknown y']);
  });

  it('knows the slots of the flows in it, and finds those that contain each other', () => {
    const inner = flowOf({ id: 'inner', start: 'n', nodes: [ask('n', null)] });
    const enter = (id: string): object => ({ is: 'flow', id: 'a', flow: { id, version: 1 }, next: 'b' });
    expect(lint([enter('inner'), say('b', null, '{{n}}')], {}, inner)).toEqual([]);
    expect(lint([enter('none'), say('b', null)])).toEqual(['a flow.unknown none']);
    const back = flowOf({ id: 'back', start: 'n', nodes: [{ is: 'flow', id: 'n', flow: { id: 'table', version: 1 }, next: null }] });
    expect(lint([enter('back'), say('b', null)], {}, back)).toEqual(['a flow.contains-itself back']);
  });
});

describe('a flow is refused', () => {
  const nodes = [say('a', null)];
  const base = { id: 'f', version: 1, language: 'en', start: 'a', nodes };
  it.each([
    ['no object', null, ''],
    ['no nodes', { ...base, nodes: [] }, 'nodes'],
    ['an unknown kind', { ...base, nodes: [{ is: 'script', id: 'a' }] }, 'nodes.0.is'],
    ['a property that nobody knows', { ...base, code: 'x' }, ''],
    ['a slot that every object has', { ...base, nodes: [ask('a', null, { slot: 'constructor' })] }, 'nodes.0.slot'],
    ['a pattern that could not be run', { ...base, nodes: [ask('a', null, { validate: { pattern: '(?=a)' } })] }, 'nodes.0.validate.pattern'],
    ['two nodes of one name', { ...base, nodes: [...nodes, ...nodes] }, 'nodes.1.id'],
    ['choices without any', { ...base, nodes: [ask('a', null, { type: 'choice' })] }, 'nodes.0.choices'],
    ['a text without end', { ...base, nodes: [say('a', null, 'x'.repeat(4_001))] }, 'nodes.0.text'],
    ['more than anybody draws', { ...base, id: 'x'.repeat(1_000_001) }, ''],
  ])('for %s', (_, json, path) => {
    expect(checkFlow(json).errors?.map((error) => error.path)).toEqual([path]);
  });

  it('where it contains itself', () => {
    const json: Record<string, unknown> = { ...base };
    json['nodes'] = [json];
    expect(checkFlow(json).errors?.[0]?.code).toBe('flow.too-large');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFlow } from '../../plugins/bot/engine/flow/schema.ts';
import { lintFlow } from '../../plugins/bot/engine/flow/lint.ts';
import { draft as draftSchema } from '../../plugins/bot/flows/draft.ts';
import { blank, KINDS, readDraft } from '../../clients/console/features/bots/designer/flow.ts';
import type { Draft, FlowNode, NodeOf } from '../../clients/console/features/bots/designer/flow.ts';
import { addNode, connect, copyNodes, paste, placeOf, removeNodes } from '../../clients/console/features/bots/designer/graph.ts';
import { begun, changed, redone, undone } from '../../clients/console/features/bots/designer/history.ts';
import { layOut, NODE_WIDTH } from '../../clients/console/features/bots/designer/layout.ts';
import { portsOf, withPort } from '../../clients/console/features/bots/designer/ports.ts';
import { empty, fromTemplate, TEMPLATES } from '../../clients/console/features/bots/designer/templates.ts';

const at = { x: 0, y: 0 };
const start = empty('en');
const waysOf = (draft: Draft): readonly string[] => draft.flow.nodes.flatMap((node) => portsOf(node).flatMap(({ id, to }) => (to === null ? [] : [`${node.id} ${id} ${to}`])));

describe('a drawing', () => {
  it('gets a step that the one before leads to', () => {
    const { draft, id } = addNode(start, 'question', { x: 10.4, y: 20 }, { node: 'message-1', port: 'next' });
    expect(waysOf(draft)).toEqual([`message-1 next ${id}`]);
    expect(placeOf(draft, id)).toEqual({ x: 10, y: 20 });
  });

  it('begins with the first step, and with another one where that is taken away', () => {
    const nothing = removeNodes(start, new Set(['message-1']));
    expect(nothing.flow.start).toBe('');
    const first = addNode(nothing, 'faq', at);
    const second = addNode(first.draft, 'end', at);
    expect(second.draft.flow.start).toBe(first.id);
    expect(removeNodes(second.draft, new Set([first.id])).flow.start).toBe(second.id);
  });

  it('leads nowhere where a step was taken away', () => {
    const repair = fromTemplate('repair', 'en');
    const left = removeNodes(repair, new Set(['condition-1', 'end-1']));
    expect(waysOf(left)).toEqual(['question-1 next question-2', 'question-2 next question-3', 'question-3 next question-4']);
    expect(left.places.map(([id]) => id)).not.toContain('end-1');
  });

  it('has one way out of a port: another one takes its place', () => {
    const { draft: two, id } = addNode(addNode(start, 'end', at, { node: 'message-1', port: 'next' }).draft, 'end', at);
    expect(waysOf(connect(two, 'message-1', 'next', id))).toEqual([`message-1 next ${id}`]);
    expect(connect(two, 'message-1', 'no such port', id).flow.nodes[0]).toEqual(two.flow.nodes[0]);
  });

  it('is copied with the ways among the copies; others go on to where they led', () => {
    const contact = fromTemplate('contact', 'en');
    const { draft, ids } = paste(contact, copyNodes(contact, new Set(['question-1', 'question-2'])));
    const [one = '', two = ''] = ids;
    expect(waysOf(draft).slice(-2)).toEqual([`${one} next ${two}`, `${two} next question-3`]);
    expect(placeOf(draft, one)).toEqual({ x: placeOf(draft, 'question-1').x + 40, y: placeOf(draft, 'question-1').y + 40 });
    const elsewhere = paste(start, copyNodes(contact, new Set(['question-1'])));
    expect(waysOf(elsewhere.draft)).toEqual([]);
  });

  it('with every way out set once is read back the same', () => {
    for (const kind of KINDS) {
      const node = blank(kind, 'a');
      for (const { id } of portsOf(node)) expect(portsOf(withPort(node, id, 'b')).find((port) => port.id === id)?.to).toBe('b');
    }
  });

  it('of somebody who left defaults out is whole', () => {
    const { flow } = readDraft({ ...start, flow: { start: 'q', nodes: [{ is: 'question', id: 'q' }, { is: 'end', id: 'e' }] } as unknown as Draft['flow'] });
    expect(flow).toMatchObject({ language: 'en', faq: true, human: true, texts: {}, nodes: [{ maxAsks: 3, choices: [], type: 'text' }, { solved: false }] });
  });
});

describe('what was done', () => {
  it('is undone and done again, until something else is done', () => {
    let history = changed(changed(begun(1), 2, 0), 3, 0);
    history = undone(undone(history));
    expect(undone(history).present).toBe(1);
    expect(redone(history).present).toBe(2);
    expect(redone(redone(history)).present).toBe(3);
    expect(redone(changed(history, 9, 0)).present).toBe(9);
  });

  it('is one step while somebody types on, and another one after a pause or of something else', () => {
    const typed = changed(changed(changed(begun(''), 'a', 0, 'text'), 'ab', 500, 'text'), 'abc', 1_000, 'text');
    expect(undone(typed).present).toBe('');
    expect(undone(changed(typed, 'abcd', 5_000, 'text')).present).toBe('abc');
    expect(undone(changed(typed, 'moved', 1_001, 'place')).present).toBe('abc');
    expect(undone(changed(changed(begun(''), 'a', 0), 'b', 1)).present).toBe('a');
  });
});

describe('the layout', () => {
  it('puts each step behind those that lead to it, and none on another', () => {
    const repair = fromTemplate('repair', 'en');
    const places = new Map(layOut(repair, () => 100).map(([id, x, y]) => [id, { x, y }]));
    const back = repair.flow.nodes.flatMap((node) => portsOf(node).filter(({ to }) => to !== null && places.get(to)!.x <= places.get(node.id)!.x));
    expect(back).toEqual([]);
  });

  it('crosses no lines where each step has one that leads to it', () => {
    // By each step, whether those behind it go on; a condition has more ways out than two.
    const tree = fc.array(fc.nat(3), { minLength: 1, maxLength: 30 });
    fc.assert(fc.property(tree, (ways) => {
      let last = 0;
      const next = (): string => `n${++last}`;
      const nodes: FlowNode[] = [];
      for (const [index, more] of ways.entries()) {
        if (index > last) break;
        const node = blank('condition', `n${index}`) as NodeOf<'condition'>;
        nodes.push({ ...node, cases: Array.from({ length: more }, () => ({ ...node.cases[0]!, next: next() })), otherwise: next() });
      }
      nodes.push(...Array.from({ length: last + 1 - nodes.length }, (_, index) => blank('end', `n${nodes.length + index}`)));
      const places = new Map(layOut({ ...start, flow: { ...start.flow, start: 'n0', nodes } }, () => 100).map(([id, x, y]) => [id, { x, y }]));
      const lines = nodes.flatMap((node) => portsOf(node).map(({ to }, index) => ({ x: places.get(node.id)!.x, from: places.get(node.id)!.y + index, to: places.get(to!)!.y })));
      const crossed = lines.filter((one) => lines.some((other) => one.x === other.x && one.from < other.from && one.to >= other.to));
      expect(crossed).toEqual([]);
    }));
  });

  it('places whatever is drawn: loops, what nothing leads to, and ways to nowhere', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const to = fc.constantFrom(...ids, 'nowhere', null);
    fc.assert(fc.property(fc.array(fc.record({ next: to, otherwise: to }), { minLength: 1, maxLength: 6 }), fc.constantFrom(...ids, 'nowhere'), (ways, first) => {
      const nodes = ways.map((way, index) => ({ ...blank('faq', ids[index]!), ...way }));
      const places = layOut({ ...start, flow: { ...start.flow, start: first, nodes } }, () => 100);
      expect(places.map(([id]) => id).sort()).toEqual(nodes.map(({ id }) => id).sort());
      for (const [index, [, x, y]] of places.entries()) for (const [, left, top] of places.slice(index + 1)) expect(Math.abs(x - left) >= NODE_WIDTH || Math.abs(y - top) >= 100).toBe(true);
    }));
  });

  it('takes five hundred steps in a moment', () => {
    const nodes = Array.from({ length: 500 }, (_, index) => ({ ...blank('faq', `n${index}`), next: `n${index + 1}`, otherwise: `n${(index * 7) % 500}` }) as FlowNode);
    const since = performance.now();
    layOut({ ...start, flow: { ...start.flow, start: 'n0', nodes } }, () => 100);
    expect(performance.now() - since).toBeLessThan(500);
  });
});

it.each(TEMPLATES.flatMap((template) => (['en', 'zh'] as const).map((language) => [template, language] as const)))('the template %s in %s is one that can be published as it is', (template, language) => {
  const drawn = fromTemplate(template, language);
  expect(draftSchema.parse(drawn)).toEqual(drawn);
  const { errors, flow } = checkFlow({ ...drawn.flow, id: 'x', version: 1 });
  expect(errors).toBeUndefined();
  expect(lintFlow(flow!, () => undefined)).toEqual([]);
});

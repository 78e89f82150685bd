import type { FlowNode, NodeOf } from './flow.ts';

/** A way out of a node. */
export interface Port {
  /** `next`, `otherwise`, `onFail`, `onError`, or `case 1` of a condition: as traces name them. */
  readonly id: string;
  readonly to: string | null;
}

/** The ways out of a node, in the order in which they are drawn. */
export function portsOf(node: FlowNode): readonly Port[] {
  switch (node.is) {
    case 'message':
    case 'flow': return [{ id: 'next', to: node.next }];
    case 'question': return [{ id: 'next', to: node.next }, { id: 'onFail', to: node.onFail }];
    case 'condition': return [...node.cases.map(({ next }, index) => ({ id: `case ${index + 1}`, to: next })), { id: 'otherwise', to: node.otherwise }];
    case 'api': return [{ id: 'next', to: node.next }, { id: 'onError', to: node.onError }];
    case 'faq': return [{ id: 'next', to: node.next }, { id: 'otherwise', to: node.otherwise }];
    case 'handoff':
    case 'end': return [];
  }
}

/** The node with a way out leading somewhere else. */
export function withPort(node: FlowNode, port: string, to: string | null): FlowNode {
  if (node.is === 'condition' && port !== 'otherwise') return { ...node, cases: node.cases.map((each, index) => (port === `case ${index + 1}` ? { ...each, next: to } : each)) };
  return portsOf(node).some(({ id }) => id === port) ? { ...node, [port]: to } : node;
}

/** Slots that a node fills. */
function filledBy(node: FlowNode): readonly string[] {
  const names = node.is === 'question' ? [node.slot] : node.is === 'api' ? node.save.map(({ slot }) => slot) : [];
  return names.filter((name) => name !== '');
}

/** Slots of a drawing, each once. */
export const slotsOf = (nodes: readonly FlowNode[]): readonly string[] => [...new Set(nodes.flatMap(filledBy))];

/** Slots that a call names, each once. */
export const namedIn = ({ args, body, headers, url }: NodeOf<'api'>): readonly string[] =>
  [...new Set([url, body, ...[...args, ...headers].map(({ value }) => value)].flatMap((text) => Array.from(text.matchAll(/\{\{\s*([\p{L}_][\p{L}\p{N}_-]*)\s*\}\}/gu), ([, slot = '']) => slot)))];

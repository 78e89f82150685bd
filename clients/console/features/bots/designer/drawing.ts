import type { Edge, Node } from '@xyflow/react';
import type { Diff, Finding, Step } from './flow-api.ts';
import type { Draft, FlowNode } from './flow.ts';
import { placeOf } from './graph.ts';
import { portsOf } from './ports.ts';

/** What stands on the canvas beside the drawing itself. */
export interface Marks {
  readonly findings: readonly Finding[];
  readonly diff: Diff | null;
  /** The way that a rehearsal went. */
  readonly trace: readonly Step[];
  /** Where it stands. */
  readonly here: string | null;
}

export type StepNode = Node<{
  readonly node: FlowNode;
  readonly isStart: boolean;
  readonly problems: number;
  readonly severity: Finding['severity'] | null;
  readonly mark: 'added' | 'changed' | 'removed' | null;
  readonly visited: boolean;
  readonly here: boolean;
}, 'step'>;

/** The nodes as they are drawn; those that a comparison misses stand where they were. */
export function nodesOf(draft: Draft, { diff, findings, here, trace }: Marks, selected: ReadonlySet<string>, labelOf: (node: string) => string): StepNode[] {
  const visited = new Set(trace.map(({ node }) => node));
  const changed = new Set(diff?.changed.map(({ id }) => id));
  const drawn = draft.flow.nodes.map((node): StepNode => {
    const own = findings.filter((finding) => finding.node === node.id);
    return {
      id: node.id, type: 'step', position: placeOf(draft, node.id), selected: selected.has(node.id), ariaLabel: labelOf(node.id),
      data: {
        node, isStart: draft.flow.start === node.id, problems: own.length, severity: own.some(({ severity }) => severity === 'error') ? 'error' : (own[0]?.severity ?? null),
        mark: diff?.added.includes(node.id) === true ? 'added' : changed.has(node.id) ? 'changed' : null, visited: visited.has(node.id) || here === node.id, here: here === node.id,
      },
    };
  });
  const gone = (diff?.removed ?? []).map(({ node, place }): StepNode => ({
    id: `removed ${node.id}`, type: 'step', position: { x: place?.[1] ?? 0, y: place?.[2] ?? 0 }, selectable: false, draggable: false, deletable: false, connectable: false, focusable: false,
    data: { node: { ...node, id: `removed ${node.id}` }, isStart: false, problems: 0, severity: null, mark: 'removed', visited: false, here: false },
  }));
  return [...drawn, ...gone];
}

/** The ways between them, by node and way out. */
export function edgesOf({ flow: { nodes } }: Draft, { trace }: Pick<Marks, 'trace'>, chosen: ReadonlySet<string>): Edge[] {
  const known = new Set(nodes.map(({ id }) => id));
  const taken = new Set(trace.map(({ edge, node }) => edgeId(node, edge)));
  return nodes.flatMap((node) => portsOf(node).flatMap(({ id: port, to }) => {
    if (to === null || !known.has(to)) return [];
    const id = edgeId(node.id, port);
    return [{ id, source: node.id, sourceHandle: port, target: to, targetHandle: 'in', selected: chosen.has(id), ...(taken.has(id) ? { className: 'taken', zIndex: 1 } : {}) }];
  }));
}

const edgeId = (node: string, port: string): string => `${node} ${port}`;

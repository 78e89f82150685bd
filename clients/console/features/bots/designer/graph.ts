import { blank } from './flow.ts';
import type { Draft, FlowNode, Kind, Place } from './flow.ts';
import { portsOf, withPort } from './ports.ts';

/** Changes of a drawing. Each gives a new one, and the same where there is nothing to change. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How far a copy stands from what it was copied of. */
const APART = 40;

export const placeOf = ({ places }: Draft, id: string): Point => {
  const [, x = 0, y = 0] = places.find(([each]) => each === id) ?? [];
  return { x, y };
};

const withNodes = (draft: Draft, nodes: readonly FlowNode[]): Draft => ({ ...draft, flow: { ...draft.flow, nodes } });
const mapNodes = (draft: Draft, change: (node: FlowNode) => FlowNode): Draft => withNodes(draft, draft.flow.nodes.map(change));

/** A name that nothing has, and nothing had: what was taken away and what came in its place are two in a comparison. */
function freshId(taken: ReadonlySet<string>, is: Kind): string {
  for (;;) {
    const id = `${is}-${Math.random().toString(36).slice(2, 8)}`;
    if (!taken.has(id)) return id;
  }
}

const idsOf = ({ flow: { nodes } }: Draft): readonly string[] => nodes.map(({ id }) => id);

/** A new node; `from` leads to it. */
export function addNode(draft: Draft, is: Kind, at: Point, from?: { readonly node: string; readonly port: string }): { readonly draft: Draft; readonly id: string } {
  const id = freshId(new Set(idsOf(draft)), is);
  const added: Draft = { ...withNodes(draft, [...draft.flow.nodes, blank(is, id)]), places: [...draft.places, placed(id, at)] };
  const begun = draft.flow.nodes.length === 0 ? { ...added, flow: { ...added.flow, start: id } } : added;
  return { draft: from === undefined ? begun : connect(begun, from.node, from.port, id), id };
}

export function changeNode(draft: Draft, node: FlowNode): Draft {
  return mapNodes(draft, (each) => (each.id === node.id ? node : each));
}

/** Takes nodes away; what led to them leads nowhere. */
export function removeNodes(draft: Draft, ids: ReadonlySet<string>): Draft {
  const left = withNodes(draft, draft.flow.nodes.filter(({ id }) => !ids.has(id)));
  const cut = mapNodes(left, (node) => portsOf(node).reduce((each, { id, to }) => (to !== null && ids.has(to) ? withPort(each, id, null) : each), node));
  const start = ids.has(cut.flow.start) ? (cut.flow.nodes[0]?.id ?? '') : cut.flow.start;
  return { ...cut, flow: { ...cut.flow, start }, places: cut.places.filter(([id]) => !ids.has(id)) };
}

export function connect(draft: Draft, from: string, port: string, to: string | null): Draft {
  return mapNodes(draft, (node) => (node.id === from ? withPort(node, port, to) : node));
}

export function moveNodes(draft: Draft, moved: ReadonlyMap<string, Point>): Draft {
  const places = new Map(draft.places.map((place) => [place[0], place]));
  for (const [id, at] of moved) places.set(id, placed(id, at));
  return { ...draft, places: [...places.values()] };
}

export function setStart(draft: Draft, start: string): Draft {
  return { ...draft, flow: { ...draft.flow, start } };
}

/** Nodes with where they stand, apart from any drawing. */
export interface Clip {
  readonly nodes: readonly FlowNode[];
  readonly places: readonly Place[];
}

export const copyNodes = ({ flow: { nodes }, places }: Draft, ids: ReadonlySet<string>): Clip => ({ nodes: nodes.filter(({ id }) => ids.has(id)), places: places.filter(([id]) => ids.has(id)) });

/** Adds what was copied, `times` further off; ways among the copies are copied as well, others go on to where they led, if that is here. */
export function paste(draft: Draft, clip: Clip, times = 1): { readonly draft: Draft; readonly ids: readonly string[] } {
  const taken = new Set(idsOf(draft));
  const names = new Map<string, string>();
  for (const { id, is } of clip.nodes) {
    const name = freshId(taken, is);
    taken.add(name);
    names.set(id, name);
  }
  const here = new Set(idsOf(draft));
  const nodes = clip.nodes.map((node) => portsOf(node).reduce<FlowNode>((each, { id, to }) => withPort(each, id, to === null ? null : (names.get(to) ?? (here.has(to) ? to : null))), { ...node, id: names.get(node.id) ?? node.id }));
  const places = clip.places.map(([id, x, y]) => placed(names.get(id) ?? id, { x: x + APART * times, y: y + APART * times }));
  return { draft: { ...withNodes(draft, [...draft.flow.nodes, ...nodes]), places: [...draft.places, ...places] }, ids: nodes.map(({ id }) => id) };
}

const placed = (id: string, { x, y }: Point): Place => [id, Math.round(x), Math.round(y)];

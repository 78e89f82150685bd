import type { Draft, Place } from './flow.ts';
import { portsOf } from './ports.ts';

/** Pixels of the canvas. */
export const NODE_WIDTH = 248;
const BETWEEN_LAYERS = 88;
const BETWEEN_NODES = 32;
/** How often layers are put in order after their neighbours: more changes nothing that one sees. The last one is forwards, after the ways out as they are drawn. */
const SWEEPS = 7;

/**
 * Places for all nodes, from left to right (after Sugiyama, Tagawa, Toda 1981): a layer by the longest way from the start,
 * an order in each layer by where the lines to its neighbours end, and every layer centred. `heightOf` in pixels.
 */
export function layOut({ flow: { nodes, start } }: Draft, heightOf: (id: string) => number): readonly Place[] {
  const known = new Set(nodes.map(({ id }) => id));
  const leads = new Map(nodes.map((node) => [node.id, portsOf(node).flatMap(({ to }) => (to !== null && known.has(to) ? [to] : []))]));
  const layers = layersOf([...(known.has(start) ? [start] : []), ...known], leads);
  const outs = new Map([...leads].map(([id, targets]) => [id, targets.map((to) => ({ id: to, off: 0 }))]));
  const ins = insOf(leads);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forth = sweep % 2 === 0;
    order(forth ? layers : layers.toReversed(), forth ? ins : outs);
  }
  const heights = layers.map((layer) => layer.reduce((sum, id) => sum + heightOf(id) + BETWEEN_NODES, -BETWEEN_NODES));
  const tallest = Math.max(0, ...heights);
  return layers.flatMap((layer, index) => {
    let y = Math.round((tallest - (heights[index] ?? 0)) / 2);
    return layer.map((id): Place => {
      const place: Place = [id, index * (NODE_WIDTH + BETWEEN_LAYERS), y];
      y += heightOf(id) + BETWEEN_NODES;
      return place;
    });
  });
}

type Ways = ReadonlyMap<string, readonly string[]>;

/** Each node one layer behind the last that leads to it; ways back, on which one would go round, do not count. What nothing leads to comes first. */
function layersOf(ids: readonly string[], leads: Ways): string[][] {
  const sorted: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const forward = new Map<string, string[]>();
  const visit = (id: string): void => {
    state.set(id, 'open');
    for (const to of leads.get(id) ?? []) {
      if (state.get(to) === 'open') continue;
      forward.set(id, [...(forward.get(id) ?? []), to]);
      if (!state.has(to)) visit(to);
    }
    state.set(id, 'done');
    sorted.unshift(id);
  };
  for (const id of ids) if (!state.has(id)) visit(id);
  const depth = new Map<string, number>();
  for (const id of sorted) for (const to of forward.get(id) ?? []) depth.set(to, Math.max(depth.get(to) ?? 0, (depth.get(id) ?? 0) + 1));
  const layers: string[][] = [];
  for (const id of sorted) (layers[depth.get(id) ?? 0] ??= []).push(id);
  return layers;
}

/** The other end of a line. */
interface End {
  readonly id: string;
  /** How far below the middle of that node, in parts of its place in the layer: above it where negative. */
  readonly off: number;
}
type Ends = ReadonlyMap<string, readonly End[]>;

/** Where the lines to each node begin: the ways out of one node lie one below the other. */
function insOf(leads: Ways): Ends {
  const ins = new Map<string, End[]>();
  for (const [id, targets] of leads) for (const [index, to] of targets.entries()) ins.set(to, [...(ins.get(to) ?? []), { id, off: (index + 1) / (targets.length + 1) - 0.5 }]);
  return ins;
}

/** Puts each layer in the order of the mean place of where its lines to those before end. */
function order(layers: readonly string[][], ends: Ends): void {
  const at = new Map<string, number>();
  const share = new Map(layers.flatMap((layer) => layer.map((id) => [id, 1 / layer.length])));
  const settle = (layer: readonly string[], alone: (id: string) => number): void => {
    for (const [index, id] of layer.entries()) at.set(id, layer.length === 1 ? alone(id) : (index + 0.5) / layer.length);
  };
  for (const layer of layers) settle(layer, () => 0.5);
  for (const layer of layers) {
    const mean = new Map(layer.map((id) => {
      const near = (ends.get(id) ?? []).map((end) => (at.get(end.id) ?? 0.5) + end.off * (share.get(end.id) ?? 1));
      return [id, near.length === 0 ? (at.get(id) ?? 0.5) : near.reduce((sum, each) => sum + each, 0) / near.length];
    }));
    layer.sort((a, b) => (mean.get(a) ?? 0) - (mean.get(b) ?? 0));
    settle(layer, (id) => mean.get(id) ?? 0.5);
  }
}

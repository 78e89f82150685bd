import type { Draft, Place } from './flow.ts';
import { portsOf } from './ports.ts';

/** Pixels of the canvas. */
export const NODE_WIDTH = 248;
const BETWEEN_LAYERS = 88;
const BETWEEN_NODES = 32;
/** How often layers are put in order after their neighbours: more changes nothing that one sees. */
const SWEEPS = 6;

/**
 * Places for all nodes, from left to right (after Sugiyama, Tagawa, Toda 1981): a layer by the longest way from the start,
 * an order in each layer by where its neighbours stand, and every layer centred. `heightOf` in pixels.
 */
export function layOut({ flow: { nodes, start } }: Draft, heightOf: (id: string) => number): readonly Place[] {
  const known = new Set(nodes.map(({ id }) => id));
  const leads = new Map(nodes.map((node) => [node.id, portsOf(node).flatMap(({ to }) => (to !== null && known.has(to) ? [to] : []))]));
  const layers = layersOf([...(known.has(start) ? [start] : []), ...known], leads);
  const comes = reversed(leads);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forth = sweep % 2 === 0;
    order(forth ? layers : layers.toReversed(), forth ? comes : leads);
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

function reversed(leads: Ways): Ways {
  const comes = new Map<string, string[]>();
  for (const [id, targets] of leads) for (const to of targets) comes.set(to, [...(comes.get(to) ?? []), id]);
  return comes;
}

/** Puts each layer in the order of the mean place of its neighbours before. */
function order(layers: readonly string[][], neighbours: Ways): void {
  const at = new Map<string, number>();
  for (const layer of layers) for (const [index, id] of layer.entries()) at.set(id, layer.length === 1 ? 0.5 : index / (layer.length - 1));
  for (const layer of layers) {
    const mean = new Map(layer.map((id) => {
      const near = (neighbours.get(id) ?? []).map((each) => at.get(each) ?? 0.5);
      return [id, near.length === 0 ? (at.get(id) ?? 0.5) : near.reduce((sum, each) => sum + each, 0) / near.length];
    }));
    layer.sort((a, b) => (mean.get(a) ?? 0) - (mean.get(b) ?? 0));
    for (const [index, id] of layer.entries()) at.set(id, layer.length === 1 ? (mean.get(id) ?? 0.5) : index / (layer.length - 1));
  }
}

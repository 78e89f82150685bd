import { isDeepStrictEqual } from 'node:util';
import type { Draft } from './draft.ts';

type Node = Draft['flow']['nodes'][number];
type Place = Draft['places'][number];

/** What has changed from one drawing to another, by node. Where a node is drawn is no change. */
export interface Diff {
  readonly added: readonly string[];
  /** As they were. */
  readonly removed: readonly { readonly node: Node; readonly place: Place | null }[];
  readonly changed: readonly { readonly id: string; readonly fields: readonly string[] }[];
  /** What belongs to no node: `start`, `texts`. */
  readonly settings: readonly string[];
}

export function diff(before: Draft, after: Draft): Diff {
  const old = new Map(before.flow.nodes.map((node) => [node.id, node]));
  const fresh = new Map(after.flow.nodes.map((node) => [node.id, node]));
  const changed = [...fresh.values()].map((node) => ({ id: node.id, fields: old.has(node.id) ? changedFields(old.get(node.id), node) : [] }));
  return {
    added: [...fresh.keys()].filter((id) => !old.has(id)),
    removed: [...old.values()].filter(({ id }) => !fresh.has(id)).map((node) => ({ node, place: before.places.find(([id]) => id === node.id) ?? null })),
    changed: changed.filter(({ fields }) => fields.length > 0),
    settings: [...changedFields(before.flow, after.flow).filter((name) => name !== 'nodes'), ...changedFields(before.start, after.start)],
  };
}

function changedFields(before: object | undefined, after: object): readonly string[] {
  const [old, fresh] = [new Map(Object.entries(before ?? {})), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((name) => !isDeepStrictEqual(old.get(name), fresh.get(name)));
}

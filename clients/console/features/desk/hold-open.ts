import type { DeskClient } from '#sdk/index.ts';

const holders = new WeakMap<DeskClient, Map<string, number>>();

/** Keeps a chat open while anybody holds it: the list holds the agent's own, the conversation the one that is shown. Returns the release. */
export function holdOpen(desk: DeskClient, id: string): () => void {
  const counts = holders.get(desk) ?? new Map<string, number>();
  holders.set(desk, counts);
  const held = counts.get(id) ?? 0;
  counts.set(id, held + 1);
  if (held === 0) desk.open(id);
  return () => {
    const left = (counts.get(id) ?? 1) - 1;
    counts.set(id, left);
    // Who lets go in the same turn as another takes hold does not close it in between.
    queueMicrotask(() => {
      if (counts.get(id) !== 0) return;
      counts.delete(id);
      desk.leave(id);
    });
  };
}

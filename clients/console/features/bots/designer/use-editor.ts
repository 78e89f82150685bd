import { useReactFlow } from '@xyflow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { StepNode } from './drawing.ts';
import type { Draft, Kind } from './flow.ts';
import { addNode, copyNodes, paste, placeOf, removeNodes } from './graph.ts';
import type { Clip, Point } from './graph.ts';
import { layOut, NODE_WIDTH } from './layout.ts';
import { portsOf } from './ports.ts';
import type { Editing } from './use-draft.ts';
import { useKeys } from './use-keys.ts';

/** Of a step that is not measured yet, pixels. */
const HEIGHT = 120;
const BESIDE = 88;
const MOVE_MS = 200;
/** Of the canvas, by what is brought into sight. */
const FILLED = 0.85;

interface Editor {
  readonly selected: ReadonlySet<string>;
  readonly select: (selected: ReadonlySet<string>) => void;
  readonly add: (is: Kind, at: Point, from?: { readonly node: string; readonly port: string }) => void;
  /** Behind the step that is chosen, where it has a free way out; in the middle of what is seen otherwise. */
  readonly append: (is: Kind) => void;
  readonly duplicate: () => void;
  readonly remove: () => void;
  readonly tidy: () => void;
  readonly fit: () => void;
  /** Brings a step into sight that the inspector has come over. */
  readonly reveal: (node: string) => void;
  /** Chooses a step and brings it into sight. */
  readonly goTo: (node: string) => void;
}

/** What is done on the canvas as a whole. */
export function useEditor({ draft, edit, redo, undo }: Editing, readOnly: boolean): Editor {
  const { fitView, flowToScreenPosition, getNode, getZoom, screenToFlowPosition, setCenter } = useReactFlow<StepNode>();
  const [chosen, select] = useState<ReadonlySet<string>>(new Set());
  // What was undone is chosen no more.
  const selected = useMemo(() => new Set(draft.flow.nodes.flatMap(({ id }) => (chosen.has(id) ? [id] : []))), [chosen, draft.flow.nodes]);
  const clip = useRef<Clip & { readonly times: number }>({ nodes: [], places: [], times: 0 });

  /** Brings what stands there into sight, where it is not: from further away, if there is no other way to see all of it. */
  const show = useCallback((places: readonly Point[]) => {
    const [left, top] = [Math.min(...places.map(({ x }) => x)), Math.min(...places.map(({ y }) => y))];
    const [right, bottom] = [Math.max(...places.map(({ x }) => x)) + NODE_WIDTH, Math.max(...places.map(({ y }) => y)) + HEIGHT];
    // The inspector has taken its part of the window by then.
    requestAnimationFrame(() => {
      const pane = paneBox();
      if (pane === undefined) return;
      const [from, to] = [flowToScreenPosition({ x: left, y: top }), flowToScreenPosition({ x: right, y: bottom })];
      if (from.x >= pane.left && from.y >= pane.top && to.x <= pane.right && to.y <= pane.bottom) return;
      const zoom = Math.min(getZoom(), (pane.width * FILLED) / (right - left), (pane.height * FILLED) / (bottom - top));
      void setCenter((left + right) / 2, (top + bottom) / 2, { zoom, duration: MOVE_MS });
    });
  }, [flowToScreenPosition, getZoom, setCenter]);

  const add: Editor['add'] = useCallback((is, at, from) => {
    let id = '';
    edit((now) => {
      const added = addNode(now, is, at, from);
      ({ id } = added);
      return added.draft;
    });
    select(new Set([id]));
    show([at]);
  }, [edit, show]);
  const append = (is: Kind): void => {
    const [only] = selected;
    const before = selected.size === 1 ? draft.flow.nodes.find(({ id }) => id === only) : undefined;
    const free = before && portsOf(before).find(({ to }) => to === null);
    if (before === undefined || free === undefined) {
      const pane = paneBox();
      const middle = screenToFlowPosition({ x: (pane?.left ?? 0) + (pane?.width ?? 0) / 2, y: (pane?.top ?? 0) + (pane?.height ?? 0) / 2 });
      return add(is, clear(draft, { x: middle.x - NODE_WIDTH / 2, y: middle.y - HEIGHT / 2 }));
    }
    const { x, y } = placeOf(draft, before.id);
    add(is, clear(draft, { x: x + NODE_WIDTH + BESIDE, y }), { node: before.id, port: free.id });
  };
  const put = (copied: Clip, times: number): void => {
    if (copied.nodes.length === 0) return;
    let pasted: ReturnType<typeof paste> | undefined;
    edit((now) => {
      pasted = paste(now, copied, times);
      return pasted.draft;
    });
    if (pasted === undefined) return;
    const { draft: after, ids } = pasted;
    select(new Set(ids));
    show(ids.map((id) => placeOf(after, id)));
  };
  const duplicate = (): void => put(copyNodes(draft, selected), 1);
  const heightOf = (id: string): number => getNode(id)?.measured?.height ?? HEIGHT;
  const fit = (): void => void fitView({ maxZoom: 1, padding: 0.08, duration: MOVE_MS });
  useKeys({
    undo, redo, duplicate,
    copy: () => { if (selected.size > 0) clip.current = { ...copyNodes(draft, selected), times: 0 }; },
    paste: () => {
      clip.current = { ...clip.current, times: clip.current.times + 1 };
      put(clip.current, clip.current.times);
    },
    selectAll: () => select(new Set(draft.flow.nodes.map(({ id }) => id))),
  }, !readOnly);
  return {
    selected, select, add, append, duplicate, fit,
    remove: () => {
      edit((now) => removeNodes(now, selected));
      select(new Set());
    },
    tidy: () => {
      edit((now) => ({ ...now, places: layOut(now, heightOf) }));
      requestAnimationFrame(fit);
    },
    reveal: (id) => show([placeOf(draft, id)]),
    goTo: (id) => {
      select(new Set([id]));
      const { x, y } = placeOf(draft, id);
      void setCenter(x + NODE_WIDTH / 2, y + heightOf(id) / 2, { zoom: 1, duration: MOVE_MS });
    },
  };
}

const paneBox = (): DOMRect | undefined => document.querySelector('.react-flow')?.getBoundingClientRect();

/** The first place from there downwards on which nothing stands. */
function clear({ places }: Draft, at: Point): Point {
  const taken = ({ x, y }: Point): boolean => places.some(([, left, top]) => Math.abs(left - x) < NODE_WIDTH && Math.abs(top - y) < HEIGHT);
  let free = at;
  while (taken(free)) free = { x: free.x, y: free.y + HEIGHT + 24 };
  return free;
}

import { applyNodeChanges, Background, BackgroundVariant, MiniMap, ReactFlow, useNodesInitialized, useReactFlow } from '@xyflow/react';
import type { Connection, EdgeChange, FinalConnectionState, NodeChange, OnReconnect, ReactFlowInstance } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { usePreferences } from '../../../app/preferences.tsx';
import classes from './canvas.module.css';
import { edgesOf, nodesOf } from './drawing.ts';
import type { Marks, StepNode } from './drawing.ts';
import { KINDS } from './flow.ts';
import type { Draft, Kind } from './flow.ts';
import { connect, moveNodes, removeNodes } from './graph.ts';
import type { Point } from './graph.ts';
import { NEW_STEP } from './palette.tsx';
import { QuickAdd } from './quick-add.tsx';
import type { Dropped } from './quick-add.tsx';
import { useWords } from './texts/use-texts.ts';
import { StepCard } from './step-node.tsx';
import type { Editing } from './use-draft.ts';

const nodeTypes = { step: StepCard };

/** Smaller, nothing can be read: one looks at the start instead of at all of it. */
const READABLE = 0.5;

async function look({ fitView, getNodes, getZoom, setViewport }: ReactFlowInstance<StepNode>): Promise<void> {
  await fitView({ maxZoom: 1, padding: 0.08 });
  const start = getNodes().find(({ data: { isStart } }) => isStart);
  const pane = document.querySelector('.react-flow');
  if (getZoom() >= READABLE || start === undefined || pane === null) return;
  await setViewport({ zoom: 0.8, x: 40 - start.position.x * 0.8, y: pane.clientHeight / 2 - (start.position.y + 60) * 0.8 });
}

interface CanvasProps extends Marks {
  readonly draft: Draft;
  readonly edit: Editing['edit'];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  /** A step was turned to by a click. */
  readonly onTurnTo: (node: string) => void;
  readonly onAdd: (is: Kind, at: Point, from?: { readonly node: string; readonly port: string }) => void;
  readonly readOnly: boolean;
  readonly labelOf: (node: string) => string;
}

/** Where a flow is drawn. */
export function Canvas({ draft, edit, selected, onSelect, onTurnTo, onAdd, readOnly, diff, findings, here, labelOf, trace }: CanvasProps) {
  const words = useWords();
  const { scheme } = usePreferences();
  const instance = useReactFlow<StepNode>();
  const { screenToFlowPosition } = instance;
  const [chosenEdges, setChosenEdges] = useState<ReadonlySet<string>>(new Set());
  const [dropped, setDropped] = useState<Dropped | null>(null);
  const wanted = useMemo(() => nodesOf(draft, { diff, findings, here, trace }, selected, labelOf), [draft, diff, findings, here, labelOf, trace, selected]);
  const edges = useMemo(() => edgesOf(draft, { trace }, chosenEdges), [draft, trace, chosenEdges]);
  /** As they are on the screen: with their sizes, and in the middle of being moved. */
  const [nodes, setNodes] = useState(wanted);
  useEffect(() => setNodes((before) => {
    const known = new Map(before.map((node) => [node.id, node]));
    return wanted.map((node) => {
      const shown = known.get(node.id);
      return shown === undefined ? node : { ...node, ...(shown.measured === undefined ? {} : { measured: shown.measured }), ...(shown.dragging === true ? { dragging: true, position: shown.position } : {}) };
    });
  }), [wanted]);

  // Sooner nothing is known of their sizes, and what is shown would be somewhere beside them.
  const areMeasured = useNodesInitialized();
  const hasLooked = useRef(false);
  useEffect(() => {
    if (!areMeasured || hasLooked.current) return;
    hasLooked.current = true;
    void look(instance);
  }, [areMeasured, instance]);

  const changeNodes = useCallback((changes: NodeChange<StepNode>[]) => {
    const selections = changes.filter((change) => change.type === 'select');
    if (selections.length > 0) {
      const next = new Set(selected);
      for (const { id, selected: isSelected } of selections) if (isSelected) next.add(id); else next.delete(id);
      onSelect(next);
    }
    setNodes((before) => applyNodeChanges(changes.filter(({ type }) => type !== 'remove' && type !== 'select'), before));
    const moved = new Map(changes.flatMap((change) => (change.type === 'position' && change.dragging !== true && change.position !== undefined ? [[change.id, change.position] as const] : [])));
    if (moved.size > 0) edit((now) => moveNodes(now, moved), 'move');
  }, [edit, onSelect, selected]);
  const changeEdges = useCallback((changes: EdgeChange[]) => setChosenEdges((before) => {
    const next = new Set(before);
    for (const change of changes) if (change.type === 'select') if (change.selected) next.add(change.id); else next.delete(change.id);
    return next;
  }), []);
  const join = ({ source, sourceHandle, target }: Connection): void => {
    if (sourceHandle !== null) edit((now) => connect(now, source, sourceHandle, target));
  };
  const rejoin: OnReconnect = (before, { source, sourceHandle, target }) => edit((now) => {
    const cut = before.sourceHandle == null || (source === before.source && sourceHandle === before.sourceHandle) ? now : connect(now, before.source, before.sourceHandle, null);
    return sourceHandle === null ? cut : connect(cut, source, sourceHandle, target);
  });
  /** A way that ends on nothing wants a step there. */
  const endJoin = (event: MouseEvent | TouchEvent, { fromHandle, fromNode, isValid }: FinalConnectionState): void => {
    if (isValid === true || fromNode === null || fromHandle?.type !== 'source' || fromHandle.id == null || readOnly) return;
    const at = 'changedTouches' in event ? event.changedTouches[0] : event;
    if (at === undefined || (event.target instanceof Element && !event.target.classList.contains('react-flow__pane'))) return;
    const screen = { x: at.clientX, y: at.clientY };
    setDropped({ screen, at: screenToFlowPosition(screen), from: { node: fromNode.id, port: fromHandle.id } });
  };
  const drop = (event: DragEvent): void => {
    const kind = KINDS.find((each) => each === event.dataTransfer.getData(NEW_STEP));
    if (kind === undefined) return;
    event.preventDefault();
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    onAdd(kind, { x: x - 124, y: y - 24 });
  };
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes(NEW_STEP)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  };

  return (
    <div className={classes.canvas} onDrop={drop} onDragOver={over}>
      <ReactFlow<StepNode>
        nodes={nodes} edges={edges} nodeTypes={nodeTypes} colorMode={scheme}
        onNodesChange={changeNodes} onEdgesChange={changeEdges} onNodeClick={(_event, { id }) => onTurnTo(id)}
        onDelete={({ nodes: gone, edges: cut }) => edit((now) => removeNodes(cut.reduce((each, { source, sourceHandle }) => (sourceHandle == null ? each : connect(each, source, sourceHandle, null)), now), new Set(gone.map(({ id }) => id))))}
        {...(readOnly ? {} : { onConnect: join, onReconnect: rejoin, onConnectEnd: endJoin })}
        nodesDraggable={!readOnly} nodesConnectable={!readOnly} edgesReconnectable={!readOnly} elementsSelectable deleteKeyCode={readOnly ? null : ['Delete', 'Backspace']}
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']} selectionKeyCode="Shift"
        minZoom={0.15} maxZoom={1.6} connectionRadius={28} nodeDragThreshold={2} zoomOnDoubleClick={false}
        ariaLabelConfig={{ 'node.a11yDescription.default': words.canvas.node, 'node.a11yDescription.keyboardDisabled': words.canvas.node, 'edge.a11yDescription.default': words.canvas.edge }}
        defaultEdgeOptions={{ type: 'default', interactionWidth: 18 }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.6} />
        {readOnly ? null : <MiniMap pannable zoomable position="bottom-right" style={{ width: 168, height: 112 }} nodeBorderRadius={24} nodeStrokeWidth={0} ariaLabel={null} />}
      </ReactFlow>
      <QuickAdd dropped={dropped} onClose={() => setDropped(null)} onChoose={(kind) => { if (dropped !== null) onAdd(kind, { x: dropped.at.x, y: dropped.at.y - 24 }, dropped.from); setDropped(null); }} />
    </div>
  );
}

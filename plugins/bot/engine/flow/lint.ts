import { isAddress, isBody } from './request.ts';
import type { Check, Flow, FlowNode } from './schema.ts';
import type { FlowSource } from './state.ts';
import { slotsIn } from './texts.ts';

/** What is wrong with a drawing. An error keeps it from being published. */
export interface Finding {
  readonly code: 'start.unknown' | 'target.unknown' | 'flow.unknown' | 'flow.contains-itself' | 'intent.unknown-target' | 'node.unreachable' | 'node.no-exit' | 'node.no-human' | 'node.loop' | 'node.no-text' | 'slot.unknown' | 'api.no-address' | 'api.no-json';
  /** The node; empty where it is the flow itself. */
  readonly node: string;
  readonly severity: 'error' | 'warning';
  /** What is named and not there: a node, a slot, an intent, a flow. */
  readonly name?: string;
}

/** Where a node leads to; null is the end of the flow. */
function edgesOf(node: FlowNode): readonly (string | null)[] {
  switch (node.is) {
    case 'message':
    case 'flow': return [node.next];
    case 'question': return node.onFail === null ? [node.next] : [node.next, node.onFail];
    case 'condition': return [...node.cases.map(({ next }) => next), node.otherwise];
    case 'api': return [node.next, node.onError];
    case 'faq': return [node.next, node.otherwise];
    case 'handoff':
    case 'end': return [];
  }
}

const textsOf = (node: FlowNode): readonly string[] => {
  switch (node.is) {
    case 'message':
    case 'question':
    case 'end': return [node.text];
    case 'api': return [node.url, node.body, ...node.args.map(({ value }) => value), ...node.headers.map(({ value }) => value)];
    case 'handoff': return [node.summary];
    default: return [];
  }
};

const slotsOf = (node: FlowNode): readonly string[] => {
  const checked = node.is === 'condition' ? node.cases.flatMap(({ when }) => when.map(({ slot }: Check) => slot)) : [];
  return [...textsOf(node).flatMap(slotsIn), ...checked, ...(node.is === 'handoff' ? node.slots : [])];
};

/** A person is reached from here without another node: by handing over, or because a question that fails does. */
const leadsToHuman = (node: FlowNode): boolean => node.is === 'handoff' || (node.is === 'question' && node.onFail === null);
/** Nothing is done by itself at it for ever: somebody has to answer, or it is over. */
const waits = (node: FlowNode): boolean => node.is !== 'message' && node.is !== 'condition' && node.is !== 'flow';

/** Looks at a flow before it is published. `flows` knows those that it enters; slots of theirs count as known. */
export function lintFlow(flow: Flow, flows: FlowSource): readonly Finding[] {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const findings: Finding[] = [];
  const add = (severity: Finding['severity'], code: Finding['code'], node: string, name?: string): void => {
    findings.push({ code, node, severity, ...(name === undefined ? {} : { name }) });
  };
  const next = (node: FlowNode): readonly FlowNode[] => edgesOf(node).flatMap((id) => (id === null ? [] : (nodes.get(id) ?? [])));
  const starts = [flow.start, ...flow.intents.map(({ node }) => node)];
  const reachable = spread(starts.flatMap((id) => nodes.get(id) ?? []), next);
  const before = backwards(reachable, next);
  const exits = spread([...reachable].filter((node) => edgesOf(node).length === 0 || edgesOf(node).includes(null) || leadsToHuman(node)), before);
  const humans = spread([...reachable].filter(leadsToHuman), before);
  const looping = onLoops([...reachable].filter((node) => !waits(node)), next);
  const known = knownSlots(flow, flows);

  if (!nodes.has(flow.start)) add('error', 'start.unknown', '', flow.start);
  for (const { intent, node } of flow.intents) if (!nodes.has(node)) add('error', 'intent.unknown-target', node, intent);
  for (const node of flow.nodes) {
    for (const id of new Set(edgesOf(node))) if (id !== null && !nodes.has(id)) add('error', 'target.unknown', node.id, id);
    for (const slot of new Set(slotsOf(node))) if (!known.has(slot)) add('error', 'slot.unknown', node.id, slot);
    if ((node.is === 'message' || node.is === 'question') && node.text.trim() === '') add('error', 'node.no-text', node.id);
    if (node.is === 'api' && !isAddress(node.url, node.connection)) add('error', 'api.no-address', node.id);
    if (node.is === 'api' && !isBody(node.body)) add('error', 'api.no-json', node.id);
    if (node.is === 'flow' && flows(node.flow) === undefined) add('error', 'flow.unknown', node.id, node.flow.id);
    if (node.is === 'flow' && reaches(node.flow.id, flow.id, flows, node.flow.version)) add('error', 'flow.contains-itself', node.id, node.flow.id);
    if (!reachable.has(node)) {
      add('warning', 'node.unreachable', node.id);
      continue;
    }
    if (!exits.has(node)) add('error', 'node.no-exit', node.id);
    // Whoever asks for a person gets one at any place, unless the flow does without.
    if (!flow.human && !humans.has(node)) add('error', 'node.no-human', node.id);
    if (looping.has(node)) add('error', 'node.loop', node.id);
  }
  return findings;
}

/** Everything that is reached. */
function spread(from: readonly FlowNode[], next: (node: FlowNode) => readonly FlowNode[]): ReadonlySet<FlowNode> {
  const reached = new Set(from);
  for (const node of reached) for (const each of next(node)) reached.add(each); // a set is walked while it grows
  return reached;
}

function backwards(nodes: ReadonlySet<FlowNode>, next: (node: FlowNode) => readonly FlowNode[]): (node: FlowNode) => readonly FlowNode[] {
  const before = new Map<FlowNode, FlowNode[]>();
  for (const node of nodes) for (const each of next(node)) before.set(each, [...(before.get(each) ?? []), node]);
  return (node) => before.get(node) ?? [];
}

/** Those from which a way leads back to them that touches none but these. */
function onLoops(nodes: readonly FlowNode[], next: (node: FlowNode) => readonly FlowNode[]): ReadonlySet<FlowNode> {
  const among = new Set(nodes);
  const within = (node: FlowNode): readonly FlowNode[] => next(node).filter((each) => among.has(each));
  return new Set(nodes.filter((node) => spread(within(node), within).has(node)));
}

function flowsIn(flow: Flow | undefined): readonly (FlowNode & { readonly is: 'flow' })[] {
  return flow?.nodes.filter((node) => node.is === 'flow') ?? [];
}

/** Whether a flow enters another at any depth. */
function reaches(id: string, wanted: string, flows: FlowSource, version: number): boolean {
  const open = [{ id, version }];
  const seen = new Set<string>();
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (each.id === wanted) return true;
    const key = `${each.version} ${each.id}`;
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...flowsIn(flows(each)).map(({ flow }) => flow));
  }
  return false;
}

/** Slots that something fills: a question or a call, of this flow or of one in it. */
function knownSlots(flow: Flow, flows: FlowSource): ReadonlySet<string> {
  const all = new Set([flow]);
  for (const each of all) {
    for (const { flow: reference } of flowsIn(each)) {
      const inner = flows(reference);
      if (inner !== undefined) all.add(inner);
    }
  }
  return new Set([...all].flatMap(({ nodes }) => nodes.flatMap((node) => (node.is === 'question' ? [node.slot] : node.is === 'api' ? node.save.map(({ slot }) => slot) : []))));
}

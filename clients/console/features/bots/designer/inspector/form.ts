import type { Finding, FlowRow } from '../flow-api.ts';
import type { FlowNode, Kind, NodeOf } from '../flow.ts';

/** What the form of a kind of nodes is given. */
export interface FormProps<K extends Kind> {
  readonly node: NodeOf<K>;
  readonly onChange: (node: FlowNode) => void;
  /** Slots that something fills. */
  readonly known: readonly string[];
  readonly nodes: readonly FlowNode[];
  /** Other flows of the bot. */
  readonly flows: readonly FlowRow[];
  /** What questions may ask for, the bot's own dictionaries among them. */
  readonly types: readonly string[];
  /** What was found: by a code of a finding, or by the name of a field. */
  readonly complaint: (...about: readonly string[]) => string | undefined;
}

/** What a finding is about, as forms ask for it: the field that is wrong, or its code. */
export const subjectOf = ({ code, name }: Finding): string => (code === 'field.wrong' && name !== undefined ? name : code);

/** What the form of a step says of it beside a field that is in sight. */
export function besideFields(node: FlowNode): ReadonlySet<string> {
  switch (node.is) {
    case 'message': return new Set(['node.no-text', 'slot.unknown', 'text']);
    case 'question': return new Set(['node.no-text', 'slot.unknown', 'type.unknown', 'slot', ...(node.type === 'choice' ? ['flow.no-choices', 'choices'] : [])]);
    case 'condition': return new Set(['slot.unknown', 'cases']);
    case 'api': return new Set(['api.no-address', 'api.not-allowed', 'url', 'args', 'headers', 'save', ...(node.method === 'GET' || node.method === 'HEAD' ? [] : ['api.no-json', 'body'])]);
    case 'flow': return new Set(['flow.unknown', 'flow.contains-itself', 'flow']);
    case 'handoff': return new Set(['slot.unknown', 'slots']);
    case 'end': return new Set(['slot.unknown', 'text']);
    case 'faq': return new Set();
  }
}

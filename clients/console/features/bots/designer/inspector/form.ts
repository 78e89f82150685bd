import type { FlowRow } from '../flow-api.ts';
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

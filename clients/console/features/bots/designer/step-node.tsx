import { Handle, Position } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { memo, use } from 'react';
import { Emblem } from '../../../app/emblem.tsx';
import type { StepNode } from './drawing.ts';
import type { FlowNode } from './flow.ts';
import { FlowNames } from './flow-names.ts';
import { Glyph, toneOf } from './glyph.tsx';
import { portsOf } from './ports.ts';
import type { Port } from './ports.ts';
import classes from './step-node.module.css';
import { useWords } from './texts/use-texts.ts';
import { excerptOf, portLabel } from './words.ts';

/** Choices that are shown on a node. */
const MOST_CHOICES = 4;

/** A step of a flow, as a card with its ways out. */
export const StepCard = memo(function StepCard({ data: { here, isStart, mark, node, problems, severity, visited }, isConnectable, selected }: NodeProps<StepNode>) {
  const words = useWords();
  const nameOfFlow = use(FlowNames);
  const text = excerptOf(node, nameOfFlow, words);
  const isHint = node.is === 'faq' || node.is === 'condition';
  const slot = node.is === 'question' ? (node.slot === '' ? words.node.noSlot : node.slot) : null;
  return (
    <div className={classes.card} data-selected={selected || undefined} data-mark={mark ?? undefined} data-visited={visited || undefined} data-here={here || undefined}>
      {isStart ? <span className={classes.start}><Glyph name="start" size={11} />{words.node.start}</span> : null}
      {mark === null ? null : <span className={classes.mark} data-mark={mark}>{mark === 'added' ? words.node.added : mark === 'changed' ? words.node.changed : words.node.dropped}</span>}
      <Handle type="target" id="in" position={Position.Left} className={classes.handle ?? ''} isConnectable={isConnectable} />
      <div className={classes.header}>
        <Emblem size={24} tone={toneOf(node.is)}><Glyph name={node.is} size={15} /></Emblem>
        <span className={classes.kind}>{words.kinds[node.is]}</span>
        {slot === null ? null : <span className={classes.slot} data-empty={node.is === 'question' && node.slot === '' ? true : undefined}>{slot}</span>}
        {node.is === 'end' && node.solved ? <span className={classes.slot}>{words.node.solved}</span> : null}
        {severity === null ? null : <span className={classes.problem} data-severity={severity} role="img" aria-label={words.node.problems(problems)} title={words.node.problems(problems)}>{problems}</span>}
      </div>
      {text === '' ? <p className={classes.empty}>{placeholder(node, words)}</p> : <p className={isHint ? classes.hint : classes.text}>{text}</p>}
      {node.is === 'question' && node.choices.length > 0 ? (
        <ul className={classes.choices}>
          {node.choices.slice(0, MOST_CHOICES).map(({ label, value }) => <li key={value}>{label}</li>)}
          {node.choices.length > MOST_CHOICES ? <li>+{node.choices.length - MOST_CHOICES}</li> : null}
        </ul>
      ) : null}
      <Ports node={node} isConnectable={isConnectable} />
    </div>
  );
});

function Ports({ isConnectable, node }: { readonly node: FlowNode; readonly isConnectable: boolean }) {
  const words = useWords();
  const ports = portsOf(node);
  return ports.length === 0 ? null : (
    <ul className={classes.ports}>
      {ports.map((port) => (
        <li key={port.id}>
          <span className={classes.port}>{portLabel(node, port, words)}</span>
          {port.to === null ? <span className={classes.loose}>{looseEnd(node, port) === 'person' ? words.node.toPerson : words.node.toEnd}</span> : null}
          <Handle type="source" id={port.id} position={Position.Right} className={classes.handle ?? ''} isConnectable={isConnectable} data-port={port.id} />
        </li>
      ))}
    </ul>
  );
}

/** Where it goes on from a way out that leads nowhere. */
const looseEnd = ({ is }: FlowNode, { id }: Port): 'person' | 'end' => (is === 'question' && id === 'onFail' ? 'person' : 'end');

const placeholder = ({ is }: FlowNode, { hints, node }: ReturnType<typeof useWords>): string => (is === 'message' || is === 'question' ? node.noText : is === 'flow' ? node.choose : hints[is]);

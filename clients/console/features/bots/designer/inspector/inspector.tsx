import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { Icon } from '../../../../app/icon.tsx';
import { useTexts } from '../../../../app/preferences.tsx';
import type { Connection, Finding, FlowRow } from '../flow-api.ts';
import type { Draft, FlowNode } from '../flow.ts';
import { Glyph } from '../glyph.tsx';
import { slotsOf } from '../ports.ts';
import { SidePanel } from '../side-panel.tsx';
import { useWords } from '../texts/use-texts.ts';
import { sentenceOf } from '../words.ts';
import { ApiForm } from './api-form.tsx';
import type { TryCall } from './call-try.tsx';
import { ConditionForm } from './condition-form.tsx';
import { besideFields, subjectOf } from './form.ts';
import type { FormProps } from './form.ts';
import classes from './inspector.module.css';
import { EndForm, HandoffForm, MessageForm, SubFlowForm } from './other-forms.tsx';
import { QuestionForm } from './question-form.tsx';

interface InspectorProps {
  readonly node: FlowNode;
  readonly draft: Draft;
  readonly findings: readonly Finding[];
  readonly flows: readonly FlowRow[];
  readonly types: readonly string[];
  readonly connections: readonly Connection[];
  readonly tryCall: TryCall;
  readonly onChange: (node: FlowNode) => void;
  readonly onStart: () => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

/** What the chosen step does. */
export function Inspector({ connections, draft, findings, flows, node, onChange, onClose, onDuplicate, onRemove, onStart, tryCall, types }: InspectorProps) {
  const { common } = useTexts();
  const words = useWords();
  const own = findings.filter((finding) => finding.node === node.id);
  const complaint: FormProps<'end'>['complaint'] = (...about) => {
    const found = new Set(own.filter((finding) => about.includes(subjectOf(finding))).map((finding) => sentenceOf(finding, words)));
    return found.size === 0 ? undefined : [...found].join(' ');
  };
  // What stands beside its field stands nowhere else.
  const beside = besideFields(node);
  const above = own.filter((finding) => !beside.has(subjectOf(finding)));
  const isStart = draft.flow.start === node.id;
  return (
    <SidePanel
      glyph={<Glyph name={node.is} size={17} />} title={words.kinds[node.is]} close={common.close} onClose={onClose}
      actions={
        <>
          <Tooltip label={words.form.duplicate}><ActionIcon variant="subtle" color="gray" aria-label={words.form.duplicate} onClick={onDuplicate}><Icon name="copy" size={16} /></ActionIcon></Tooltip>
          <Tooltip label={words.form.remove}><ActionIcon variant="subtle" color="gray" aria-label={words.form.remove} onClick={onRemove}><Glyph name="trash" size={16} /></ActionIcon></Tooltip>
        </>
      }
    >
      <div className={classes.body} key={node.id}>
        <p className={classes.quiet}>{words.hints[node.is]}</p>
        {above.length === 0 ? null : <ul className={classes.findings}>{above.map((finding) => <li key={`${finding.code} ${finding.name ?? ''}`} data-severity={finding.severity}><Icon name="alert" size={14} />{sentenceOf(finding, words)}</li>)}</ul>}
        <Form node={node} nodes={draft.flow.nodes} known={slotsOf(draft.flow.nodes)} flows={flows} types={types} connections={connections} tryCall={tryCall} complaint={complaint} onChange={onChange} />
        {isStart ? <p className={classes.quiet}>{words.form.isStart}</p> : <Button size="xs" variant="default" leftSection={<Glyph name="start" size={13} />} onClick={onStart}>{words.form.makeStart}</Button>}
      </div>
    </SidePanel>
  );
}

function Form({ connections, node, tryCall, ...props }: Omit<FormProps<'end'>, 'node'> & Pick<InspectorProps, 'connections' | 'node' | 'tryCall'>) {
  switch (node.is) {
    case 'message': return <MessageForm node={node} {...props} />;
    case 'question': return <QuestionForm node={node} {...props} />;
    case 'condition': return <ConditionForm node={node} {...props} />;
    case 'api': return <ApiForm node={node} connections={connections} tryCall={tryCall} {...props} />;
    case 'flow': return <SubFlowForm node={node} {...props} />;
    case 'handoff': return <HandoffForm node={node} {...props} />;
    case 'end': return <EndForm node={node} {...props} />;
    case 'faq': return null;
  }
}

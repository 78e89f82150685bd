import { ActionIcon, Button, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { Icon } from '../../../../app/icon.tsx';
import { CHECKS, MOST } from '../flow.ts';
import type { Case, Check, FlowNode } from '../flow.ts';
import { useWords } from '../texts/use-texts.ts';
import type { FormProps } from './form.ts';
import classes from './inspector.module.css';
import { SlotField } from './slot-field.tsx';

const NEW_CHECK: Check = { slot: '', is: 'filled' };

export function ConditionForm({ complaint, known, node, nodes, onChange }: FormProps<'condition'>) {
  const { form } = useWords();
  const set = (cases: readonly Case[]): void => onChange({ ...node, cases });
  const change = (index: number, changes: Partial<Case>): void => set(node.cases.map((each, at) => (at === index ? { ...each, ...changes } : each)));
  const error = complaint('slot.unknown', 'cases');
  return (
    <>
      {node.cases.map((each, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- Their place is what they are called by.
        <fieldset key={index} className={classes.group}>
          <legend>
            {form.case(index + 1)}
            {node.cases.length < 2 ? null : <ActionIcon variant="subtle" color="gray" size="sm" aria-label={form.removeCase(index + 1)} onClick={() => set(node.cases.toSpliced(index, 1))}><Icon name="close" size={14} /></ActionIcon>}
          </legend>
          {each.when.length < 2 ? null : <SegmentedControl size="xs" fullWidth aria-label={form.match} value={each.match} data={[{ value: 'all', label: form.all }, { value: 'any', label: form.any }]} onChange={(match) => change(index, { match: match === 'any' ? 'any' : 'all' })} />}
          {each.when.map((check, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- They have no other name.
            <CheckRow key={at} check={check} known={known} nodes={nodes} onChange={(next) => change(index, { when: each.when.with(at, next) })} onRemove={each.when.length < 2 ? null : () => change(index, { when: each.when.toSpliced(at, 1) })} />
          ))}
          {each.when.length >= MOST.checks ? null : <Button size="xs" variant="subtle" color="gray" leftSection={<Icon name="plus" size={14} />} onClick={() => change(index, { when: [...each.when, NEW_CHECK] })}>{form.addCheck}</Button>}
        </fieldset>
      ))}
      {error === undefined ? null : <p className={classes.error}>{error}</p>}
      {node.cases.length >= MOST.cases ? null : <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={() => set([...node.cases, { match: 'all', when: [NEW_CHECK], next: null }])}>{form.addCase}</Button>}
    </>
  );
}

interface CheckRowProps {
  readonly check: Check;
  readonly known: readonly string[];
  readonly nodes: readonly FlowNode[];
  readonly onChange: (check: Check) => void;
  readonly onRemove: (() => void) | null;
}

function CheckRow({ check, known, nodes, onChange, onRemove }: CheckRowProps) {
  const { checks, form } = useWords();
  return (
    <div className={classes.check}>
      <div className={classes.pair}>
        <SlotField hidden label={form.slot} value={check.slot} known={known} onChange={(slot) => onChange({ ...check, slot })} />
        <Select aria-label={form.check} allowDeselect={false} value={check.is} data={CHECKS.map((value) => ({ value, label: checks[value] }))} onChange={(is) => onChange(compared(check, CHECKS.find((each) => each === is) ?? 'filled', nodes))} />
        {onRemove === null ? null : <ActionIcon variant="subtle" color="gray" aria-label={form.removeCheck} onClick={onRemove}><Icon name="close" size={15} /></ActionIcon>}
      </div>
      <ComparedField check={check} nodes={nodes} onChange={onChange} />
    </div>
  );
}

/** What is compared with: of a question for yes or no, or with choices, one of these. */
function ComparedField({ check, nodes, onChange }: Pick<CheckRowProps, 'check' | 'nodes' | 'onChange'>) {
  const { form } = useWords();
  if (check.is === 'filled' || check.is === 'empty') return null;
  if (check.is === 'above' || check.is === 'below') return <NumberInput aria-label={form.compared} value={check.value} onChange={(value) => onChange({ ...check, value: typeof value === 'number' ? value : 0 })} />;
  if (check.is === 'matching') return <TextInput aria-label={form.compared} value={check.value} maxLength={500} onChange={(event) => onChange({ ...check, value: event.currentTarget.value })} />;
  const asked = questionOf(nodes, check.slot);
  if (asked?.type === 'yes-no') return <SegmentedControl size="xs" fullWidth aria-label={form.compared} value={String(check.value === true)} data={[{ value: 'true', label: form.yes }, { value: 'false', label: form.no }]} onChange={(value) => onChange({ ...check, value: value === 'true' })} />;
  if (asked?.type === 'choice') return <Select aria-label={form.compared} value={String(check.value)} data={[...new Set(asked.choices.map(({ value }) => value).filter((value) => value !== ''))]} onChange={(value) => onChange({ ...check, value: value ?? '' })} />;
  return <TextInput aria-label={form.compared} value={String(check.value)} maxLength={500} onChange={(event) => onChange({ ...check, value: event.currentTarget.value })} />;
}

const questionOf = (nodes: readonly FlowNode[], slot: string) => nodes.find((node) => node.is === 'question' && node.slot === slot) as (FlowNode & { readonly is: 'question' }) | undefined;

/** The same condition with another comparison; what it was compared with stays where it can. */
function compared(check: Check, is: Check['is'], nodes: readonly FlowNode[]): Check {
  const { slot } = check;
  const value = 'value' in check ? check.value : questionOf(nodes, slot)?.type === 'yes-no' ? true : '';
  switch (is) {
    case 'filled':
    case 'empty': return { slot, is };
    case 'above':
    case 'below': return { slot, is, value: Number.isFinite(Number(value)) ? Number(value) : 0 };
    case 'matching': return { slot, is, value: String(value) };
    default: return { slot, is, value };
  }
}

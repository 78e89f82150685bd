import { Button, MultiSelect, Select, Switch } from '@mantine/core';
import { useDepartments } from '../../../../api/queries.ts';
import { useWords } from '../texts/use-texts.ts';
import type { FormProps } from './form.ts';
import { TextField } from './text-field.tsx';

export function MessageForm({ complaint, known, node, onChange }: FormProps<'message'>) {
  const { form } = useWords();
  return <TextField label={form.text} hint={form.textHint} value={node.text} known={known} error={complaint('node.no-text', 'slot.unknown', 'text')} rows={4} onChange={(text) => onChange({ ...node, text })} />;
}

export function EndForm({ complaint, known, node, onChange }: FormProps<'end'>) {
  const { form } = useWords();
  return (
    <>
      <TextField label={form.text} hint={form.textHint} value={node.text} known={known} error={complaint('slot.unknown', 'text')} onChange={(text) => onChange({ ...node, text })} />
      <Switch label={form.solved} description={form.solvedHint} checked={node.solved} onChange={(event) => onChange({ ...node, solved: event.currentTarget.checked })} />
    </>
  );
}

export function HandoffForm({ complaint, known, node, onChange }: FormProps<'handoff'>) {
  const { form } = useWords();
  const departments = useDepartments().data ?? [];
  return (
    <>
      <TextField label={form.summary} hint={form.summaryHint} value={node.summary} known={known} error={complaint('slot.unknown')} onChange={(summary) => onChange({ ...node, summary })} />
      <Select
        label={form.department} value={node.department ?? ''} allowDeselect={false} onChange={(department) => onChange({ ...node, department: department || null })}
        data={[{ value: '', label: form.usualDepartment }, ...departments.filter(({ archived, id }) => !archived || id === node.department).map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <MultiSelect label={form.slots} placeholder={node.slots.length === 0 ? form.allSlots : ''} data={[...new Set([...known, ...node.slots])]} value={[...node.slots]} error={complaint('slots')} onChange={(slots) => onChange({ ...node, slots })} />
    </>
  );
}

/** Which version of another flow is entered: always one that is published. */
export function SubFlowForm({ complaint, flows, node, onChange }: FormProps<'flow'>) {
  const { form, node: words } = useWords();
  const published = flows.filter(({ live }) => live !== null);
  const chosen = flows.find(({ id }) => id === node.flow.id);
  return (
    <>
      <Select
        label={form.flow} placeholder={words.choose} data={published.map(({ id, name }) => ({ value: id, label: name }))} value={node.flow.id === '' ? null : node.flow.id} error={complaint('flow.unknown', 'flow.contains-itself', 'flow')}
        description={published.length === 0 ? form.noFlows : undefined} onChange={(id) => onChange({ ...node, flow: { id: id ?? '', version: flows.find((each) => each.id === id)?.live ?? 1 } })}
      />
      {chosen?.live == null || chosen.live === node.flow.version ? null : (
        <Button size="xs" variant="default" onClick={() => onChange({ ...node, flow: { id: chosen.id, version: chosen.live ?? node.flow.version } })}>{words.version(node.flow.version)} → {words.version(chosen.live)}</Button>
      )}
    </>
  );
}

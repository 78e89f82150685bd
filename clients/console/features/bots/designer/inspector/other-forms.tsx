import { ActionIcon, Button, MultiSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { Icon } from '../../../../app/icon.tsx';
import { useWords } from '../texts/use-texts.ts';
import type { FormProps } from './form.ts';
import classes from './inspector.module.css';
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
  return (
    <>
      <TextField label={form.summary} hint={form.summaryHint} value={node.summary} known={known} error={complaint('slot.unknown')} onChange={(summary) => onChange({ ...node, summary })} />
      <MultiSelect label={form.slots} data={[...new Set([...known, ...node.slots])]} value={[...node.slots]} error={complaint('slots')} onChange={(slots) => onChange({ ...node, slots })} />
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

export function ApiForm({ complaint, known, node, onChange }: FormProps<'api'>) {
  const { form } = useWords();
  return (
    <>
      <TextInput label={form.connection} value={node.connection} error={complaint('connection')} maxLength={64} onChange={(event) => onChange({ ...node, connection: event.currentTarget.value })} />
      <fieldset className={classes.group}>
        <legend>{form.args}</legend>
        {node.args.map((arg, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- They have no other name while they are written.
          <div key={index} className={classes.pair}>
            <TextInput aria-label={form.name} placeholder={form.name} value={arg.name} maxLength={64} onChange={(event) => onChange({ ...node, args: node.args.with(index, { ...arg, name: event.currentTarget.value }) })} />
            <TextInput aria-label={form.compared} placeholder={known[0] === undefined ? form.compared : `{{${known[0]}}}`} value={arg.value} maxLength={500} onChange={(event) => onChange({ ...node, args: node.args.with(index, { ...arg, value: event.currentTarget.value }) })} />
            <ActionIcon variant="subtle" color="gray" aria-label={form.removeRow} onClick={() => onChange({ ...node, args: node.args.toSpliced(index, 1) })}><Icon name="close" size={15} /></ActionIcon>
          </div>
        ))}
        <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={() => onChange({ ...node, args: [...node.args, { name: '', value: '' }] })}>{form.addArg}</Button>
      </fieldset>
      <fieldset className={classes.group}>
        <legend>{form.save}</legend>
        {node.save.map((each, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- They have no other name while they are written.
          <div key={index} className={classes.pair}>
            <TextInput aria-label={form.slot} placeholder={form.slot} value={each.slot} maxLength={64} onChange={(event) => onChange({ ...node, save: node.save.with(index, { ...each, slot: event.currentTarget.value }) })} />
            <TextInput aria-label={form.path} placeholder="order.state" value={each.path} maxLength={200} onChange={(event) => onChange({ ...node, save: node.save.with(index, { ...each, path: event.currentTarget.value }) })} />
            <ActionIcon variant="subtle" color="gray" aria-label={form.removeRow} onClick={() => onChange({ ...node, save: node.save.toSpliced(index, 1) })}><Icon name="close" size={15} /></ActionIcon>
          </div>
        ))}
        <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={() => onChange({ ...node, save: [...node.save, { slot: '', path: '' }] })}>{form.addArg}</Button>
      </fieldset>
      <NumberInput label={form.timeout} value={node.timeoutMs / 1_000} min={1} max={60} onChange={(value) => { if (typeof value === 'number') onChange({ ...node, timeoutMs: Math.round(value * 1_000) }); }} />
    </>
  );
}

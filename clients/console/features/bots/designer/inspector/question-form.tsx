import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { Fold } from '../../../../app/fold.tsx';
import { MOST, TYPES } from '../flow.ts';
import type { NodeOf, Validation } from '../flow.ts';
import { useWords } from '../texts/use-texts.ts';
import { ChoicesField } from './choices-field.tsx';
import type { FormProps } from './form.ts';
import classes from './inspector.module.css';
import { SlotField } from './slot-field.tsx';
import { TextField } from './text-field.tsx';

export function QuestionForm({ complaint, known, node, onChange, types }: FormProps<'question'>) {
  const { form, types: words } = useWords();
  const set = (changes: Partial<NodeOf<'question'>>): void => onChange({ ...node, ...changes });
  const own = [...new Set([...types, node.type])].filter((type) => !type.startsWith('@') && !TYPES.some((each) => each === type));
  const data = [{ group: form.usual, items: TYPES.map((value) => ({ value, label: words[value] })) }, ...(own.length === 0 ? [] : [{ group: form.dictionaries, items: own.map((value) => ({ value, label: value })) }])];
  return (
    <>
      <TextField label={form.text} hint={form.textHint} value={node.text} known={known} error={complaint('node.no-text', 'slot.unknown')} onChange={(text) => set({ text })} />
      <Select label={form.type} data={data} value={node.type} allowDeselect={false} error={complaint('type.unknown')} onChange={(type) => set({ type: type ?? 'text', ...(type === 'choice' && node.choices.length === 0 ? { choices: [{ value: '', label: '', synonyms: [] }] } : {}) })} />
      {node.type === 'choice' ? <ChoicesField choices={node.choices} error={complaint('flow.no-choices', 'choices')} onChange={(choices) => set({ choices })} /> : null}
      <SlotField label={form.slot} hint={form.slotHint} value={node.slot} known={known} error={complaint('slot')} onChange={(slot) => set({ slot })} />
      <NumberInput label={form.maxAsks} value={node.maxAsks} min={1} max={MOST.asks} clampBehavior="strict" allowDecimal={false} onChange={(value) => { if (typeof value === 'number') set({ maxAsks: value }); }} />
      <TextField label={form.invalid} hint={form.invalidHint} value={node.invalid} known={known} rows={1} onChange={(invalid) => set({ invalid })} />
      <Switch label={form.fresh} checked={node.fresh} onChange={(event) => set({ fresh: event.currentTarget.checked })} />
      {node.type === 'choice' || node.type === 'yes-no' ? null : <Fold title={form.limits}><Limits validate={node.validate} type={node.type} onChange={(validate) => set({ validate })} /></Fold>}
    </>
  );
}

interface LimitsProps {
  readonly validate: Validation;
  readonly type: string;
  readonly onChange: (validate: Validation) => void;
}

/** Which answers count. */
function Limits({ onChange, type, validate }: LimitsProps) {
  const { form } = useWords();
  const number = (name: 'least' | 'most' | 'minLength' | 'maxLength') => (
    <NumberInput label={form[name]} value={validate[name] ?? ''} allowDecimal={name === 'least' || name === 'most'} min={name === 'minLength' ? 0 : name === 'maxLength' ? 1 : Number.MIN_SAFE_INTEGER} onChange={(value) => onChange({ ...validate, [name]: typeof value === 'number' ? value : undefined })} />
  );
  return (
    <div className={classes.limits}>
      {type === 'number' ? <div className={classes.two}>{number('least')}{number('most')}</div> : <div className={classes.two}>{number('minLength')}{number('maxLength')}</div>}
      <TextInput label={form.pattern} description={form.patternHint} value={validate.pattern ?? ''} maxLength={500} onChange={(event) => onChange({ ...validate, pattern: event.currentTarget.value === '' ? undefined : event.currentTarget.value })} />
    </div>
  );
}

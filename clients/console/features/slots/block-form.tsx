import { Button, NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { FormEvent } from 'react';
import type { Block, BlockField, Scalar, SlotValues } from '#wire/slots.ts';
import { useTexts } from '../../app/preferences.tsx';
import type { BlockActs } from './blocks.tsx';
import classes from './blocks.module.css';

type Form = Extract<Block, { type: 'form' }>;
type Values = Readonly<Record<string, Scalar>>;

const initialOf = (field: BlockField): Scalar => field.value ?? (field.kind === 'switch' ? false : '');
/** A number that nobody typed is left out. */
const isSet = (field: BlockField, value: Scalar): boolean => field.kind !== 'number' || value !== '';

interface FieldLineProps {
  readonly id: string;
  readonly field: BlockField;
  readonly value: Scalar;
  readonly onChange: (value: Scalar) => void;
}

function FieldLine({ id, field, value, onChange }: FieldLineProps) {
  const { plugins } = useTexts();
  const { kind, label, hint, required = false } = field;
  const line = { id, label, required, ...(hint === undefined ? {} : { description: hint }) };
  const text = String(value);
  switch (kind) {
    case 'text': return <TextInput {...line} value={text} onChange={(event) => onChange(event.currentTarget.value)} autoComplete="off" />;
    case 'date': return <TextInput {...line} type="date" value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'long-text': return <Textarea {...line} value={text} onChange={(event) => onChange(event.currentTarget.value)} autosize minRows={2} maxRows={8} />;
    case 'number': return <NumberInput {...line} value={typeof value === 'number' ? value : text} onChange={(next) => onChange(typeof next === 'number' ? next : '')} />;
    case 'switch': return <Switch id={id} label={label} description={hint} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'choice': return <Select {...line} allowDeselect={!required} placeholder={plugins.choose} value={text === '' ? null : text} onChange={(next) => onChange(next ?? '')} data={field.options.map((option) => ({ value: option.value, label: option.text }))} />;
  }
}

function Fields({ form, pending, onAct }: { readonly form: Form } & BlockActs) {
  const id = useId();
  const empty = (): Values => Object.fromEntries(form.fields.map((field) => [field.name, initialOf(field)]));
  const [values, setValues] = useState(empty);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (pending !== null) return;
    const given: SlotValues = Object.fromEntries(form.fields.flatMap((field) => {
      const value = values[field.name] ?? initialOf(field);
      return isSet(field, value) ? [[field.name, value] as const] : [];
    }));
    const outcome = await onAct({ action: form.action, values: given });
    // What did not do is still there to be put right.
    if (outcome !== null && outcome.toast?.tone !== 'danger') setValues(empty());
  };
  return (
    <form className={classes.form} onSubmit={(event) => void send(event)}>
      {form.fields.map((field) => (
        <FieldLine key={field.name} id={`${id}-${field.name}`} field={field} value={values[field.name] ?? initialOf(field)} onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))} />
      ))}
      <Button type="submit" size="xs" variant="light" className={`${classes.button} ${classes.submit}`} loading={pending?.action === form.action}>{form.submit}</Button>
    </form>
  );
}

/** What was typed stays for as long as the form is the same, and goes with it: an answer with another form begins anew. */
export const BlockForm = ({ form, ...acts }: { readonly form: Form } & BlockActs) => <Fields key={JSON.stringify(form)} form={form} {...acts} />;

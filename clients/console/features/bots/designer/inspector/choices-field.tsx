import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Icon } from '../../../../app/icon.tsx';
import { MOST, MOST_BUTTONS } from '../flow.ts';
import type { Choice } from '../flow.ts';
import { useWords } from '../texts/use-texts.ts';
import classes from './inspector.module.css';

interface ChoicesFieldProps {
  readonly choices: readonly Choice[];
  readonly error: string | undefined;
  readonly onChange: (choices: readonly Choice[]) => void;
}

/** What may be chosen: as it stands on a button, and as it is kept. Both are the same until somebody says otherwise. */
export function ChoicesField({ choices, error, onChange }: ChoicesFieldProps) {
  const { form } = useWords();
  const change = (index: number, changes: Partial<Choice>): void => onChange(choices.map((choice, at) => (at === index ? { ...choice, ...changes } : choice)));
  const relabel = (index: number, label: string): void => change(index, choices[index]?.value === choices[index]?.label ? { label, value: label.slice(0, 100) } : { label });
  return (
    <fieldset className={classes.group}>
      <legend>{form.choices}</legend>
      {choices.map((choice, index) => (
        // They have no other name than their place while they are written.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={classes.pair}>
          <TextInput aria-label={`${form.label} ${index + 1}`} placeholder={form.label} value={choice.label} maxLength={MOST.label} onChange={(event) => relabel(index, event.currentTarget.value)} />
          <TextInput aria-label={`${form.value} ${index + 1}`} placeholder={form.value} value={choice.value} maxLength={100} onChange={(event) => change(index, { value: event.currentTarget.value })} />
          <ActionIcon variant="subtle" color="gray" aria-label={form.removeChoice(choice.label)} onClick={() => onChange(choices.toSpliced(index, 1))}><Icon name="close" size={15} /></ActionIcon>
        </div>
      ))}
      {error === undefined ? null : <p className={classes.error}>{error}</p>}
      {choices.length > MOST_BUTTONS ? <p className={classes.quiet}>{form.buttons(MOST_BUTTONS)}</p> : null}
      {choices.length >= MOST.choices ? null : <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={() => onChange([...choices, { value: '', label: '', synonyms: [] }])}>{form.addChoice}</Button>}
    </fieldset>
  );
}

import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Icon } from '../../../../app/icon.tsx';
import { useWords } from '../texts/use-texts.ts';
import classes from './inspector.module.css';

interface Side {
  readonly label: string;
  readonly placeholder?: string;
  readonly most: number;
}

interface PairsFieldProps {
  readonly label: string;
  readonly error?: string | undefined;
  readonly sides: readonly [Side, Side];
  readonly pairs: readonly (readonly [string, string])[];
  readonly onChange: (pairs: readonly (readonly [string, string])[]) => void;
}

/** Rows of two texts that belong together. */
export function PairsField({ error, label, onChange, pairs, sides: [left, right] }: PairsFieldProps) {
  const { form } = useWords();
  return (
    <fieldset className={classes.group}>
      <legend>{label}</legend>
      {pairs.map(([one, other], index) => (
        // oxlint-disable-next-line react/no-array-index-key -- They have no other name while they are written.
        <div key={index} className={classes.pair}>
          <TextInput aria-label={left.label} placeholder={left.placeholder ?? left.label} value={one} maxLength={left.most} onChange={(event) => onChange(pairs.with(index, [event.currentTarget.value, other]))} />
          <TextInput aria-label={right.label} placeholder={right.placeholder ?? right.label} value={other} maxLength={right.most} onChange={(event) => onChange(pairs.with(index, [one, event.currentTarget.value]))} />
          <ActionIcon variant="subtle" color="gray" aria-label={form.removeRow} onClick={() => onChange(pairs.toSpliced(index, 1))}><Icon name="close" size={15} /></ActionIcon>
        </div>
      ))}
      {error === undefined ? null : <p className={classes.error}>{error}</p>}
      <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={() => onChange([...pairs, ['', '']])}>{form.addArg}</Button>
    </fieldset>
  );
}

import { Autocomplete } from '@mantine/core';
import { MOST } from '../flow.ts';

interface SlotFieldProps {
  readonly label: string;
  readonly hidden?: boolean;
  readonly hint?: string;
  readonly value: string;
  readonly known: readonly string[];
  readonly error?: string | undefined;
  readonly onChange: (value: string) => void;
}

/** The name of a slot: one that is there, or a new one. A name has no blanks. */
export const SlotField = ({ error, hidden = false, hint, known, label, onChange, value }: SlotFieldProps) => (
  <Autocomplete
    size="sm" {...(hidden ? { 'aria-label': label, placeholder: label } : { label, description: hint })} value={value} error={error} maxLength={MOST.slot} data={known.filter((name) => name !== value)}
    onChange={(next) => onChange(next.replaceAll(/\s+/g, '_'))}
  />
);

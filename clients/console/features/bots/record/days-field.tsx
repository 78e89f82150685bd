import { Select } from '@mantine/core';
import { useRecordTexts } from './texts/use-texts.ts';

const CHOICES = [1, 7, 30, 90];

/** How far back one looks, days. */
export function DaysField({ value, onChange }: { readonly value: number; readonly onChange: (days: number) => void }) {
  const { days } = useRecordTexts();
  return <Select w={140} aria-label={days.label} data={CHOICES.map((each) => ({ value: String(each), label: days.of(each) }))} value={String(value)} allowDeselect={false} onChange={(next) => onChange(Number(next ?? value))} />;
}

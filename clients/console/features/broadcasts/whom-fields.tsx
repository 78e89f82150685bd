import { Checkbox, MultiSelect, Select, TextInput } from '@mantine/core';
import type { Having, Places, Whom } from './broadcast.ts';
import classes from './draft-form.module.css';
import { useBroadcastTexts } from './texts/use-broadcast-texts.ts';

const DAYS = [7, 30, 90, 365];
const HAVING: readonly Having[] = ['any', 'with', 'without'];

interface WhomFieldsProps {
  readonly whom: Whom;
  readonly places: Places | undefined;
  readonly onChange: (change: Partial<Whom>) => void;
}

/** Whom it is for. What is left empty does not matter. */
export function WhomFields({ whom, places, onChange }: WhomFieldsProps) {
  const words = useBroadcastTexts();
  const having = (field: 'email' | 'phone') => (
    <Select label={words[field]} value={whom[field]} allowDeselect={false} data={HAVING.map((value) => ({ value, label: words.having[value] }))} onChange={(value) => onChange({ [field]: HAVING.find((each) => each === value) ?? 'any' })} />
  );
  const many = (field: 'accounts' | 'departments', label: string, placeholder: string) => (
    <MultiSelect
      label={label} value={[...whom[field]]} clearable hidePickedOptions data={(places?.[field] ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={(chosen) => onChange({ [field]: chosen })}
      {...(whom[field].length === 0 ? { placeholder } : {})}
    />
  );
  return (
    <>
      <div className={classes.fields}>
        {many('accounts', words.channels, words.everyChannel)}
        {many('departments', words.departments, words.everyDepartment)}
        <Select
          label={words.seen} value={String(whom.days ?? '')} allowDeselect={false} onChange={(value) => onChange({ days: value === null || value === '' ? null : Number(value) })}
          data={[{ value: '', label: words.days.any }, ...DAYS.map((days) => ({ value: String(days), label: words.days.of(days) }))]}
        />
        <TextInput label={words.search} value={whom.text} maxLength={160} autoComplete="off" onChange={({ currentTarget: { value } }) => onChange({ text: value })} />
        {having('email')}
        {having('phone')}
      </div>
      <Checkbox classNames={{ description: classes.beside ?? '' }} label={words.inChat} description={words.inChatHint} checked={whom.inChat} onChange={({ currentTarget: { checked } }) => onChange({ inChat: checked })} />
    </>
  );
}

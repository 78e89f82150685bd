import { MultiSelect, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { usePreferences } from '../../app/preferences.tsx';
import { useDepartments } from '../../api/queries.ts';
import { PluginAddress } from './plugin-address.tsx';
import { PluginRecords } from './plugin-records.tsx';
import type { PluginFieldLineProps } from './plugin-records.tsx';
import { PluginSecret } from './plugin-secret.tsx';
import { boundsOf, textsIn } from './plugin-values.ts';

/** One line of a plugin's settings form. Nothing is cut to its bounds on the way: what was typed or pasted stays, and is complained about. */
export function PluginFieldLine(props: PluginFieldLineProps) {
  const { id, field, value, path, keptAt, first, errorAt, onChange } = props;
  const { texts: { plugins: words }, locale } = usePreferences();
  const { kind, required } = field;
  const { data: departments = [] } = useDepartments();
  const kept = keptAt(path);
  const error = errorAt(path);
  const [min, max] = boundsOf(field);
  const text = typeof value === 'boolean' || typeof value === 'object' ? '' : String(value);
  const line = { id, label: field.title[locale], description: field.hint?.[locale], error, ...(first ? { 'data-autofocus': true } : {}) };
  const options = field.options.map(({ value: option, title }) => ({ value: option, label: title[locale] }));
  switch (kind) {
    case 'text': return <div><TextInput {...line} required={required} value={text} onChange={(event) => onChange(event.currentTarget.value)} autoComplete="off" />{field.leadsTo === undefined || text.trim() === '' ? null : <PluginAddress leadsTo={field.leadsTo} value={text.trim()} />}</div>;
    case 'address': return <TextInput {...line} required={required} type="url" value={text} onChange={(event) => onChange(event.currentTarget.value)} autoComplete="off" spellCheck={false} />;
    case 'long-text': return <Textarea {...line} required={required} value={text} onChange={(event) => onChange(event.currentTarget.value)} autosize minRows={3} maxRows={10} />;
    case 'number': return <NumberInput {...line} {...(min === null ? {} : { min })} {...(max === null ? {} : { max })} required={required} value={typeof value === 'number' ? value : text} onChange={(next) => onChange(typeof next === 'bigint' ? Number(next) : next)} clampBehavior="none" />;
    case 'switch': return <Switch {...line} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'choice': return <Select {...line} required={required} allowDeselect={!required} placeholder={words.choose} value={text === '' ? null : text} onChange={(next) => onChange(next ?? '')} data={options} />;
    // Entries may have commas in them: only Enter, or a new line in what is pasted, ends one.
    case 'list': return options.length > 0 ? <MultiSelect {...line} withAsterisk={required && min !== null} placeholder={textsIn(value).length === 0 ? words.choose : ''} value={[...textsIn(value)]} onChange={onChange} data={options} searchable hidePickedOptions clearable maxDropdownHeight={260} /> : <TagsInput {...line} withAsterisk={required && min !== null} placeholder={words.listHint} value={[...textsIn(value)]} onChange={onChange} splitChars={['\n']} openOnFocus={false} />;
    case 'department': return <Select {...line} required={required} allowDeselect={!required} placeholder={words.choose} value={text === '' ? null : text} onChange={(next) => onChange(next ?? '')} data={departments.filter(({ archived }) => !archived).map((department) => ({ value: department.id, label: department.name }))} />;
    case 'records': return <PluginRecords {...props} Line={PluginFieldLine} />;
    // `new-password`: no browser offers the administrator's own one here.
    case 'secret': return <PluginSecret {...line} description={line.description ?? (kept ? words.keptSecretHint : undefined)} required={required && !kept} placeholder={kept ? words.keptSecret : ''} value={text} random={field.random === true} onChange={onChange} />;
  }
}

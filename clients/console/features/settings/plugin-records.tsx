import { Button, Input } from '@mantine/core';
import type { ComponentType } from 'react';
import type { PluginField } from '#wire/api.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { boundsOf, keyOf, recordsIn, valuesOf } from './plugin-values.ts';
import type { FieldValue } from './plugin-values.ts';
import classes from './plugin-records.module.css';

export interface PluginFieldLineProps {
  /** Of the element; those of values within begin with it. */
  readonly id: string;
  readonly field: PluginField;
  readonly value: FieldValue;
  /** Where it stands: `callback`, or `accounts.0.callback`. */
  readonly path: string;
  /** Whether the secret there has a value, which is not shown. */
  readonly keptAt: (path: string) => boolean;
  /** The focus begins here. */
  readonly first: boolean;
  readonly errorAt: (path: string) => string | undefined;
  readonly onChange: (value: FieldValue) => void;
}

interface PluginRecordsProps extends PluginFieldLineProps {
  /** What draws one value of a record. */
  readonly Line: ComponentType<PluginFieldLineProps>;
}

/** A list of records, each a small form of its own. A record has no name but its place: what it is known by is being typed. */
export function PluginRecords({ Line, id, field, value, path, keptAt, first, errorAt, onChange }: PluginRecordsProps) {
  const { texts: { plugins: words }, locale } = usePreferences();
  const records = recordsIn(value);
  const title = field.title[locale];
  const [, max] = boundsOf(field);
  const change = (at: number, name: string, next: FieldValue) => onChange(records.map((record, index) => (index === at ? { ...record, [name]: next } : record)));
  const error = errorAt(path);
  return (
    <Input.Wrapper label={title} description={field.hint?.[locale]} error={error} labelElement="div">
      <div className={classes.records} role="group" aria-label={title}>
        {records.map((record, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- They have no other name than their place.
          <div key={at} className={classes.record}>
            {field.fields.map((inner, index) => (
              <Line key={inner.name} id={`${id}.${at}.${inner.name}`} path={`${path}.${at}.${inner.name}`} field={inner} value={record[inner.name] ?? ''} keptAt={keptAt} first={first && at === 0 && index === 0} errorAt={errorAt} onChange={(next) => change(at, inner.name, next)} />
            ))}
            <Button variant="subtle" color="gray" size="xs" className={classes.remove ?? ''} leftSection={<Icon name="close" size={14} />} aria-label={words.removeRecord(title, keyOf(field, record) || String(at + 1))} onClick={() => onChange(records.filter((_, index) => index !== at))}>{words.remove}</Button>
          </div>
        ))}
        <Button id={id} variant="default" size="xs" className={classes.add ?? ''} leftSection={<Icon name="plus" size={14} />} disabled={max !== null && records.length >= max} onClick={() => onChange([...records, valuesOf({ fields: field.fields, config: {} })])}>{words.addRecord}</Button>
      </div>
    </Input.Wrapper>
  );
}

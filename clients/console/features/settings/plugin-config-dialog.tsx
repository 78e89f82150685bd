import { Button, Modal } from '@mantine/core';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import type { FormEvent } from 'react';
import type { Plugin, PluginField } from '#wire/api.ts';
import { useConfigurePlugin } from '../../api/queries.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { forgetErrors, useFormErrors } from '../../lib/form-errors.ts';
import listClasses from './list.module.css';
import { Actions } from './pieces.tsx';
import { PluginFieldLine } from './plugin-field.tsx';
import { PluginRefusal } from './plugin-refusal.tsx';
import { configOf, flawOf, valuesOf } from './plugin-values.ts';
import type { FieldValue } from './plugin-values.ts';
import classes from './plugins.module.css';

function ConfigForm({ plugin, onClose }: { readonly plugin: Plugin; readonly onClose: () => void }) {
  const { texts, errors: sentences } = usePreferences();
  const { plugins: words, common, flaws } = texts;
  const save = useConfigurePlugin(plugin.id);
  const { tell } = useToast();
  const form = useId();
  const [values, setValues] = useState(() => valuesOf(plugin));
  /** How often somebody tried to save what cannot be right: complaints are made from the first time on. */
  const [vain, setVain] = useState(0);
  const refused = useFormErrors(save.error);

  const valueOf = (field: PluginField): FieldValue => values[field.name] ?? '';
  const ownFlaw = (field: PluginField) => flawOf(field, valueOf(field), plugin.kept.includes(field.name), words);
  /** The server names a value by its path: an entry of a list by its place. */
  const serverFlaw = (field: PluginField) => {
    const value = valueOf(field);
    const paths = [field.name, ...(Array.isArray(value) ? value.map((_, index) => `${field.name}.${index}`) : [])];
    return paths.map((path) => refused.of(path, flaws.wrong)).find((flaw) => flaw !== undefined);
  };
  const complaints = new Map(plugin.fields.flatMap((field) => {
    const flaw = (vain > 0 ? ownFlaw(field) : undefined) ?? serverFlaw(field);
    return flaw === undefined ? [] : [[field.name, flaw] as const];
  }));
  // A refusal must not stay silent, even if it names nothing that stands here.
  const whole = refused.whole ?? (save.isError && complaints.size === 0 ? sentences['input.invalid'] : null);

  const goToFirst = useEffectEvent(() => {
    const [name] = complaints.keys();
    if (name !== undefined) document.getElementById(`${form}-${name}`)?.focus();
  });
  useEffect(() => {
    if (vain > 0) goToFirst();
  }, [vain]);
  useEffect(() => {
    if (save.error !== null) goToFirst();
  }, [save.error]);

  const change = (name: string, value: FieldValue) => {
    forgetErrors(save);
    setValues((before) => ({ ...before, [name]: value }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (plugin.fields.some((field) => ownFlaw(field) !== undefined)) return setVain(vain + 1);
    save.mutate({ config: configOf(plugin, values) }, { onSuccess: ({ state, step }) => {
      tell({ text: common.saved, ...(state === 'configured' && step === null ? { detail: words.thenSwitchOn } : {}) });
      onClose();
    } });
  };

  return (
    <form className={listClasses.form} onSubmit={submit} noValidate>
      {plugin.fields.length === 0 ? <p className={classes.grant}>{words.noFields}</p> : null}
      {plugin.fields.map((field, index) => (
        <PluginFieldLine key={field.name} id={`${form}-${field.name}`} field={field} value={valueOf(field)} kept={plugin.kept.includes(field.name)} first={index === 0} error={complaints.get(field.name)} onChange={(value) => change(field.name, value)} />
      ))}
      <PluginRefusal text={whole} error={save.error} />
      <Actions>
        <Button variant="default" onClick={onClose}>{common.cancel}</Button>
        <Button type="submit" loading={save.isPending}>{common.save}</Button>
      </Actions>
    </form>
  );
}

export function PluginConfigDialog({ plugin, opened, onClose }: { readonly plugin: Plugin; readonly opened: boolean; readonly onClose: () => void }) {
  const { texts: { plugins: words, common }, locale } = usePreferences();
  return (
    <Modal opened={opened} onClose={onClose} title={words.settingsOf(plugin.title[locale])} size={460} closeButtonProps={{ 'aria-label': common.close }}>
      <ConfigForm plugin={plugin} onClose={onClose} />
    </Modal>
  );
}

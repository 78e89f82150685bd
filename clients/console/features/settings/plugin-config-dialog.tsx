import { Button } from '@mantine/core';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import type { FormEvent } from 'react';
import type { Plugin } from '#wire/api.ts';
import { useConfigurePlugin } from '../../api/queries.ts';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import { FormModal } from '../../app/form-modal.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { forgetErrors, useFormErrors } from '../../lib/form-errors.ts';
import { useIsChanged } from '../../lib/unsaved.ts';
import listClasses from './list.module.css';
import { Actions } from './pieces.tsx';
import { PluginFieldLine } from './plugin-field.tsx';
import { PluginRefusal } from './plugin-refusal.tsx';
import { configOf, flawOf, linesOf, textsIn, valuesOf } from './plugin-values.ts';
import type { FieldValue, FormLine } from './plugin-values.ts';
import classes from './plugins.module.css';

function ConfigForm({ plugin, onClose, onDirty }: FormInDrawer & { readonly plugin: Plugin }) {
  const { texts, errors: sentences } = usePreferences();
  const { plugins: words, common, flaws } = texts;
  const save = useConfigurePlugin(plugin.id);
  const { tell } = useToast();
  const form = useId();
  const [values, setValues] = useState(() => valuesOf(plugin));
  const dirty = useIsChanged(values);
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  /** How often somebody tried to save what cannot be right: complaints are made from the first time on. */
  const [vain, setVain] = useState(0);
  const refused = useFormErrors(save.error);

  const lines = linesOf(plugin.fields, values, plugin.kept);
  const ownFlaw = ({ field, kept, value }: FormLine) => flawOf(field, value, kept, words);
  /** The server names a value by its path: an entry of a list by its place. */
  const serverFlaw = ({ path, value }: FormLine) =>
    [path, ...textsIn(value).map((_, index) => `${path}.${index}`)].map((each) => refused.of(each, flaws.wrong)).find((flaw) => flaw !== undefined);
  const complaints = new Map(lines.flatMap((line) => {
    const flaw = (vain > 0 ? ownFlaw(line) : undefined) ?? serverFlaw(line);
    return flaw === undefined ? [] : [[line.path, flaw] as const];
  }));
  const kept = new Set(lines.filter((line) => line.kept).map(({ path }) => path));
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
    if (lines.some((line) => ownFlaw(line) !== undefined)) return setVain(vain + 1);
    save.mutate({ config: configOf(plugin, values) }, { onSuccess: ({ state, step }) => {
      tell({ text: common.saved, ...(state === 'configured' && step === null ? { detail: words.thenSwitchOn } : {}) });
      onClose();
    } });
  };

  return (
    <form className={listClasses.form} onSubmit={submit} noValidate>
      {plugin.fields.length === 0 ? <p className={classes.description}>{words.noFields}</p> : null}
      {plugin.fields.map((field, index) => (
        <PluginFieldLine key={field.name} id={`${form}-${field.name}`} path={field.name} field={field} value={values[field.name] ?? ''} keptAt={(path) => kept.has(path)} first={index === 0} errorAt={(path) => complaints.get(path)} onChange={(value) => change(field.name, value)} />
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
  const { texts: { plugins: words }, locale } = usePreferences();
  return (
    <FormModal opened={opened} onClose={onClose} title={words.settingsOf(plugin.title[locale])} size={460}>
      {(form) => <ConfigForm plugin={plugin} {...form} />}
    </FormModal>
  );
}

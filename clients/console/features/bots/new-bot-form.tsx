import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import { LOCALES, isLocale, localeNames } from '#ui/locale.ts';
import { useDepartments } from '../../api/queries.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useIsChanged } from '../../lib/unsaved.ts';
import type { Bot } from './bot.ts';
import { MOST } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import classes from './form.module.css';
import { useBotChange } from './use-bots.ts';

interface NewBotFormProps {
  readonly api: BotsApi;
  readonly bots: readonly Bot[];
  readonly onMade: (bot: Bot) => void;
  readonly onDirty: (dirty: boolean) => void;
  readonly onCancel?: () => void;
}

/** A name, a place and a language: everything else has a good beginning. */
export function NewBotForm({ api, bots, onMade, onDirty, onCancel }: NewBotFormProps) {
  const { texts: { bots: words, common }, locale } = usePreferences();
  const { tell } = useToast();
  const departments = useDepartments().data?.filter(({ archived }) => !archived) ?? [];
  const free = departments.filter(({ id }) => bots.every(({ department }) => department !== id));
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [language, setLanguage] = useState<Bot['language']>(locale);
  const dirty = useIsChanged({ name, chosen, language });
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const make = useBotChange(api.make);
  const department = free.find(({ id }) => id === chosen) ?? free[0];
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (department === undefined || name.trim() === '') return;
    make.mutate({ name: name.trim(), department: department.id, language }, { onSuccess: (bot) => {
      tell({ text: words.made(bot.name), detail: words.madeLead });
      onMade(bot);
    } });
  };
  return (
    <form className={classes.form} onSubmit={save}>
      <TextInput data-autofocus label={words.name} description={words.nameHint} placeholder={words.namePlaceholder} value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={MOST.name} required withAsterisk={false} />
      <Select
        label={words.department} description={words.departmentHint} data={free.map(({ id, name: label }) => ({ value: id, label }))} value={department?.id ?? null} onChange={setChosen} allowDeselect={false}
        disabled={free.length === 0} error={departments.length > 0 && free.length === 0 ? words.noneFree : undefined}
      />
      <div>
        <div className={classes.label} id="new-bot-language">{words.language}</div>
        <SegmentedControl fullWidth aria-labelledby="new-bot-language" value={language} onChange={(value) => { if (isLocale(value)) setLanguage(value); }} data={LOCALES.map((value) => ({ value, label: localeNames[value] }))} />
      </div>
      <div className={classes.actions}>
        {onCancel === undefined ? null : <Button variant="default" onClick={onCancel}>{common.cancel}</Button>}
        <Button type="submit" loading={make.isPending} disabled={name.trim() === '' || department === undefined}>{words.make}</Button>
      </div>
    </form>
  );
}

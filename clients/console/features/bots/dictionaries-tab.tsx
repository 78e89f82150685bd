import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { RowButton } from '../../app/row-button.tsx';
import { Tag } from '../../app/tag.tsx';
import { useToast } from '../../app/toast.tsx';
import type { Bot } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import { SYSTEM } from './dictionary.ts';
import type { Dictionary, DictionaryRow } from './dictionary.ts';
import { DictionaryForm } from './dictionary-form.tsx';
import { Loaded, FormDrawer } from '../../app/form-drawer.tsx';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import classes from './skills.module.css';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { useBotChange } from './use-bots.ts';
import { useDictionaries, useDictionary } from './use-skills.ts';

interface DictionariesTabProps {
  readonly api: BotsApi;
  readonly bot: Bot;
}

const BLANK: Dictionary = { name: '', type: 'vocab', description: '', words: [], patterns: [] };

function DictionaryItem({ api, bot, row, onOpen }: DictionariesTabProps & { readonly row: DictionaryRow; readonly onOpen: () => void }) {
  const { common } = useTexts();
  const words = useBotTexts().dictionaries;
  const { tell } = useToast();
  const { description, name, patterns, samples, type, words: count } = row;
  const restore = useBotChange((dictionary: Dictionary) => api.saveDictionary(bot.id, dictionary, true));
  // All in one: the row is gone as soon as the list has followed.
  const remove = useBotChange(async () => {
    const dictionary = await api.dictionary(bot.id, name);
    await api.removeDictionary(bot.id, name);
    tell({ text: words.removed, detail: name, action: { label: common.undo, run: () => restore.mutate(dictionary) } });
  });
  const lead = description === '' ? samples.join(words.comma) : description;
  return (
    <li>
      <div className={classes.words}><RowButton onClick={onOpen}>{name}</RowButton>{lead === '' ? null : <p>{lead}</p>}</div>
      <span className={classes.facts}>{type === 'regex' ? words.patternsCount(patterns) : words.wordsCount(count)}</span>
      <Tag text={words.types[type]} tone={type === 'regex' ? 'accent' : 'neutral'} />
      <ActionIcon className={classes.above ?? ''} variant="subtle" color="gray" size={32} aria-label={words.remove(name)} loading={remove.isPending} onClick={() => remove.mutate(undefined)}><Icon name="trash" size={16} /></ActionIcon>
    </li>
  );
}

function Stored({ name, ...form }: DictionariesTabProps & FormInDrawer & { readonly name: string }) {
  const query = useDictionary(form.api, form.bot.id, name);
  return <Loaded query={query}>{(dictionary) => <DictionaryForm {...form} bot={form.bot.id} dictionary={dictionary} isNew={false} />}</Loaded>;
}

/** Words of its trade, and what slots of intents may be. */
export function DictionariesTab({ api, bot }: DictionariesTabProps) {
  const words = useBotTexts().dictionaries;
  const dictionaries = useDictionaries(api, bot.id);
  /** The name of one; empty: a new one. */
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <Loaded query={dictionaries}>
      {(rows) => (
        <>
          <div className={classes.top}><div><h2>{words.own}</h2><p>{words.ownLead}</p></div><Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpened('')}>{words.add}</Button></div>
          <ul className={classes.list}>
            {rows.length === 0 ? <li>{words.empty}</li> : rows.map((row) => <DictionaryItem key={row.name} api={api} bot={bot} row={row} onOpen={() => setOpened(row.name)} />)}
          </ul>
          <div className={classes.top}><div><h2>{words.system}</h2><p>{words.systemLead}</p></div></div>
          <ul className={classes.list}>
            {SYSTEM.map((name) => <li key={name}><div className={classes.words}>{name}<p>{words.systemHints[name]}</p></div></li>)}
          </ul>
          <FormDrawer title={opened === null ? null : opened === '' ? words.add : words.edit} onClose={() => setOpened(null)}>
            {(form) => (opened === '' || opened === null ? <DictionaryForm {...form} api={api} bot={bot.id} dictionary={BLANK} isNew /> : <Stored {...form} api={api} bot={bot} name={opened} />)}
          </FormDrawer>
        </>
      )}
    </Loaded>
  );
}

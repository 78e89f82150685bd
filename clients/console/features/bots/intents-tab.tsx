import { ActionIcon, Button } from '@mantine/core';
import { useState } from 'react';
import { EmptyState } from '../../app/empty-state.tsx';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { RowButton } from '../../app/row-button.tsx';
import { useToast } from '../../app/toast.tsx';
import type { Bot } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import type { Intent, IntentRow, Learning } from './intent.ts';
import { IntentForm } from './intent-form.tsx';
import { LearningCard } from './learning-card.tsx';
import { Loaded, FormDrawer } from '../../app/form-drawer.tsx';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import classes from './skills.module.css';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { useBotChange } from './use-bots.ts';
import { useIntent, useIntents, useLearning } from './use-skills.ts';

interface IntentsTabProps {
  readonly api: BotsApi;
  readonly bot: Bot;
}

const BLANK: Intent = { name: '', description: '', utters: [], slots: [], completion: { reply: '', handsOver: true } };

function IntentItem({ api, bot, row: { description, name, slots, utters }, onOpen }: IntentsTabProps & { readonly row: IntentRow; readonly onOpen: () => void }) {
  const { common } = useTexts();
  const words = useBotTexts().intents;
  const { tell } = useToast();
  const restore = useBotChange((intent: Intent) => api.saveIntent(bot.id, intent, true));
  // All in one: the row is gone as soon as the list has followed.
  const remove = useBotChange(async () => {
    const intent = await api.intent(bot.id, name);
    await api.removeIntent(bot.id, name);
    tell({ text: words.removed, detail: name, action: { label: common.undo, run: () => restore.mutate(intent) } });
  });
  return (
    <li>
      <div className={classes.words}><RowButton onClick={onOpen}>{name}</RowButton>{description === '' ? null : <p>{description}</p>}</div>
      <span className={classes.facts}>{[words.uttersCount(utters), ...(slots > 0 ? [words.slotsCount(slots)] : [])].join(' · ')}</span>
      <ActionIcon className={classes.above ?? ''} variant="subtle" color="gray" size={32} aria-label={words.remove(name)} loading={remove.isPending} onClick={() => remove.mutate(undefined)}><Icon name="trash" size={16} /></ActionIcon>
    </li>
  );
}

function Stored({ name, learning, ...form }: IntentsTabProps & FormInDrawer & { readonly name: string; readonly learning: Learning | undefined }) {
  const query = useIntent(form.api, form.bot.id, name);
  return <Loaded query={query}>{(intent) => <IntentForm {...form} bot={form.bot.id} intent={intent} isNew={false} dictionaries={learning?.dictionaries ?? []} />}</Loaded>;
}

/** What visitors may want of it: how they say it, and what it has to know then. */
export function IntentsTab({ api, bot }: IntentsTabProps) {
  const words = useBotTexts().intents;
  const intents = useIntents(api, bot.id);
  const { data: learning } = useLearning(api, bot.id);
  /** The name of one; empty: a new one. */
  const [opened, setOpened] = useState<string | null>(null);
  const close = () => setOpened(null);
  return (
    <Loaded query={intents}>
      {(rows) => (
        <>
          {rows.length === 0 ? <EmptyState icon="flag" title={words.empty} lead={words.emptyLead} action={{ label: words.add, run: () => setOpened('') }} /> : (
            <>
              {learning === undefined ? null : <LearningCard api={api} bot={bot} learning={learning} />}
              <div className={classes.top}><h2>{words.count(rows.length)}</h2><Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpened('')}>{words.add}</Button></div>
              <ul className={classes.list}>{rows.map((row) => <IntentItem key={row.name} api={api} bot={bot} row={row} onOpen={() => setOpened(row.name)} />)}</ul>
            </>
          )}
          <FormDrawer title={opened === null ? null : opened === '' ? words.add : words.edit} onClose={close}>
            {(form) => (opened === '' || opened === null
              ? <IntentForm {...form} api={api} bot={bot.id} intent={BLANK} isNew dictionaries={learning?.dictionaries ?? []} />
              : <Stored {...form} api={api} bot={bot} name={opened} learning={learning} />)}
          </FormDrawer>
        </>
      )}
    </Loaded>
  );
}

import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { formatNumber } from '#ui/format.ts';
import { useDepartmentName } from '../../api/queries.ts';
import { Emblem } from '../../app/emblem.tsx';
import { Facts } from '../../app/facts.tsx';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import { FormModal } from '../../app/form-modal.tsx';
import { Icon } from '../../app/icon.tsx';
import { usePreferences, useTexts } from '../../app/preferences.tsx';
import { RowLink, RowLinks } from '../../app/row-link.tsx';
import { Tag } from '../../app/tag.tsx';
import { useClosing } from '../../lib/unsaved.ts';
import type { Bot } from './bot.ts';
import classes from './bot-list.module.css';
import type { BotsApi } from './bots-api.ts';
import { NewBotForm } from './new-bot-form.tsx';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { EVERYTHING, placeOf, useEntries } from './use-bots.ts';

interface BotListProps {
  readonly api: BotsApi;
  readonly bots: readonly Bot[];
}

/** In which moments of a chat it takes part. */
export function Posts({ bot }: { readonly bot: Pick<Bot, 'assists' | 'closed' | 'first' | 'queued'> }) {
  const { bots: { posts } } = useTexts();
  const { hours } = useBotTexts();
  if (!bot.first && !bot.closed && !bot.queued && !bot.assists) return <Tag text={posts.none} />;
  return (
    <>
      {bot.first ? <Tag tone="accent" text={posts.first} /> : null}
      {bot.closed ? <Tag tone="accent" text={hours.tag} /> : null}
      {bot.queued ? <Tag tone="warning" text={posts.queued} /> : null}
      {bot.assists ? <Tag tone="success" text={posts.assists} /> : null}
    </>
  );
}

function BotRow({ api, bot }: { readonly api: BotsApi; readonly bot: Bot }) {
  const { texts: { bots: words }, locale } = usePreferences();
  const departmentName = useDepartmentName();
  const { data } = useEntries(api, bot.id, EVERYTHING);
  return (
    <RowLink
      href={placeOf(bot.id)} face={<Emblem tone="accent"><Icon name="robot" size={20} /></Emblem>} name={bot.name}
      below={<Facts><span>{departmentName(bot.department)}</span><span>{data === undefined ? '…' : words.entries(data.all, formatNumber(data.all, locale))}</span></Facts>}
    >
      <span className={classes.posts}><Posts bot={bot} /></span>
    </RowLink>
  );
}

export function BotList({ api, bots }: BotListProps) {
  const { bots: words } = useTexts();
  const [, navigate] = useLocation();
  const [making, setMaking] = useState(false);
  const closing = useClosing(() => setMaking(false));
  const formOf = ({ onDirty, onClose }: FormInDrawer, mayCancel: boolean) => <NewBotForm api={api} bots={bots} onDirty={onDirty} onMade={({ id }) => { onClose(); navigate(placeOf(id)); }} {...(mayCancel ? { onCancel: onClose } : {})} />;
  if (bots.length === 0) {
    return (
      <section className={classes.first}>
        <Emblem size={52} tone="accent"><Icon name="robot" size={26} /></Emblem>
        <h2>{words.empty}</h2>
        <p>{words.emptyLead}</p>
        <div className={classes.card}>{formOf({ onDirty: closing.onDirty, onClose: closing.close }, false)}</div>
      </section>
    );
  }
  return (
    <>
      <div className={classes.top}><Button leftSection={<Icon name="plus" size={16} />} onClick={() => setMaking(true)}>{words.add}</Button></div>
      <p className={classes.lead}>{words.lead}</p>
      <RowLinks>{bots.map((bot) => <BotRow key={bot.id} api={api} bot={bot} />)}</RowLinks>
      <FormModal opened={making} onClose={() => setMaking(false)} title={words.add} size={440}>{(form) => formOf(form, true)}</FormModal>
    </>
  );
}

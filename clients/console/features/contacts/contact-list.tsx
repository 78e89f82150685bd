import { Button, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'wouter';
import type { ContactItem } from '#wire/api.ts';
import { Ago } from '../../app/ago.tsx';
import { Avatar } from '../../app/avatar.tsx';
import { EmptyState } from '../../app/empty-state.tsx';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { codeOf } from '../../app/toast.tsx';
import { visitorName } from '../../lib/visitor-name.ts';
import { Rows } from '../settings/pieces.tsx';
import { ChannelIcon } from './channel-icon.tsx';
import classes from './contacts.module.css';
import { useContacts } from './contacts-api.ts';
import { useContactTexts } from './texts/use-contact-texts.ts';

/** While somebody types, ms. */
const SETTLE_MS = 200;

function Entry({ contact, selected }: { readonly contact: ContactItem; readonly selected: boolean }) {
  const { texts } = usePreferences();
  const words = useContactTexts();
  const name = visitorName(contact.name, texts);
  const ways = [...new Map(contact.identities.map(({ account, channel, channelIcon }) => [account, { channel, icon: channelIcon }])).values()];
  return (
    <li>
      <Link href={`/contacts/${contact.id}`} className={classes.entry} data-selected={selected || undefined} aria-current={selected ? 'true' : undefined} data-contact={contact.id}>
        <Avatar name={name} size={36} visitor />
        <span className={classes.entryBody}>
          <span className={classes.line}>
            <span className={classes.entryName}>{name}</span>
            {ways.map(({ channel, icon }) => <span key={channel} className={classes.way} title={channel}><ChannelIcon icon={icon} size={14} /><span className="visually-hidden">{channel}</span></span>)}
            <span className={classes.gap} />
            {contact.lastAt === null ? null : <span className={classes.when}><Ago at={contact.lastAt} /></span>}
          </span>
          <span className={classes.entryMore}>{contact.email ?? contact.phone ?? words.count(contact.chats)}</span>
        </span>
      </Link>
    </li>
  );
}

/** Everybody who has come, and a field to find one of them. */
export function ContactList({ selected }: { readonly selected: string | undefined }) {
  const { texts: { common }, errors } = usePreferences();
  const words = useContactTexts();
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text.trim(), SETTLE_MS);
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage, isPending, refetch } = useContacts(settled);
  return (
    <section className={classes.pane} aria-label={words.title}>
      <header className={classes.paneHeader}>
        <h1 className="visually-hidden">{words.title}</h1>
        <TextInput
          className={classes.search ?? ''} size="sm" type="search" aria-label={words.search} placeholder={words.search} value={text} onChange={(event) => setText(event.currentTarget.value)}
          leftSection={<Icon name="search" size={16} />} rightSection={text === '' ? null : <CloseButton size="sm" aria-label={words.clear} onClick={() => setText('')} />}
        />
      </header>
      <div className={classes.viewport}>
        {isPending ? <div className={classes.bones}><Rows /></div> : null}
        {data === undefined && error !== null ? <EmptyState icon="alert" title={common.somethingWrong} lead={errors[codeOf(error)]} action={{ label: common.retry, run: () => void refetch() }} /> : null}
        {data?.length === 0 && !hasNextPage ? <EmptyState icon="users" title={settled === '' ? words.none : words.noneSuch} lead={settled === '' ? words.noneLead : words.noneSuchLead} /> : null}
        <ul aria-label={words.list}>{(data ?? []).map((contact) => <Entry key={contact.id} contact={contact} selected={contact.id === selected} />)}</ul>
        {hasNextPage ? <div className={classes.more}><Button size="xs" variant="subtle" color="gray" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{settled === '' ? words.more : words.further}</Button></div> : null}
      </div>
    </section>
  );
}

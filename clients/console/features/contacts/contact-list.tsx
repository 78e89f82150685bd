import { Button, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { ContactItem } from '#wire/api.ts';
import { Ago } from '../../app/ago.tsx';
import { Avatar } from '../../app/avatar.tsx';
import { EmptyState } from '../../app/empty-state.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { Icon } from '../../app/icon.tsx';
import { ListCard, ListName, ListWay } from '../../app/list-card.tsx';
import { ListPane } from '../../app/list-pane.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useChannelName } from '../../app/use-channel-name.ts';
import { Rows } from '../../app/rows.tsx';
import { visitorName } from '../../lib/visitor-name.ts';
import { SEARCH_FIELD } from '../search/find.ts';
import { channelIconOf } from './channel-icon.tsx';
import classes from './contact-list.module.css';
import { useContacts } from './contacts-api.ts';
import { useContactTexts } from './texts/use-contact-texts.ts';

/** While somebody types, ms. */
const SETTLE_MS = 200;

function Entry({ contact, selected }: { readonly contact: ContactItem; readonly selected: boolean }) {
  const { texts } = usePreferences();
  const words = useContactTexts();
  const name = visitorName(contact.name, texts);
  const channelName = useChannelName();
  const ways = [...new Map(contact.identities.map((identity) => [identity.account, identity])).values()];
  return (
    <li>
      <ListCard
        href={`/contacts/${contact.id}`} selected={selected} data-contact={contact.id} face={<Avatar name={name} size={36} visitor />}
        first={(
          <>
            <ListName name={name} />
            {ways.map((way) => <ListWay key={way.account} channel={channelName(way)} icon={channelIconOf(way.channelIcon)} />)}
            {contact.lastAt === null ? null : <span className={classes.when}><Ago at={contact.lastAt} /></span>}
          </>
        )}
        second={<span className={classes.more}>{contact.email ?? contact.phone ?? words.count(contact.chats)}</span>}
      />
    </li>
  );
}

/** Everybody who has come, and a field to find one of them. */
export function ContactList({ selected }: { readonly selected: string | undefined }) {
  const words = useContactTexts();
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text.trim(), SETTLE_MS);
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage, isPending, refetch } = useContacts(settled);
  return (
    <ListPane
      title={words.title}
      header={(
        <TextInput
          {...{ [SEARCH_FIELD]: '' }} className={classes.search ?? ''} size="sm" type="search" aria-label={words.search} placeholder={words.search} value={text} onChange={(event) => setText(event.currentTarget.value)}
          leftSection={<Icon name="search" size={16} />} rightSection={text === '' ? null : <CloseButton size="sm" aria-label={words.clear} onClick={() => setText('')} />}
        />
      )}
    >
      <div className={classes.viewport}>
        {isPending ? <div className={classes.bones}><Rows /></div> : null}
        {data === undefined && error !== null ? <NotLoaded error={error} retry={refetch} /> : null}
        {data?.length === 0 && !hasNextPage ? <EmptyState icon="users" title={settled === '' ? words.none : words.noneSuch} lead={settled === '' ? words.noneLead : words.noneSuchLead} /> : null}
        <ul className={classes.list} aria-label={words.list}>{(data ?? []).map((contact) => <Entry key={contact.id} contact={contact} selected={contact.id === selected} />)}</ul>
        {hasNextPage ? <div className={classes.further}><Button size="xs" variant="subtle" color="gray" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{settled === '' ? words.more : words.further}</Button></div> : null}
      </div>
    </ListPane>
  );
}

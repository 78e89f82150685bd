import { ActionIcon, Button, Switch } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { isUlid } from '#domain/ulid.ts';
import type { Contact, ContactIdentity, ContactReach } from '#wire/api.ts';
import { Ago } from '../../app/ago.tsx';
import { Avatar } from '../../app/avatar.tsx';
import { ColumnPage } from '../../app/column-page.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { Facts } from '../../app/facts.tsx';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useChannelName } from '../../app/use-channel-name.ts';
import { Rows } from '../../app/rows.tsx';
import { useLayout } from '../../lib/use-layout.ts';
import { visitorName } from '../../lib/visitor-name.ts';
import { BeginDialog } from './begin-dialog.tsx';
import { ChannelIcon } from './channel-icon.tsx';
import { ContactChats } from './contact-chats.tsx';
import { ContactForm } from './contact-form.tsx';
import { useContact, useEditContact, usePartContact, useReach } from './contacts-api.ts';
import classes from './contact-detail.module.css';
import { MergeDialog } from './merge-dialog.tsx';
import { useContactTexts } from './texts/use-contact-texts.ts';

/** By the channel's name. An id that the house itself has given, as to visitors of the website, says nothing to anybody. */
function Identity({ identity, reach }: { readonly identity: ContactIdentity; readonly reach: ContactReach | undefined }) {
  const { locale } = usePreferences();
  const channelName = useChannelName();
  const words = useContactTexts();
  return (
    <li className={classes.identity}>
      <span className={classes.icon}><ChannelIcon icon={identity.channelIcon} /></span>
      <span className={classes.body}>
        <span className={classes.channel}>{channelName(identity)}</span>
        <Facts>{isUlid(identity.externalId) ? null : <code>{identity.externalId}</code>}<span>{words.since} <Ago at={identity.since} /></span>{reach === undefined || reach.possible ? null : <span className={classes.closed}>{reach.reason?.[locale] ?? words.closed}</span>}</Facts>
      </span>
    </li>
  );
}

/** Merges of the last day, each with the way back. */
function Merges({ contact }: { readonly contact: Contact }) {
  const { texts } = usePreferences();
  const words = useContactTexts();
  const { tell, fail } = useToast();
  const part = usePartContact(contact.id);
  return contact.merges.map(({ at, id, name }) => (
    <div key={id} className={classes.note}>
      <span>{words.mergedBefore(visitorName(name, texts))} · <Ago at={at} /></span>
      <Button size="compact-xs" variant="subtle" loading={part.isPending} onClick={() => part.mutate(id, { onSuccess: () => tell({ text: words.parted }), onError: (error) => fail(error) })}>{words.undo}</Button>
    </div>
  ));
}

/** Whether they are left out of what is said to many. It holds at once. */
function OptOut({ contact: { id, optedOutAt } }: { readonly contact: Contact }) {
  const words = useContactTexts();
  const { fail } = useToast();
  const edit = useEditContact(id);
  return (
    <Switch
      className={classes.optOut} label={words.optedOut} description={optedOutAt === null ? words.optedOutHint : <>{words.optedOutSince} <Ago at={optedOutAt} /></>} checked={optedOutAt !== null} disabled={edit.isPending}
      onChange={({ currentTarget: { checked } }) => edit.mutate({ optedOut: checked }, { onError: fail })}
    />
  );
}

/** One contact: what is known of them, how they reach us, and what was said. */
export function ContactDetail({ id }: { readonly id: string }) {
  const { texts } = usePreferences();
  const words = useContactTexts();
  const [, navigate] = useLocation();
  const stack = useLayout() === 'stack';
  const { data: contact, error, isPending, refetch } = useContact(id);
  const { data: reaches } = useReach(id);
  const [merging, setMerging] = useState(false);
  const [writing, setWriting] = useState(false);
  if (isPending) return <ColumnPage><Rows /></ColumnPage>;
  if (contact === undefined) return <NotLoaded error={error} retry={refetch} />;
  const name = visitorName(contact.name, texts);
  return (
    <ColumnPage>
      <article aria-label={name}>
        <header className={classes.header}>
          {stack ? <ActionIcon variant="subtle" color="gray" size={32} aria-label={texts.common.back} onClick={() => navigate('/contacts')}><Icon name="back" /></ActionIcon> : null}
          <Avatar name={name} size={44} visitor />
          <div className={classes.body}><h2 className={classes.title}>{name}</h2><p className={classes.quiet}>{words.count(contact.chats)}</p></div>
          <Button variant="default" size="xs" onClick={() => setMerging(true)}>{words.merge}</Button>
          <Button size="xs" leftSection={<Icon name="reply" size={14} />} onClick={() => setWriting(true)}>{words.write}</Button>
        </header>
        <Merges contact={contact} />
        <section className={classes.section}><h3>{words.about}</h3><ContactForm key={contact.id} contact={contact} /><OptOut contact={contact} /></section>
        <section className={classes.section}><h3>{words.channels}</h3><ul>{contact.identities.map((identity) => <Identity key={`${identity.account} ${identity.externalId}`} identity={identity} reach={reaches?.find((reach) => reach.account === identity.account && reach.contact === identity.contact)} />)}</ul></section>
        <section className={classes.section}><h3>{words.chats}</h3><ContactChats contact={contact.id} /></section>
        <BeginDialog contact={contact} opened={writing} onClose={() => setWriting(false)} />
        <MergeDialog contact={contact} opened={merging} onClose={() => setMerging(false)} />
      </article>
    </ColumnPage>
  );
}

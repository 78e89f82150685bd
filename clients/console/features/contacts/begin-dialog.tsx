import { Button, Radio, Select, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useLocation } from 'wouter';
import { MAX_TEXT } from '#domain/message.ts';
import { isUlid } from '#domain/ulid.ts';
import type { Contact, ContactReach } from '#wire/api.ts';
import { formatDay, formatTime } from '#ui/format.ts';
import { useDepartments } from '../../api/queries.ts';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import { FormError } from '../../app/form-error.tsx';
import { FormModal } from '../../app/form-modal.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { Rows } from '../../app/rows.tsx';
import { useChannelName } from '../../app/use-channel-name.ts';
import { useFormErrors } from '../../lib/form-errors.ts';
import { useNow } from '../../lib/use-now.ts';
import { visitorName } from '../../lib/visitor-name.ts';
import { useSession } from '../session/session-gate.tsx';
import { useBeginChat, useReach } from './contacts-api.ts';
import classes from './dialogs.module.css';
import { useContactTexts } from './texts/use-contact-texts.ts';

interface BeginDialogProps {
  readonly contact: Contact;
  /** The chat whose talk goes on elsewhere, and the words that were about to be said there. */
  readonly from?: { readonly conversation: string; readonly account: string; readonly text: string };
  /** Where it goes to, if it can. Left out: where it can first. */
  readonly to?: Pick<ContactReach, 'account' | 'contact'> | undefined;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onSent?: () => void;
}

const keyOf = ({ account, contact }: Pick<ContactReach, 'account' | 'contact'>): string => `${account} ${contact}`;

/** What the channel allows now, in a sentence. */
function useLimits(): (reach: ContactReach) => string | null {
  const { locale } = usePreferences();
  const words = useContactTexts();
  const now = useNow(60_000);
  return ({ left, open, possible, reason, until }) => {
    if (!possible) return reason?.[locale] ?? words.closed;
    if (open?.taken === true) return words.taken;
    const limits = [
      open === null ? null : words.goesOn,
      left === null ? null : words.left(left),
      until === null ? null : words.until(`${formatDay(until, now, locale)} ${formatTime(until, locale)}`),
    ].filter((part) => part !== null);
    return limits.length === 0 ? null : limits.join(' · ');
  };
}

function BeginForm({ contact, from, onClose, onDirty, onSent, to }: FormInDrawer & Omit<BeginDialogProps, 'onClose' | 'opened'>) {
  const { texts } = usePreferences();
  const words = useContactTexts();
  const { agent } = useSession();
  const [, navigate] = useLocation();
  const { data: reaches } = useReach(contact.id);
  const begin = useBeginChat(contact.id);
  const limitsOf = useLimits();
  const places = (useDepartments().data ?? []).filter(({ archived, id }) => !archived && (agent.role !== 'agent' || agent.departments.includes(id)));
  const [picked, setPicked] = useState(to === undefined ? null : keyOf(to));
  const [place, setPlace] = useState<string | null>(null);
  const [text, setText] = useState(from?.text ?? '');
  const dirty = text !== (from?.text ?? '');
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const asked = useRef({ said: '', once: '' });
  const channelName = useChannelName();
  const { whole } = useFormErrors(begin.error);
  const may = (reach: ContactReach): boolean => reach.possible && reach.open?.taken !== true && (from === undefined || reach.open?.conversation !== from.conversation);
  const shown = (reaches ?? []).filter((reach) => from === undefined || reach.account !== from.account || reach.open?.conversation !== from.conversation);
  const chosen = shown.find((reach) => (picked === null || keyOf(reach) === picked) && may(reach));
  const department = place ?? places.find(({ id }) => id === chosen?.department)?.id ?? places[0]?.id ?? null;
  const channelOf = (reach: ContactReach) => contact.identities.find((identity) => keyOf(identity) === keyOf(reach));
  if (reaches === undefined) return <Rows />;
  if (shown.length === 0) return <p className={classes.lead}>{words.nowhere}</p>;

  const send = () => {
    if (chosen === undefined || department === null) return;
    const input = { contact: chosen.contact, account: chosen.account, department, text: text.trim(), ...(from === undefined ? {} : { from: from.conversation }) };
    const said = JSON.stringify(input);
    // The same words again are the same request: one that was cut off says nothing twice.
    if (asked.current.said !== said) asked.current = { said, once: crypto.randomUUID() };
    begin.mutate({ input, once: asked.current.once }, { onSuccess: ({ conversation }) => { onClose(); onSent?.(); navigate(`/mine/${conversation}`); } });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // To React the composer's form lies around this one: it would say the same words where they came from.
    event.stopPropagation();
    send();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Radio.Group label={words.by} value={chosen === undefined ? '' : keyOf(chosen)} onChange={setPicked}>
        <div className={classes.radios}>
          {shown.map((reach) => (
            <Radio key={keyOf(reach)} value={keyOf(reach)} disabled={!may(reach)} label={<>{channelName(channelOf(reach))} {isUlid(channelOf(reach)?.externalId ?? '') ? null : <code>{channelOf(reach)?.externalId}</code>}</>} description={limitsOf(reach)} />
          ))}
        </div>
      </Radio.Group>
      {chosen?.open != null || places.length < 2 ? null : <Select label={texts.context.department} value={department} onChange={setPlace} data={places.map(({ id, name }) => ({ value: id, label: name }))} allowDeselect={false} />}
      <Textarea data-autofocus label={words.words} value={text} onChange={(event) => setText(event.currentTarget.value)} maxLength={MAX_TEXT} autosize minRows={3} maxRows={12} />
      <FormError text={whole} />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>{texts.common.cancel}</Button>
        <Button type="submit" disabled={chosen === undefined || department === null || text.trim() === ''} loading={begin.isPending}>{words.sendBy(chosen === undefined ? '' : channelName(channelOf(chosen)))}</Button>
      </div>
    </form>
  );
}

/** The first words of a chat that an agent begins, and by which channel they go. */
export function BeginDialog({ opened, onClose, ...rest }: BeginDialogProps) {
  const { texts } = usePreferences();
  const words = useContactTexts();
  return (
    <FormModal opened={opened} onClose={onClose} title={words.writeTo(visitorName(rest.contact.name, texts))} size={480}>
      {(form) => <BeginForm {...rest} {...form} />}
    </FormModal>
  );
}

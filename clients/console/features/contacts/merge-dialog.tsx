import { Button, Modal, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Contact, ContactItem } from '#wire/api.ts';
import { FormError } from '../../app/form-error.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useFormErrors } from '../../lib/form-errors.ts';
import { visitorName } from '../../lib/visitor-name.ts';
import { useContacts, useMergeContact } from './contacts-api.ts';
import classes from './dialogs.module.css';
import { useContactTexts } from './texts/use-contact-texts.ts';

interface MergeDialogProps {
  readonly contact: Contact;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function MergeForm({ contact, onClose }: Omit<MergeDialogProps, 'opened'>) {
  const { texts } = usePreferences();
  const words = useContactTexts();
  const { tell } = useToast();
  const merge = useMergeContact(contact.id);
  const [text, setText] = useState('');
  const [other, setOther] = useState<ContactItem | null>(null);
  const optionOf = ({ email, id, name, phone }: ContactItem) => ({ value: id, label: [visitorName(name, texts), email ?? phone ?? ''].filter((part) => part !== '').join(' · ') });
  // Once somebody is chosen the field has their name in it, which is not searched for.
  const [search] = useDebouncedValue(other !== null && text === optionOf(other).label ? '' : text.trim(), 200);
  const { data } = useContacts(search);
  const others = (data ?? []).filter(({ id }) => id !== contact.id && id !== other?.id);
  const offered = other === null ? others : [other, ...others];
  const { whole } = useFormErrors(merge.error);
  const act = () => {
    if (other !== null) merge.mutate(other.id, { onSuccess: () => { onClose(); tell({ text: words.merged(visitorName(other.name, texts)) }); } });
  };
  return (
    <div className={classes.form}>
      <p className={classes.lead}>{words.mergeLead}</p>
      <Select
        data-autofocus label={words.mergeWith} placeholder={words.search} searchable clearable value={other?.id ?? null} onChange={(id) => setOther(offered.find((item) => item.id === id) ?? null)} searchValue={text} onSearchChange={setText}
        // The server has searched, also by what is not shown.
        data={offered.map(optionOf)} filter={({ options }) => options} nothingFoundMessage={words.noneSuch} comboboxProps={{ shadow: 'md' }}
      />
      {other === null ? null : <div className={classes.preview} role="status"><p>{words.mergeMoves(words.count(other.chats), words.channelCount(other.identities.length))}</p><p>{words.mergeKeeps}</p></div>}
      <FormError text={whole} />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>{texts.common.cancel}</Button>
        <Button disabled={other === null} loading={merge.isPending} onClick={act}>{words.mergeAct}</Button>
      </div>
    </div>
  );
}

/** Two that are one person. */
export function MergeDialog({ contact, opened, onClose }: MergeDialogProps) {
  const { texts } = usePreferences();
  const words = useContactTexts();
  return (
    <Modal opened={opened} onClose={onClose} title={words.mergeTitle(visitorName(contact.name, texts))} size={460} closeButtonProps={{ 'aria-label': texts.common.close }}>
      <MergeForm contact={contact} onClose={onClose} />
    </Modal>
  );
}

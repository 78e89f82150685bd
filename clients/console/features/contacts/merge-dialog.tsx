import { Button, Modal, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Contact } from '#wire/api.ts';
import { FormError } from '../../app/form-error.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useFormErrors } from '../../lib/form-errors.ts';
import { visitorName } from '../../lib/visitor-name.ts';
import { useContacts, useMergeContact } from './contacts-api.ts';
import classes from './contacts.module.css';
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
  const [search] = useDebouncedValue(text.trim(), 200);
  const { data } = useContacts(search);
  const [chosen, setChosen] = useState<string | null>(null);
  const others = (data ?? []).filter(({ id }) => id !== contact.id);
  const other = others.find(({ id }) => id === chosen);
  const { whole } = useFormErrors(merge.error);
  const labelOf = ({ email, id, name, phone }: (typeof others)[number]) => ({ value: id, label: [visitorName(name, texts), email ?? phone ?? ''].filter((part) => part !== '').join(' · ') });
  const act = () => {
    if (other !== undefined) merge.mutate(other.id, { onSuccess: () => { onClose(); tell({ text: words.merged(visitorName(other.name, texts)) }); } });
  };
  return (
    <div className={classes.form}>
      <p className={classes.lead}>{words.mergeLead}</p>
      <Select
        data-autofocus label={words.mergeWith} placeholder={words.search} searchable clearable value={chosen} onChange={setChosen} searchValue={text} onSearchChange={setText}
        // The server has searched, also by what is not shown.
        data={others.map(labelOf)} filter={({ options }) => options} nothingFoundMessage={words.noneSuch} comboboxProps={{ shadow: 'md' }}
      />
      {other === undefined ? null : <div className={classes.preview} role="status"><p>{words.mergeMoves(words.count(other.chats), words.channelCount(other.identities.length))}</p><p>{words.mergeKeeps}</p></div>}
      <FormError text={whole} />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>{texts.common.cancel}</Button>
        <Button disabled={other === undefined} loading={merge.isPending} onClick={act}>{words.mergeAct}</Button>
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

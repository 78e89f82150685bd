import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { Contact, ContactPatch } from '#wire/api.ts';
import { FormError } from '../../app/form-error.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { forgetErrors, useFormErrors } from '../../lib/form-errors.ts';
import { useUnsaved } from '../../lib/unsaved.ts';
import classes from './contact-form.module.css';
import { useEditContact } from './contacts-api.ts';
import { useContactTexts } from './texts/use-contact-texts.ts';

type Field = 'name' | 'email' | 'phone' | 'notes';

const FIELDS: readonly Field[] = ['name', 'email', 'phone', 'notes'];

/** What agents write down about somebody. Only what was changed is sent: two who write at once do not undo each other's fields. */
export function ContactForm({ contact }: { readonly contact: Contact }) {
  const { common } = useTexts();
  const words = useContactTexts();
  const { tell } = useToast();
  const edit = useEditContact(contact.id);
  const known: Readonly<Record<Field, string>> = { name: contact.givenName ?? '', email: contact.email ?? '', phone: contact.phone ?? '', notes: contact.notes ?? '' };
  const [changed, setChanged] = useState<Partial<Record<Field, string>>>({});
  const errors = useFormErrors(edit.error);
  const dirty = FIELDS.some((field) => changed[field] !== undefined && changed[field] !== known[field]);
  useUnsaved(dirty);
  const bind = (field: Field) => ({
    label: words[field], value: changed[field] ?? known[field], error: errors.of(field, field === 'email' || field === 'phone' ? words.flaw[field] : undefined),
    onChange: (event: { readonly currentTarget: { readonly value: string } }) => { const { value } = event.currentTarget; setChanged((before) => ({ ...before, [field]: value })); },
  });

  const save = (event: FormEvent) => {
    event.preventDefault();
    const patch: ContactPatch = Object.fromEntries(FIELDS.flatMap((field) => (changed[field] === undefined || changed[field] === known[field] ? [] : [[field, changed[field]]])));
    edit.mutate(patch, { onSuccess: () => { setChanged({}); tell({ text: common.saved }); } });
  };

  return (
    <form noValidate className={classes.form} onSubmit={save} onChange={() => forgetErrors(edit)}>
      <div className={classes.fields}>
        <TextInput {...bind('name')} maxLength={120} autoComplete="off" />
        <TextInput {...bind('email')} maxLength={254} type="email" autoComplete="off" />
        <TextInput {...bind('phone')} maxLength={40} type="tel" autoComplete="off" />
      </div>
      <Textarea {...bind('notes')} description={words.notesHint} maxLength={10_000} autosize minRows={2} maxRows={12} />
      {contact.mergedNotes.length === 0 ? null : <div className={classes.mergedNotes}><h3>{words.mergedNotes}</h3>{contact.mergedNotes.map((note) => <p key={note}>{note}</p>)}</div>}
      <FormError text={errors.whole} />
      {dirty ? (
        <div className={classes.actions}>
          <Button variant="default" size="xs" onClick={() => setChanged({})}>{common.cancel}</Button>
          <Button type="submit" size="xs" loading={edit.isPending}>{common.save}</Button>
        </div>
      ) : null}
    </form>
  );
}

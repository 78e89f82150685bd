import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import type { FormInDrawer } from '../../../app/form-drawer.tsx';
import { FormModal } from '../../../app/form-modal.tsx';
import { useTexts } from '../../../app/preferences.tsx';
import { useToast } from '../../../app/toast.tsx';
import { MOST } from './flow.ts';
import classes from './flows-tab.module.css';
import { useWords } from './texts/use-texts.ts';

interface RenameDialogProps {
  readonly opened: boolean;
  readonly name: string;
  /** Resolves when it is done. */
  readonly onRename: (name: string) => Promise<unknown>;
  readonly onClose: () => void;
}

function Naming({ name: before, onClose, onDirty, onRename }: FormInDrawer & Pick<RenameDialogProps, 'name' | 'onRename'>) {
  const { common } = useTexts();
  const { list } = useWords();
  const [name, setName] = useState(before);
  useEffect(() => onDirty(name !== before), [name, before, onDirty]);
  const { fail } = useToast();
  // It stays open until it is done: a name is not lost to a moment without a network.
  const rename = useMutation({ mutationFn: onRename, onSuccess: onClose, onError: fail });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') rename.mutate(name.trim());
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput data-autofocus label={list.name} value={name} readOnly={rename.isPending} maxLength={MOST.name} onChange={(event) => setName(event.currentTarget.value)} />
      <Button type="submit" loading={rename.isPending}>{common.save}</Button>
    </form>
  );
}

/** What a flow is called. */
export function RenameDialog({ name, onClose, onRename, opened }: RenameDialogProps) {
  const { list } = useWords();
  return <FormModal opened={opened} onClose={onClose} title={list.rename} size={400}>{(form) => <Naming {...form} name={name} onRename={onRename} />}</FormModal>;
}

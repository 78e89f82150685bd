import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormEvent } from 'react';
import type { FormInDrawer } from '../../../app/form-drawer.tsx';
import { FormModal } from '../../../app/form-modal.tsx';
import { useTexts } from '../../../app/preferences.tsx';
import { MOST } from './flow.ts';
import classes from './flows-tab.module.css';
import { useWords } from './texts/use-texts.ts';

interface RenameDialogProps {
  readonly opened: boolean;
  readonly name: string;
  readonly onRename: (name: string) => void;
  readonly onClose: () => void;
}

function Naming({ name: before, onClose, onDirty, onRename }: FormInDrawer & Pick<RenameDialogProps, 'name' | 'onRename'>) {
  const { common } = useTexts();
  const { list } = useWords();
  const [name, setName] = useState(before);
  useEffect(() => onDirty(name !== before), [name, before, onDirty]);
  const rename = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    onRename(name.trim());
    onClose();
  };
  return (
    <form className={classes.form} onSubmit={rename}>
      <TextInput data-autofocus label={list.name} value={name} maxLength={MOST.name} onChange={(event) => setName(event.currentTarget.value)} />
      <Button type="submit">{common.save}</Button>
    </form>
  );
}

/** What a flow is called. */
export function RenameDialog({ name, onClose, onRename, opened }: RenameDialogProps) {
  const { list } = useWords();
  return <FormModal opened={opened} onClose={onClose} title={list.rename} size={400}>{(form) => <Naming {...form} name={name} onRename={onRename} />}</FormModal>;
}

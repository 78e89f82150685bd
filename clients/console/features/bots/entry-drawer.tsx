import { useState } from 'react';
import type { ComponentProps } from 'react';
import { FormDrawer, Loaded } from '../../app/form-drawer.tsx';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import { useTexts } from '../../app/preferences.tsx';
import type { Bot, Entry } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
import { withWritten } from './entry.ts';
import { EntryForm } from './entry-form.tsx';
import { useEntry } from './use-bots.ts';

/** One that is stored, or the beginning of a new one. */
export type Edited = { readonly id: string; readonly entry?: never } | { readonly entry: Entry; readonly id?: never };

interface EntryDrawerProps {
  readonly api: BotsApi;
  readonly bot: Bot;
  readonly edited: Edited | null;
  /** Those that there are, to choose from. */
  readonly categories: readonly string[];
  readonly onClose: () => void;
}

type FormOf = Omit<EntryDrawerProps, 'edited' | 'onClose'> & FormInDrawer & Pick<ComponentProps<typeof EntryForm>, 'onInstead'>;

function Stored({ id, written, ...form }: FormOf & { readonly id: string; readonly written: Entry | null }) {
  return <Loaded query={useEntry(form.api, form.bot.id, id)}>{(entry) => <EntryForm {...form} entry={entry} begun={written === null ? entry : withWritten(entry, written)} />}</Loaded>;
}

/** Where an entry is written, beside the list that it belongs to. */
export function EntryDrawer({ edited, onClose, ...rest }: EntryDrawerProps) {
  const { bots: { knowledge: words } } = useTexts();
  /** What is written goes into the entry that has the question already. */
  const [instead, setInstead] = useState<{ readonly id: string; readonly written: Entry } | null>(null);
  const id = instead?.id ?? edited?.id;
  const close = () => {
    setInstead(null);
    onClose();
  };
  const onInstead = (other: string, written: Entry) => setInstead({ id: other, written });
  return (
    <FormDrawer title={edited === null ? null : id === undefined ? words.add : words.edit} size={520} onClose={close}>
      {(form) => (id === undefined
        ? edited?.entry === undefined ? null : <EntryForm {...rest} {...form} entry={edited.entry} onInstead={onInstead} />
        : <Stored key={id} {...rest} {...form} id={id} written={instead?.written ?? null} onInstead={onInstead} />)}
    </FormDrawer>
  );
}

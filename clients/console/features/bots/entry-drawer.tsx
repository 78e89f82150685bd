import { FormDrawer, Loaded } from '../../app/form-drawer.tsx';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import { useTexts } from '../../app/preferences.tsx';
import type { Bot, Entry } from './bot.ts';
import type { BotsApi } from './bots-api.ts';
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

type FormOf = Omit<EntryDrawerProps, 'edited' | 'onClose'> & FormInDrawer;

function Stored({ id, ...form }: FormOf & { readonly id: string }) {
  return <Loaded query={useEntry(form.api, form.bot.id, id)}>{(entry) => <EntryForm {...form} entry={entry} />}</Loaded>;
}

/** Where an entry is written, beside the list that it belongs to. */
export function EntryDrawer({ edited, onClose, ...rest }: EntryDrawerProps) {
  const { bots: { knowledge: words } } = useTexts();
  return (
    <FormDrawer title={edited === null ? null : edited.id === undefined ? words.add : words.edit} size={520} onClose={onClose}>
      {(form) => (edited === null ? null : edited.id === undefined ? <EntryForm {...rest} {...form} entry={edited.entry} /> : <Stored {...rest} {...form} id={edited.id} />)}
    </FormDrawer>
  );
}

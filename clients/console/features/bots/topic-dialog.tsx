import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FormInDrawer } from '../../app/form-drawer.tsx';
import { FormModal } from '../../app/form-modal.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { Actions } from '../settings/pieces.tsx';
import type { BotsApi } from './bots-api.ts';
import { TOPIC } from './script.ts';
import { useBotTexts } from './texts/use-bot-texts.ts';
import { useBotChange } from './use-bots.ts';

interface TopicDialogProps {
  readonly api: BotsApi;
  readonly bot: string;
  /** The topic; empty: a new one; null: the dialog is closed. */
  readonly named: string | null;
  readonly enabled: boolean;
  readonly onClose: () => void;
  readonly onDone: (before: string, after: string) => void;
}

function Naming({ api, bot, named, enabled, onClose, onDirty, onDone }: FormInDrawer & TopicDialogProps & { readonly named: string }) {
  const { common } = useTexts();
  const words = useBotTexts().scripts;
  const [name, setName] = useState(named);
  const keep = useBotChange((given: string) => (named === '' ? api.addTopic(bot, given) : api.changeTopic(bot, named, given, enabled)));
  useEffect(() => onDirty(name !== named), [name, named, onDirty]);
  const isName = TOPIC.test(name);
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      if (isName) keep.mutate(name, { onSuccess: () => {
        onDone(named, name);
        onClose();
      } });
    }}>
      <TextInput data-autofocus label={words.name} value={name} maxLength={64} onChange={(event) => setName(event.currentTarget.value)} error={name === '' || isName ? undefined : words.badName} />
      <Actions><Button variant="default" onClick={onClose}>{common.cancel}</Button><Button type="submit" loading={keep.isPending} disabled={!isName || name === named}>{common.save}</Button></Actions>
    </form>
  );
}

/** Names a topic. */
export function TopicDialog({ named, ...rest }: TopicDialogProps) {
  const words = useBotTexts().scripts;
  return (
    <FormModal opened={named !== null} onClose={rest.onClose} title={named === '' ? words.add : words.rename} size={400}>
      {(form) => (named === null ? null : <Naming {...rest} {...form} named={named} />)}
    </FormModal>
  );
}

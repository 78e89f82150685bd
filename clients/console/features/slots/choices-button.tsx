import { ActionIcon, Popover, TextInput, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { MAX_QUERY } from '#wire/slots.ts';
import type { Slot } from '#wire/slots.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { ChoiceList } from './choice-list.tsx';
import classes from './choices-button.module.css';
import { useChooser } from './use-chooser.ts';

interface ChoicesButtonProps {
  readonly slot: Slot;
  readonly conversation: string;
  readonly onInsert: (text: string) => void;
}

function Search({ conversation, onInsert, slot }: ChoicesButtonProps) {
  const { texts: { slots: words }, locale } = usePreferences();
  const [query, setQuery] = useState('');
  const slots = [slot];
  const chooser = useChooser({ slots, conversation, query, onInsert });
  return (
    <>
      <TextInput
        variant="unstyled" className={classes.search ?? ''} leftSection={<Icon name="search" size={16} />} placeholder={words.search} aria-label={words.search} autoComplete="off" maxLength={MAX_QUERY} data-autofocus
        role="combobox" aria-expanded={chooser.found.length > 0} aria-controls={chooser.id} aria-autocomplete="list" {...(chooser.active < 0 ? {} : { 'aria-activedescendant': `${chooser.id}-${chooser.active}` })}
        value={query} onChange={({ currentTarget: { value } }) => setQuery(value)} onKeyDown={(event) => void chooser.press(event)}
      />
      <ChoiceList label={slot.title[locale]} slots={slots} chooser={chooser} missed={chooser.near && !chooser.pending ? words.noSuch(query) : null} />
    </>
  );
}

/** What a `/` offers, for whoever has begun to write already. */
export function ChoicesButton({ onInsert, slot, ...rest }: ChoicesButtonProps) {
  const { locale } = usePreferences();
  const [opened, setOpened] = useState(false);
  const take = (words: string): void => {
    setOpened(false);
    onInsert(words);
  };
  return (
    <Popover opened={opened} onChange={setOpened} width={380} position="top-start" shadow="md" radius="lg" trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={slot.title[locale]} disabled={opened}>
          <ActionIcon variant="subtle" color="gray" size={28} aria-label={slot.title[locale]} onClick={() => setOpened(!opened)}><Icon name={slot.icon} size={17} /></ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0} className={classes.dropdown ?? ''} aria-label={slot.title[locale]}>
        <Search slot={slot} onInsert={take} {...rest} />
      </Popover.Dropdown>
    </Popover>
  );
}

import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { Slot, SlotOutcome } from '#wire/slots.ts';
import { useSlotsAt } from '../../api/slots.ts';
import { Icon } from '../../app/icon.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { ChoicesButton } from './choices-button.tsx';
import { SlotView } from './slot-view.tsx';

interface ComposerButtonsProps {
  readonly conversation: string;
  readonly onInsert: (text: string) => void;
}

/** One answers with blocks to go on with; any other answer ends it. */
function ComposerButton({ slot, conversation, onInsert }: { readonly slot: Slot } & ComposerButtonsProps) {
  const { locale } = usePreferences();
  const [opened, setOpened] = useState(false);
  const take = ({ blocks, insert }: SlotOutcome) => {
    if (blocks === undefined) setOpened(false);
    if (insert !== undefined) onInsert(insert);
  };
  return (
    <Popover opened={opened} onChange={setOpened} width={320} position="top-start" shadow="md" radius="lg" trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={slot.title[locale]} disabled={opened}>
          <ActionIcon variant="subtle" color="gray" size={28} aria-label={slot.title[locale]} onClick={() => setOpened(!opened)}><Icon name={slot.icon} size={17} /></ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p="md" aria-label={slot.title[locale]}>
        <SlotView slot={slot} conversation={conversation} onOutcome={take} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** Buttons of plugins beside what is being written. */
export function ComposerButtons(props: ComposerButtonsProps) {
  return useSlotsAt('composer').map((slot) => {
    const Button = slot.kind === 'choices' ? ChoicesButton : ComposerButton;
    return <Button key={`${slot.plugin}/${slot.slot}/${props.conversation}`} slot={slot} {...props} />;
  });
}

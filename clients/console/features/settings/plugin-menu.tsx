import { ActionIcon, Menu } from '@mantine/core';
import { useState } from 'react';
import type { Ref } from 'react';
import type { ConsoleIcon } from '#ui/console-icons.ts';
import type { PluginStep } from '#wire/api.ts';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';

interface PluginMenuProps {
  readonly ref: Ref<HTMLButtonElement>;
  readonly name: string;
  readonly steps: readonly PluginStep[];
  /** While a step is under way: the button stays, and keeps the focus, but opens nothing. */
  readonly disabled: boolean;
  readonly onTake: (step: PluginStep) => void;
  /** Null where there is no package, or it is installed. */
  readonly onDelete: (() => void) | null;
}

/** In the order of the menu. */
const ICONS: Readonly<Record<PluginStep, ConsoleIcon>> = { configure: 'settings', install: 'plus', upgrade: 'send', activate: 'circleCheck', deactivate: 'circleMinus', uninstall: 'close' };
const ORDER = Object.keys(ICONS);

/** What else can be done; nothing where there is nothing. */
export function PluginMenu({ ref, name, steps, disabled, onTake, onDelete }: PluginMenuProps) {
  const { plugins: words, agents } = useTexts();
  const [opened, setOpened] = useState(false);
  // Closed by a step from elsewhere, it does not open again by itself.
  if (opened && disabled) setOpened(false);
  if (steps.length === 0 && onDelete === null && !disabled) return null;
  return (
    <Menu position="bottom-end" width={180} shadow="md" opened={opened && !disabled} onChange={(next) => setOpened(next && !disabled)}>
      <Menu.Target><ActionIcon ref={ref} variant="subtle" color="gray" size={32} aria-label={agents.actions(name)} aria-disabled={disabled}><Icon name="more" /></ActionIcon></Menu.Target>
      <Menu.Dropdown>
        {[...steps].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)).map((step) => (
          <Menu.Item key={step} leftSection={<Icon name={ICONS[step]} size={16} />} onClick={() => onTake(step)}>{words.steps[step]}</Menu.Item>
        ))}
        {onDelete === null ? null : <Menu.Item leftSection={<Icon name="close" size={16} />} onClick={onDelete}>{words.deletePackage}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

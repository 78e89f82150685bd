import { Spotlight } from '@mantine/spotlight';
import type { SpotlightActionGroupData } from '@mantine/spotlight';
import { useState } from 'react';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useFoundActions } from '../search/use-found-actions.tsx';
import { keysShown } from './command.ts';
import type { Command } from './command.ts';
import classes from './palette.module.css';

/** Several keys may lead to one command: the palette lists it once. */
const once = (commands: readonly Command[]): readonly Command[] =>
  commands.filter((command, index) => command.id !== 'palette' && commands.findIndex(({ label }) => label === command.label) === index);

/** Commands by their names; what is found was found by other rules, and follows in its own order. */
export function Palette({ commands }: { readonly commands: readonly Command[] }) {
  const texts = useTexts();
  const [typed, setTyped] = useState('');
  const found = useFoundActions(typed);
  const asked = typed.trim().toLowerCase();
  const groups = (['chat', 'go', 'chats', 'me'] as const).map((group): SpotlightActionGroupData => ({
    group: texts.commands[group],
    actions: once(commands).filter((command) => command.group === group && command.label.toLowerCase().includes(asked)).map(({ id, label, icon, keys, run }) => ({
      id, label, onClick: run, leftSection: <span className={classes.icon}><Icon name={icon} /></span>,
      rightSection: keys === undefined ? null : <span className={classes.keys}>{keysShown(keys).map((key) => <kbd key={key}>{key}</kbd>)}</span>,
    })),
  })).filter(({ actions }) => actions.length > 0);
  return (
    <Spotlight
      actions={[...groups, ...found]} filter={(_query, actions) => actions} query={typed} onQueryChange={setTyped} shortcut={null} size={560} radius="lg" scrollable maxHeight={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }} highlightQuery={false} nothingFound={texts.commands.nothing}
      classNames={{ content: classes.content ?? '', action: classes.action ?? '', search: classes.search ?? '', actionsGroup: classes.group ?? '' }}
      attributes={{ content: { 'aria-label': texts.nav.commands } }}
      searchProps={{ placeholder: texts.commands.search, 'aria-label': texts.commands.search, leftSection: <Icon name="search" /> }}
      overlayProps={{ color: 'var(--scrim)', backgroundOpacity: 1 }}
    />
  );
}

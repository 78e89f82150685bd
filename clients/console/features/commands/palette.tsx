import { Spotlight } from '@mantine/spotlight';
import type { SpotlightActionGroupData } from '@mantine/spotlight';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { excerptOf, wordsOf } from '#domain/words.ts';
import { Icon } from '../../app/icon.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { RowWords } from '../search/row-words.tsx';
import { useFoundActions } from '../search/use-found-actions.tsx';
import { useSearchTexts } from '../search/texts/use-search-texts.ts';
import { keysShown } from './command.ts';
import type { Command } from './command.ts';
import { isCalled } from './is-called.ts';
import { chooseFirst, chosenRow, paletteStore } from './palette-store.ts';
import classes from './palette.module.css';

/** Several keys may lead to one command: the palette lists it once. */
const once = (commands: readonly Command[]): readonly Command[] =>
  commands.filter((command, index) => command.id !== 'palette' && commands.findIndex(({ id, label }) => (command.group === 'chats' ? id === command.id : label === command.label)) === index);

function Beside({ asked, command: { card, keys, words = '' } }: { readonly asked: readonly string[]; readonly command: Command }) {
  if (card !== undefined) return <RowWords card={card} text={excerptOf(words, asked)} words={asked} />;
  return keys === undefined ? null : <span className={classes.keys}>{keysShown(keys).map((key) => <kbd key={key}>{key}</kbd>)}</span>;
}

/** Enter on words for which nothing has come yet takes what comes first; what is pressed after it, or closing the palette, takes it back. */
function useHurry(typed: string, looking: boolean) {
  const hurried = useRef<string | null>(null);
  useEffect(() => {
    if (looking) return;
    const hurries = hurried.current === typed && paletteStore.getState().opened;
    hurried.current = null;
    if (typed === '') return;
    chooseFirst();
    if (hurries) chosenRow()?.click();
  }, [looking, typed]);
  return (event: KeyboardEvent) => {
    // Safari ends a composition before the Enter that ends it, and says 229.
    const enters = event.key === 'Enter' && !event.nativeEvent.isComposing && event.keyCode !== 229;
    hurried.current = enters && looking && chosenRow() === null ? typed : null;
  };
}

/** Commands by their names, open chats by their last words too; what is found was found by other rules, and follows in its own order. */
export function Palette({ commands }: { readonly commands: readonly Command[] }) {
  const texts = useTexts();
  const search = useSearchTexts();
  const [typed, setTyped] = useState('');
  const asked = wordsOf(typed);
  const named = once(commands).filter((command) => isCalled(command, asked));
  const found = useFoundActions(typed, new Set(named.map(({ id }) => id)));
  const onKeyDown = useHurry(typed.trim(), found.looking);
  const field = useRef<HTMLInputElement>(null);
  const groups = (['chat', 'go', 'chats', 'me', 'settings'] as const).map((group): SpotlightActionGroupData => ({
    group: group === 'settings' ? texts.settings.title : texts.commands[group],
    actions: named.filter((command) => command.group === group).map((command) => ({
      id: command.id, label: command.label, onClick: command.run, leftSection: <span className={classes.icon}><Icon name={command.icon} /></span>, rightSection: <Beside asked={asked} command={command} />,
    })),
  })).filter(({ actions }) => actions.length > 0);
  return (
    <Spotlight
      store={paletteStore} actions={[...groups, ...found.groups]} filter={(_query, actions) => actions} query={typed} onQueryChange={setTyped} shortcut={null} size={560} radius="lg" scrollable maxHeight={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }} highlightQuery={false}
      centered={false} yOffset="12dvh" nothingFound={found.looking ? search.looking : texts.commands.nothing}
      classNames={{ overlay: classes.overlay ?? '', content: classes.content ?? '', action: classes.action ?? '', actionBody: classes.called ?? '', search: classes.search ?? '', actionsGroup: classes.group ?? '' }}
      attributes={{ content: { 'aria-label': texts.nav.commands } }}
      searchProps={{ ref: field, placeholder: texts.commands.search, 'aria-label': texts.commands.search, leftSection: <Icon name="search" />, onKeyDown }}
      overlayProps={{ color: 'var(--scrim)', backgroundOpacity: 1 }}
      // There within the key that opens it, so that the next one is written into it; how it comes is a matter of its looks.
      transitionProps={{ duration: 0 }} onSpotlightOpen={() => field.current?.focus()}
    />
  );
}

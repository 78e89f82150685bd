import { Button, Tooltip } from '@mantine/core';
import { ListPane } from '../../app/list-pane.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { FoundList } from '../search/found-list.tsx';
import { SearchField } from '../search/search-field.tsx';
import { isAsked, isSearched } from '../search/sought.ts';
import { useSought } from '../search/use-sought.ts';
import { ChatList } from './chat-list.tsx';
import { isLive } from './lists.ts';
import type { Scope } from './lists.ts';
import { ScopeTabs } from './scope-tabs.tsx';
import { useScopeList } from './use-lists.ts';
import { useTakeNext } from './use-take-next.ts';

interface InboxPaneProps {
  readonly scope: Scope;
  readonly selected: string | undefined;
}

/** The list pane: tabs, cards, and the one big next step. */
export function InboxPane({ scope, selected }: InboxPaneProps) {
  const texts = useTexts();
  const list = useScopeList(scope);
  const takeNext = useTakeNext();
  const sought = useSought(scope);
  const next = takeNext !== null && isLive(scope) ? (
    <Tooltip label={<>{texts.inbox.takeNextHint} <kbd>N</kbd></>}>
      <Button fullWidth variant={scope === 'waiting' ? 'default' : 'light'} onClick={takeNext}>{texts.inbox.takeNext}</Button>
    </Tooltip>
  ) : null;
  return (
    <ListPane title={texts.inbox.title} header={<ScopeTabs scope={scope} />} footer={next}>
      {isSearched(scope) ? <SearchField key={scope} scope={scope} /> : null}
      {isSearched(scope) && isAsked(sought) ? <FoundList scope={scope} selected={selected} sought={sought} /> : <ChatList scope={scope} list={list} selected={selected} />}
    </ListPane>
  );
}

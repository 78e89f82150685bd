import { Button, Tooltip } from '@mantine/core';
import { ListPane } from '../../app/list-pane.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useChatActions } from '../conversation/use-chat-actions.ts';
import { ChatList } from './chat-list.tsx';
import { isLive } from './lists.ts';
import type { Scope } from './lists.ts';
import { ScopeTabs } from './scope-tabs.tsx';
import { useLists, useScopeList } from './use-lists.ts';

interface InboxPaneProps {
  readonly scope: Scope;
  readonly selected: string | undefined;
}

/** The list pane: tabs, cards, and the one big next step. */
export function InboxPane({ scope, selected }: InboxPaneProps) {
  const texts = useTexts();
  const list = useScopeList(scope);
  const { waiting } = useLists();
  const actions = useChatActions();
  const someoneWaits = waiting.some((card) => card.status === 'queued');
  const next = someoneWaits && isLive(scope) ? (
    <Tooltip label={<>{texts.inbox.takeNextHint} <kbd>N</kbd></>}>
      <Button fullWidth variant={scope === 'waiting' ? 'default' : 'light'} onClick={() => void actions.takeNext()}>{texts.inbox.takeNext}</Button>
    </Tooltip>
  ) : null;
  return (
    <ListPane title={texts.inbox.title} header={<ScopeTabs scope={scope} />} footer={next}>
      <ChatList scope={scope} list={list} selected={selected} />
    </ListPane>
  );
}

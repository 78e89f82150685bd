import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { EmptyState } from '../../app/empty-state.tsx';
import { ListDetail } from '../../app/list-detail.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useLayout } from '../../lib/use-layout.ts';
import { ConversationPane } from '../conversation/conversation-pane.tsx';
import { useDesk } from '../desk/desk-provider.tsx';
import { holdOpen } from '../desk/hold-open.ts';
import { usePresence } from '../session/use-presence.ts';
import { FirstSteps, useFreshHouse } from './first-steps.tsx';
import { InboxPane } from './inbox-pane.tsx';
import { isLive } from './lists.ts';
import type { Scope } from './lists.ts';
import { useLists, useScopeList } from './use-lists.ts';
import { useQuiet } from './use-quiet.ts';

interface InboxPageProps {
  readonly scope: Scope;
  readonly selected: string | undefined;
}

/** Own chats stay open in the background: going there is instant, and their typing shows in the list. */
function useOwnChatsOpen(): void {
  const desk = useDesk();
  const { mine } = useLists();
  const ids = mine.map((card) => card.id).join(' ');
  useEffect(() => {
    const releases = ids === '' ? [] : ids.split(' ').map((id) => holdOpen(desk, id));
    return () => {
      for (const release of releases) release();
    };
  }, [desk, ids]);
}

/** Beside the list there is always a chat to look at, if there is one at all. */
function useFirstSelected(scope: Scope, selected: string | undefined): void {
  const [, navigate] = useLocation();
  const layout = useLayout();
  const lists = useLists();
  const first = isLive(scope) ? lists[scope][0]?.id : undefined;
  useEffect(() => {
    if (layout !== 'stack' && selected === undefined && first !== undefined) navigate(`/${scope}/${first}`, { replace: true });
  }, [layout, selected, first, scope, navigate]);
}

function Nothing({ scope }: { readonly scope: Scope }) {
  const { inbox } = useTexts();
  const { status, known, set } = usePresence();
  const { cards } = useScopeList(scope);
  const fresh = useFreshHouse();
  const { page: quiet } = useQuiet();
  // The list says that there is nothing: no need to say it twice.
  if (!isLive(scope)) return cards.length === 0 ? null : <EmptyState icon={scope === 'all' ? 'inbox' : 'archive'} title={inbox.pick} lead={inbox.pickLead} />;
  if (!known || fresh === null) return null;
  if (fresh) return <FirstSteps />;
  if (status === 'offline') return <EmptyState icon="moon" title={inbox.offline} lead={inbox.awayLead} action={{ label: inbox.goOnline, run: () => set('online') }} />;
  if (status !== 'online') return <EmptyState icon="moon" title={inbox.away} lead={inbox.awayLead} action={{ label: inbox.goOnline, run: () => set('online') }} />;
  return <EmptyState icon="sun" {...quiet} />;
}

export function InboxPage({ scope, selected }: InboxPageProps) {
  useOwnChatsOpen();
  useFirstSelected(scope, selected);
  return (
    <ListDetail
      chosen={selected !== undefined} list={<InboxPane scope={scope} selected={selected} />}
      detail={selected === undefined ? <Nothing scope={scope} /> : <ConversationPane key={selected} id={selected} scope={scope} />}
    />
  );
}

import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { isUlid } from '#domain/ulid.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useLayout } from '../../lib/use-layout.ts';
import type { Scope } from '../inbox/lists.ts';
import { useListAddress } from '../search/use-sought.ts';
import { attachmentsOf } from './attachments.ts';
import { ChatHeader } from './chat-header.tsx';
import { Composer } from './composer.tsx';
import type { ComposerMode } from './composer.tsx';
import { ContextPane } from './context-pane.tsx';
import classes from './conversation-pane.module.css';
import fileClasses from './files.module.css';
import { detailsShown, useChatFocus } from './chat-focus.ts';
import { MessageList } from './message-list.tsx';
import { StandingBar } from './standing-bar.tsx';
import { TransferDialog } from './transfer-dialog.tsx';
import { useChatActions } from './use-chat-actions.ts';
import { useChat, useStanding } from './use-chat.ts';
import type { Standing } from './use-chat.ts';
import { useFileDrop } from './use-file-drop.ts';
import { useNames } from './use-names.ts';
import { botsIn } from './bots-in-chat.ts';
import { useSuggestions } from './use-suggestions.ts';
import { useKeptFlag } from '../../lib/kept-flag.ts';

interface PaneProps {
  readonly id: string;
  readonly scope: Scope;
}

function NotHere({ scope }: Pick<PaneProps, 'scope'>) {
  const { chat, common } = useTexts();
  const [, navigate] = useLocation();
  const stack = useLayout() === 'stack';
  const list = useListAddress(scope);
  return <EmptyState icon="search" title={chat.notFound} lead={chat.notFoundLead} {...(stack ? { action: { label: common.back, run: () => navigate(list) } } : {})} />;
}

/** Somebody else has taken over what was one's own: nothing is left to do here. */
function useGivenAway(id: string, { scope, standing, taker }: { readonly scope: Scope; readonly standing: Standing; readonly taker: string | null }): void {
  const { givenAway } = useChatActions();
  const before = useRef(standing);
  useEffect(() => {
    const was = before.current;
    before.current = standing;
    if (was === 'mine' && standing === 'theirs' && scope === 'mine' && taker !== null) void givenAway(id, taker);
  }, [id, scope, standing, taker, givenAway]);
}

/** One chat: its words, what can be done with it, and what is known beside it. */
export const ConversationPane = ({ id, scope }: PaneProps) => (isUlid(id) ? <Conversation id={id} scope={scope} /> : <NotHere scope={scope} />);

function Conversation({ id, scope }: PaneProps) {
  const texts = useTexts();
  const layout = useLayout();
  const { chat, snapshot } = useChat(id);
  const names = useNames(id, snapshot);
  const standing = useStanding(snapshot);
  const [mode, setMode] = useState<ComposerMode>('reply');
  const [transferring, setTransferring] = useState(false);
  const [overlay, setOverlay] = useState(false);
  const kept = useKeptFlag(detailsShown);
  const details = layout === 'wide' ? kept : overlay;
  const toggleDetails = () => (layout === 'wide' ? detailsShown.write(!kept) : setOverlay(!overlay));
  const { state } = snapshot;
  const mine = standing === 'mine';
  const suggested = useSuggestions(chat, snapshot, setMode);
  const { over, ...drop } = useFileDrop(mine || standing === 'theirs' ? (files) => attachmentsOf(id, !mine || mode === 'note').add(files) : null);

  useChatFocus({ id, standing, suggestion: mine ? suggested.best : null, visitorName: names.visitor, state, onSend: suggested.send, onEdit: suggested.edit, onTransfer: () => setTransferring(true), onMode: setMode, onDetails: toggleDetails });

  useGivenAway(id, { scope, standing, taker: state?.assignee == null ? null : names.nameOf(state.assignee).name });

  if (snapshot.error !== null) return <NotHere scope={scope} />;
  return (
    <div className={classes.split} data-details={details || undefined}>
      <section className={classes.pane} aria-label={texts.chat.region} {...drop}>
        {over ? <div className={fileClasses.drop}>{texts.composer.drop}</div> : null}
        <ChatHeader
          id={id} scope={scope} state={state} standing={standing} visitorName={names.visitor} visitorOwn={names.visitorOwn} visitorOnline={snapshot.visitorOnline}
          department={names.departmentName(state?.department ?? '')} bots={botsIn(snapshot)} details={details} onDetails={toggleDetails} onTransfer={() => setTransferring(true)}
        />
        <MessageList chat={chat} snapshot={snapshot} names={names} serving={mine} suggested={suggested} />
        <footer className={classes.footer}>
          {state === null ? null : <StandingBar id={id} state={state} standing={standing} names={names} />}
          {mine || standing === 'theirs' ? <Composer chat={chat} visitorName={names.visitor} mode={mine ? mode : 'note'} onMode={setMode} mayReply={mine} /> : null}
        </footer>
      </section>
      {details ? <div className={classes.context}><ContextPane id={id} snapshot={snapshot} names={names} onClose={toggleDetails} /></div> : null}
      <TransferDialog id={id} department={state?.department ?? ''} opened={transferring} onClose={() => setTransferring(false)} />
    </div>
  );
}

import { useTexts } from '../../app/preferences.tsx';
import { isServedByBot } from '#domain/state.ts';
import { focusComposer } from '../conversation/chat-focus.ts';
import type { ChatFocus } from '../conversation/chat-focus.ts';
import { EDIT_KEYS, SEND_KEYS } from '../conversation/suggestion-keys.ts';
import { useChatActions } from '../conversation/use-chat-actions.ts';
import { useSession } from '../session/session-gate.tsx';
import type { Command } from './command.ts';

type Plain = Omit<Command, 'group'>;

/** What can be done with the chat that is looked at. */
export function useChatCommands(focus: ChatFocus | null): readonly Command[] {
  const { chat, commands, composer, suggestion: words } = useTexts();
  const { agent } = useSession();
  const actions = useChatActions();
  if (focus === null) return [];
  const { id, state, standing, suggestion, visitorName, onTransfer, onMode, onDetails, onEdit, onSend } = focus;
  const offer = state?.transfer ?? null;

  const accepting: readonly Plain[] =
    standing === 'waiting' || (standing === 'offered' && offer?.to.department !== undefined)
      ? [{ id: 'accept', label: chat.accept, icon: 'check', keys: 'enter', run: () => void actions.accept(id) }]
      : standing === 'offered' && offer !== null
        ? [
            { id: 'accept-transfer', label: chat.acceptTransfer, icon: 'check', keys: 'enter', run: () => void actions.acceptTransfer(id, offer.offer) },
            { id: 'decline-transfer', label: chat.declineTransfer, icon: 'close', run: () => void actions.declineTransfer(id, offer.offer) },
          ]
        : [];
  const suggested: readonly Plain[] = suggestion === null ? [] : [
    { id: 'suggestion-send', label: words.sendBest, icon: 'send', keys: SEND_KEYS, anywhere: true, run: () => onSend(suggestion) },
    { id: 'suggestion-edit', label: words.editBest, icon: 'robot', keys: EDIT_KEYS, anywhere: true, run: () => onEdit(suggestion) },
  ];
  const serving: readonly Plain[] = standing !== 'mine' ? [] : [
    { id: 'reply', label: commands.focusComposer, icon: 'reply', keys: 'r', run: () => { onMode('reply'); focusComposer(); } },
    { id: 'note', label: commands.writeNote, icon: 'note', keys: 'i', run: () => { onMode('note'); focusComposer(); } },
    ...(state?.status === 'active' ? [{ id: 'transfer', label: chat.transfer, icon: 'handOver', keys: 't', run: onTransfer } as const] : []),
    { id: 'complete', label: `${chat.complete} · ${chat.completeHint}`, icon: 'circleCheck', keys: 'e', run: () => void actions.complete(id, visitorName) },
    { id: 'close', label: `${chat.close} · ${chat.closeHint}`, icon: 'circleMinus', keys: 'x', run: () => void actions.close(id, visitorName) },
    { id: 'return', label: chat.returnToQueue, icon: 'undo', keys: 'u', run: () => void actions.returnToQueue(id, visitorName) },
  ];
  const other: readonly Plain[] = [
    ...(standing === 'theirs' && (agent.role !== 'agent' || (state !== null && isServedByBot(state))) ? [{ id: 'take-over', label: chat.takeOver, icon: 'bolt', run: () => void actions.takeOver(id) } as const] : []),
    ...(standing === 'theirs' ? [{ id: 'note', label: composer.addNote, icon: 'note', keys: 'i', run: focusComposer } as const] : []),
    ...(standing === 'ended' ? [{ id: 'reopen', label: chat.reopen, icon: 'undo', keys: 'o', run: () => void actions.reopen(id) } as const] : []),
    { id: 'details', label: commands.toggleDetails, icon: 'panel', keys: 'd', run: onDetails },
  ];
  return [...accepting, ...suggested, ...serving, ...other].map((command) => ({ ...command, group: 'chat' }));
}

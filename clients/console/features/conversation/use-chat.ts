import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { agentOf } from '#domain/participant.ts';
import type { Chat, ChatSnapshot } from '#sdk/index.ts';
import { isEnded } from '#domain/state.ts';
import { useDesk, useDeskState } from '../desk/desk-provider.tsx';
import { holdOpen } from '../desk/hold-open.ts';
import { useSession } from '../session/session-gate.tsx';

export interface OpenChat {
  readonly chat: Chat;
  readonly snapshot: ChatSnapshot;
}

/** Shows a chat for as long as the component lives. */
export function useChat(id: string): OpenChat {
  const desk = useDesk();
  const chat = useMemo(() => desk.chat(id), [desk, id]);
  useEffect(() => holdOpen(desk, id), [desk, id]);
  const snapshot = useSyncExternalStore(chat.subscribe, () => chat.snapshot);
  return { chat, snapshot };
}

/** What this agent is to the chat; it decides what may be done. */
export type Standing = 'loading' | 'waiting' | 'offered' | 'mine' | 'theirs' | 'ended';

export function useStanding({ state }: ChatSnapshot): Standing {
  const { agent } = useSession();
  const self = useDeskState((desk) => desk.self);
  // Of the desk, which hears at once when they change.
  const departments = useDeskState(({ desk }) => desk?.departments) ?? agent.departments;
  if (state === null || state.status === null) return 'loading';
  if (isEnded(state)) return 'ended';
  if (state.assignee !== null && (state.assignee === self || agentOf(state.assignee) === agent.id)) return 'mine';
  if (state.status === 'queued') return 'waiting';
  const to = state.transfer?.to;
  if (to?.agent === agent.id || (to?.department !== undefined && departments.includes(to.department))) return 'offered';
  return 'theirs';
}

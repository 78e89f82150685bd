import { useSyncExternalStore } from 'react';
import type { Signal } from '#sdk/index.ts';
import { useDesk } from '../desk/desk-provider.tsx';

/** What the visitor of an open chat is typing now, or null. */
export function useLiveTyping(id: string): Signal | null {
  const chat = useDesk().chat(id);
  return useSyncExternalStore(chat.subscribe, () => chat.snapshot.signals.find((signal) => signal.participant.startsWith('v_')) ?? null);
}

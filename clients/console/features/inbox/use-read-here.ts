import { useSyncExternalStore } from 'react';
import { useDesk, useDeskState } from '../desk/desk-provider.tsx';
import { spokenTo } from '../conversation/timeline.ts';

/** All that is said in this chat was read here: the list learns of it a moment later. */
export function useReadHere(id: string): boolean {
  const chat = useDesk().chat(id);
  const self = useDeskState((desk) => desk.self) ?? '';
  return useSyncExternalStore(chat.subscribe, () => {
    const { live, events, receipts } = chat.snapshot;
    return live && (receipts.find(({ participant }) => participant === self)?.read ?? 0) >= spokenTo(events, self).others;
  });
}

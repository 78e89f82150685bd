import type { PresenceStatus } from '#wire/protocol.ts';
import { useToast } from '../../app/toast.tsx';
import { useDesk, useDeskState } from '../desk/desk-provider.tsx';

/** Whether new chats may come, and how many more. */
export function usePresence() {
  const client = useDesk();
  const desk = useDeskState((snapshot) => snapshot.desk);
  const { fail } = useToast();
  return {
    status: desk?.status ?? ('offline' satisfies PresenceStatus),
    seats: desk?.seats ?? 0,
    capacity: desk?.capacity ?? 0,
    known: desk !== null,
    set: (status: PresenceStatus) => { client.setPresence(status).catch(fail); },
  };
}

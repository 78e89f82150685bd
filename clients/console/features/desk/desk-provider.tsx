import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import type { Ticket } from '#wire/api.ts';
import { CloseCode } from '#wire/close-codes.ts';
import { createDeskClient, TicketError } from '#sdk/index.ts';
import type { DeskClient, DeskSnapshot } from '#sdk/index.ts';
import { api, ApiError } from '../../api/client.ts';
import { sessionQuery } from '../../api/queries.ts';
import { useSession } from '../session/session-gate.tsx';

const Context = createContext<DeskClient | null>(null);

/** The way to the socket. Signed out, or not allowed: no use in asking again. */
async function ticket(): Promise<Ticket> {
  try {
    return await api<Ticket>('POST', '/desk/ticket');
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) throw new TicketError(error.code, false);
    throw error;
  }
}

export function useDesk(): DeskClient {
  const client = useContext(Context);
  if (client === null) throw new Error('useDesk outside of its provider');
  return client;
}

/** A part of the desk's picture. `select` must return what is in the snapshot, or a primitive. */
export function useDeskState<T>(select: (snapshot: DeskSnapshot) => T): T {
  const client = useDesk();
  return useSyncExternalStore(client.subscribe, () => select(client.snapshot));
}

export const useCards = () => useDeskState((desk) => desk.cards);
export const useConnection = () => useDeskState((desk) => desk.connection);

/** A line that was closed for good because the session ended leads back to the sign-in page. */
function SignedOutWatch() {
  const queries = useQueryClient();
  const connection = useConnection();
  const code = connection.status === 'stopped' ? connection.code : null;
  useEffect(() => {
    if (code === CloseCode.unauthorised || code === 'auth.required') void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
  }, [code, queries]);
  return null;
}

export function DeskProvider({ children }: { readonly children: ReactNode }) {
  const { agent } = useSession();
  const [client] = useState(() => createDeskClient({ storageKey: `parlor.desk.${agent.id}`, ticket }));
  useEffect(() => {
    client.connect();
    return () => client.disconnect();
  }, [client]);
  return <Context value={client}><SignedOutWatch />{children}</Context>;
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { Agent, Session } from '#wire/api.ts';
import { isLocale } from '#ui/locale.ts';
import { api } from '../../api/client.ts';
import { sessionQuery, useUpdateProfile } from '../../api/queries.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { codeOf, useToast } from '../../app/toast.tsx';
import { forgetUnsent } from '../conversation/unsent.ts';
import { ChangePasswordPage } from './change-password.tsx';
import { SignInPage } from './sign-in.tsx';

export interface SignedIn {
  readonly agent: Agent;
  readonly publicUrl: string;
  /** Stays signed in, and says so, where the server did not hear of it. */
  readonly signOut: () => Promise<void>;
}

const Context = createContext<SignedIn | null>(null);

/** Who is signed in, inside of the gate. */
export function useSession(): SignedIn {
  const session = useContext(Context);
  if (session === null) throw new Error('useSession outside of the gate');
  return session;
}

/** The language and colours of the account count on every device; a language chosen on the sign-in page becomes the account's. */
function useAccountPreferences(session: Session | null | undefined): void {
  const { choose, unsaved, setUnsaved } = usePreferences();
  const { mutate } = useUpdateProfile();
  const agent = session?.agent;
  useEffect(() => {
    if (agent === undefined) return;
    choose({ theme: agent.theme, ...(unsaved === null && isLocale(agent.locale) ? { locale: agent.locale } : {}) });
    if (unsaved === null || agent.mustChangePassword) return;
    mutate({ locale: unsaved }, { onSettled: () => setUnsaved(null) });
  }, [agent, unsaved, choose, setUnsaved, mutate]);
}

/** `onLeft`: told once nobody is signed in. */
function useSignOut(onLeft: () => void): SignedIn['signOut'] {
  const queries = useQueryClient();
  const { texts: { common, signIn }, errors } = usePreferences();
  const { tell } = useToast();
  return useCallback(async function signOut() {
    try {
      await api('DELETE', '/session');
    } catch (error) {
      // What was to end may have ended before.
      if (codeOf(error) !== 'auth.required') return tell({ id: 'sign-out', tone: 'danger', text: signIn.notSignedOut, detail: errors[codeOf(error)], action: { label: common.retry, run: () => void signOut() } });
    }
    onLeft();
    forgetUnsent();
    queries.clear();
    queries.setQueryData(sessionQuery.queryKey, null);
  }, [queries, common, signIn, errors, tell, onLeft]);
}

/** Lets through whoever is signed in with a password of their own. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { texts } = usePreferences();
  const { data: session, isError, refetch } = useQuery(sessionQuery);
  /** For as long as it has to be changed. */
  const [entered, setEntered] = useState<string | null>(null);
  /** Somebody was signed in here, and did not leave: the session ended by itself, or by what somebody did elsewhere. */
  const [wasIn, setWasIn] = useState(false);
  if (session != null && !wasIn) setWasIn(true);
  const signOut = useSignOut(useCallback(() => {
    setEntered(null);
    setWasIn(false);
  }, []));
  useAccountPreferences(session);
  if (entered !== null && session != null && !session.agent.mustChangePassword) setEntered(null);
  const value = useMemo(() => (session == null ? null : { ...session, signOut }), [session, signOut]);

  if (isError && session === undefined) {
    return <EmptyState icon="alert" title={texts.signIn.unreachable} lead={texts.signIn.unreachableLead} action={{ label: texts.common.retry, run: () => void refetch() }} />;
  }
  if (session === undefined) return null;
  if (value === null) return <SignInPage ended={wasIn} onEntered={setEntered} />;
  if (value.agent.mustChangePassword) return <ChangePasswordPage known={entered} onSignOut={signOut} />;
  return <Context value={value}>{children}</Context>;
}

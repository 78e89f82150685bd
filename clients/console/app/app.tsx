import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Router } from 'wouter';
import { ApiError } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { SessionGate } from '../features/session/session-gate.tsx';
import { guardNavigation } from '../lib/unsaved.ts';
import { LeaveQuestion } from './leave-question.tsx';
import { PreferencesProvider, usePreferences } from './preferences.tsx';
import { cssVariablesResolver, themeIn } from './theme.ts';
import toast from './toast.module.css';
import { Workspace } from './workspace.tsx';

function makeQueryClient(): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({
      // The session ended on the server, or in another window.
      onError: (error) => {
        if (error instanceof ApiError && error.code === 'auth.required') client.setQueryData(sessionQuery.queryKey, null);
      },
    }),
    defaultOptions: { queries: { retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status > 0 && error.status < 500), staleTime: 5_000 } },
  });
  return client;
}

function Themed() {
  const { scheme, texts } = usePreferences();
  const theme = useMemo(() => themeIn(texts), [texts]);
  return (
    <MantineProvider theme={theme} forceColorScheme={scheme} cssVariablesResolver={cssVariablesResolver}>
      <Notifications position="bottom-left" limit={3} containerWidth={400} classNames={{ root: toast.place ?? '' }} />
      <Router base="/console" aroundNav={guardNavigation}>
        <SessionGate><Workspace /></SessionGate>
      </Router>
      <LeaveQuestion />
    </MantineProvider>
  );
}

export function App() {
  const [queries] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <PreferencesProvider><Themed /></PreferencesProvider>
    </QueryClientProvider>
  );
}

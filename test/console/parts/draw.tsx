import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { vi } from 'vitest';
import { Router } from 'wouter';
import type { Locale } from '#ui/locale.ts';
import type { Agent, Session } from '#wire/api.ts';
import { ApiError } from '../../../clients/console/api/client.ts';
import { PreferencesProvider } from '../../../clients/console/app/preferences.tsx';
import { SessionGate } from '../../../clients/console/features/session/session-gate.tsx';

const admin: Agent = { id: 'admin', login: 'admin', name: 'Ada', role: 'admin', capacity: 5, departments: [], disabled: false, locale: 'en', theme: 'auto', mustChangePassword: false };

/** What the server answered, by the key of the query; an error for what it refused. */
export type Answers = readonly (readonly [key: readonly unknown[], answer: unknown])[];

export interface Drawn {
  readonly html: string;
  readonly queries: QueryClient;
}

/** A part of the console as an administrator sees it at first, with nothing more to come from the server. */
export function draw(part: ReactNode, answers: Answers = [], locale: Locale = 'en', publicUrl = 'https://chat.example'): Drawn {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retryOnMount: false } } });
  const session: Session = { agent: admin, publicUrl };
  queries.setQueryData<Session | null>(['session'], session);
  for (const [queryKey, answer] of answers) {
    if (answer instanceof Error) queries.getQueryCache().build(queries, { queryKey }).setState({ status: 'error', error: answer });
    else queries.setQueryData(queryKey, answer);
  }
  const languages = vi.spyOn(navigator, 'languages', 'get').mockReturnValue([locale]);
  const html = renderToStaticMarkup(
    <QueryClientProvider client={queries}>
      <PreferencesProvider>
        <MantineProvider>
          <Router ssrPath="/"><SessionGate>{part}</SessionGate></Router>
        </MantineProvider>
      </PreferencesProvider>
    </QueryClientProvider>,
  );
  languages.mockRestore();
  return { html, queries };
}

/** The server did not answer. */
export const noAnswer = new ApiError('unavailable', 0);

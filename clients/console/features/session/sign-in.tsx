import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { FormEvent } from 'react';
import type { Session, SignInRequest } from '#wire/api.ts';
import { api } from '../../api/client.ts';
import { sessionQuery, useFirstSignIn } from '../../api/queries.ts';
import { Fold } from '../../app/fold.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { codeOf } from '../../app/toast.tsx';
import { forgetErrors } from '../../lib/form-errors.ts';
import { textOf } from '../../lib/form-values.ts';
import { FormError } from '../../app/form-error.tsx';
import { keepUnsentOf } from '../conversation/unsent.ts';
import classes from './front-page.module.css';
import { FrontPage } from './front-page.tsx';

/** `ended`: somebody was signed in here, and is no more. `onEntered`: told with which password, so that a one-time one need not be typed again. */
export function SignInPage({ ended, onEntered }: { readonly ended: boolean; readonly onEntered: (password: string) => void }) {
  const { texts, errors } = usePreferences();
  const queries = useQueryClient();
  const first = useFirstSignIn();
  const password = useRef<HTMLInputElement>(null);
  const signIn = useMutation({
    mutationFn: (request: SignInRequest) => api<Session>('POST', '/session', request),
    onSuccess: (session, { password: entered }) => {
      if (session.agent.mustChangePassword) onEntered(entered);
      keepUnsentOf(session.agent.id);
      queries.setQueryData(sessionQuery.queryKey, session);
    },
    onError: () => password.current?.select(),
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ login: textOf(form, 'login').trim(), password: textOf(form, 'password') });
  };

  return (
    <FrontPage title={ended ? texts.signIn.ended : texts.signIn.title} lead={ended ? texts.signIn.endedLead : texts.signIn.lead} note={first.data?.toCome === true ? texts.signIn.hint : ''}>
      <form className={classes.form} onSubmit={submit} onChange={() => forgetErrors(signIn)}>
        <TextInput name="login" label={texts.signIn.login} autoComplete="username" autoCapitalize="none" spellCheck={false} required withAsterisk={false} autoFocus />
        <PasswordInput ref={password} name="password" label={texts.signIn.password} autoComplete="current-password" required withAsterisk={false} />
        <FormError text={signIn.isError ? errors[codeOf(signIn.error)] : null} />
        <Button type="submit" loading={signIn.isPending}>{texts.signIn.submit}</Button>
        <Fold title={texts.signIn.forgotten}>
          <p className={classes.hint}>{texts.signIn.forgottenAgent}</p>
          <p className={classes.hint}>{texts.signIn.forgottenAdmin} <code>npm start -- --reset-admin-password</code></p>
        </Fold>
      </form>
    </FrontPage>
  );
}

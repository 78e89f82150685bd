import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { PasswordChange } from '#wire/api.ts';
import { api } from '../../api/client.ts';
import { sessionQuery } from '../../api/queries.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { codeOf } from '../../app/toast.tsx';
import classes from './front-page.module.css';

/** As the server demands. */
const MIN_LENGTH = 10;

interface PasswordFormProps {
  readonly currentLabel: string;
  readonly onChanged: () => void;
}

export function PasswordForm({ currentLabel, onChanged }: PasswordFormProps) {
  const { texts, errors } = usePreferences();
  const queries = useQueryClient();
  const [complaint, setComplaint] = useState<{ readonly next?: string; readonly repeat?: string }>({});
  const change = useMutation({
    mutationFn: (request: PasswordChange) => api<unknown>('PUT', '/me/password', request),
    onSuccess: async () => {
      onChanged();
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [current, next, repeat] = ['current', 'next', 'repeat'].map((name) => String(form.get(name)));
    if (current === undefined || next === undefined) return;
    if (next.length < MIN_LENGTH) return setComplaint({ next: texts.signIn.tooShort });
    if (next !== repeat) return setComplaint({ repeat: texts.signIn.mismatch });
    setComplaint({});
    change.mutate({ current, next });
  };

  return (
    <form className={classes.form} onSubmit={submit}>
      <PasswordInput name="current" label={currentLabel} autoComplete="current-password" required withAsterisk={false} />
      <PasswordInput name="next" label={texts.signIn.next} description={texts.signIn.nextHint} autoComplete="new-password" required withAsterisk={false} error={complaint.next} />
      <PasswordInput name="repeat" label={texts.signIn.repeat} autoComplete="new-password" required withAsterisk={false} error={complaint.repeat} />
      {change.isError ? <div role="alert" className={classes.error}>{errors[codeOf(change.error)]}</div> : null}
      <Button type="submit" loading={change.isPending}>{texts.signIn.change}</Button>
    </form>
  );
}

import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { PasswordChange } from '#wire/api.ts';
import { api } from '../../api/client.ts';
import { sessionQuery } from '../../api/queries.ts';
import { useTexts } from '../../app/preferences.tsx';
import { forgetErrors, useFormErrors } from '../../lib/form-errors.ts';
import { textOf } from '../../lib/form-values.ts';
import { useUnsaved } from '../../lib/unsaved.ts';
import { FormError } from '../../app/form-error.tsx';
import classes from './front-page.module.css';

/** As the server demands. */
const MIN_LENGTH = 10;

interface PasswordFormProps {
  readonly currentLabel: string;
  /** The current one, where it was typed a moment ago: it is asked for again only if it is refused. */
  readonly known?: string | null;
  /** Whether to begin with it: where there is nothing else to do. */
  readonly begins?: boolean;
  readonly onChanged: () => void;
}

export function PasswordForm({ currentLabel, known = null, begins = false, onChanged }: PasswordFormProps) {
  const texts = useTexts();
  const queries = useQueryClient();
  const [complaint, setComplaint] = useState<{ readonly next?: string; readonly repeat?: string }>({});
  // Nobody is to leave in the belief that it has changed.
  const [typed, setTyped] = useState(false);
  const release = useUnsaved(typed);
  const change = useMutation({
    mutationFn: (request: PasswordChange) => api<unknown>('PUT', '/me/password', request),
    onSuccess: async () => {
      release();
      onChanged();
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });

  const refused = useFormErrors(change.error);
  const [asked, setAsked] = useState(known === null);
  if (!asked && refused.of('current') !== undefined) setAsked(true);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [current, next, repeat] = [asked ? textOf(form, 'current') : (known ?? ''), textOf(form, 'next'), textOf(form, 'repeat')];
    if (next.length < MIN_LENGTH) return setComplaint({ next: texts.signIn.tooShort });
    if (next !== repeat) return setComplaint({ repeat: texts.signIn.mismatch });
    setComplaint({});
    change.mutate({ current, next });
  };

  const correct = (event: FormEvent<HTMLFormElement>) => {
    const form = new FormData(event.currentTarget);
    // The current one may be a password manager's.
    setTyped(['next', 'repeat'].some((name) => textOf(form, name) !== ''));
    setComplaint({});
    forgetErrors(change);
  };

  return (
    <form className={classes.form} onSubmit={submit} onChange={correct}>
      {asked ? <PasswordInput name="current" label={currentLabel} autoComplete="current-password" required withAsterisk={false} autoFocus={begins} error={refused.of('current')} /> : null}
      <PasswordInput name="next" label={texts.signIn.next} description={texts.signIn.nextHint} autoComplete="new-password" required withAsterisk={false} autoFocus={begins && known !== null} error={complaint.next ?? refused.of('next')} />
      <PasswordInput name="repeat" label={texts.signIn.repeat} autoComplete="new-password" required withAsterisk={false} error={complaint.repeat} />
      <FormError text={refused.whole} />
      <Button type="submit" loading={change.isPending}>{texts.signIn.change}</Button>
    </form>
  );
}

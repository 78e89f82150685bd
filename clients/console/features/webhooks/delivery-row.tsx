import { Button } from '@mantine/core';
import { useState } from 'react';
import { Ago } from '../../app/ago.tsx';
import { Excerpt } from '../../app/excerpt.tsx';
import { Facts } from '../../app/facts.tsx';
import { Fold } from '../../app/fold.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import type { SlotComponentProps } from '../slots/components.ts';
import classes from './webhooks.module.css';

/** One delivery, tried once. */
export interface Attempt {
  readonly endpoint: string;
  /** Of the delivery: the same at every attempt. */
  readonly id: string;
  readonly event: string;
  /** Ms since the epoch. */
  readonly at: number;
  /** Ms. */
  readonly took: number;
  /** Null where no answer came. */
  readonly status: number | null;
  /** Null where it was taken. */
  readonly error: string | null;
}

export function DeliveryRow({ attempt: { at, endpoint, error, event, id, status, took }, ask }: SlotComponentProps & { readonly attempt: Attempt }) {
  const { webhooks: words } = useTexts();
  const { tell, fail } = useToast();
  const [busy, setBusy] = useState(false);
  /** Undefined until somebody wants to see it; null where the list has it no more. */
  const [content, setContent] = useState<string | null | undefined>(undefined);
  const open = (): void => {
    if (content === undefined) ask('content', { endpoint, id }).then(({ data }) => setContent(typeof data === 'string' ? data : null), fail);
  };
  const again = async (): Promise<void> => {
    setBusy(true);
    try {
      tell({ text: (await ask('again', { endpoint, id })).data === true ? words.sentAgain : words.gone });
    } catch (failure) {
      fail(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <div className={classes.event}><i data-state={error === null ? 'taken' : 'failed'} role="img" aria-label={error === null ? words.taken : words.failed} />{event}</div>
        <Facts>
          <span>{endpoint}</span><Ago at={at} /><span>{words.took(took)}</span>
          <span data-failed={error === null ? undefined : true}>{error ?? status}</span>
        </Facts>
        <Fold title={words.content} onOpen={open}>
          {content === undefined ? null : <Excerpt text={content ?? words.gone} />}
        </Fold>
      </div>
      <Button size="xs" variant="default" loading={busy} aria-label={`${words.again}: ${event} ${id}`} onClick={() => void again()}>{words.again}</Button>
    </li>
  );
}

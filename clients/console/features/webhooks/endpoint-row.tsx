import { Button } from '@mantine/core';
import { useState } from 'react';
import { Ago } from '../../app/ago.tsx';
import { Facts } from '../../app/facts.tsx';
import { useTexts } from '../../app/preferences.tsx';
import { Tag } from '../../app/tag.tsx';
import { useToast } from '../../app/toast.tsx';
import type { SlotComponentProps } from '../slots/components.ts';
import classes from './webhooks.module.css';

export interface Endpoint {
  readonly id: string;
  readonly host: string;
  /** Ms since the epoch; null where it took the last one. */
  readonly failingSince: number | null;
  /** It was switched off by itself. */
  readonly off: { readonly at: number; readonly error: string } | null;
}

const TONES = { fine: 'success', failing: 'warning', off: 'danger' } as const;

interface EndpointRowProps extends SlotComponentProps {
  readonly endpoint: Endpoint;
  readonly onDone: () => void;
}

export function EndpointRow({ endpoint: { failingSince, host, id, off }, ask, onDone }: EndpointRowProps) {
  const { webhooks: words } = useTexts();
  const { tell, fail } = useToast();
  const [busy, setBusy] = useState(false);
  const switchOn = async (): Promise<void> => {
    setBusy(true);
    try {
      await ask('on', { endpoint: id });
      tell({ text: words.isOn(id) });
      onDone();
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  const state = off !== null ? 'off' : failingSince !== null ? 'failing' : 'fine';
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <div className={classes.name}>{id}<Tag tone={TONES[state]} text={words.states[state]} /></div>
        <Facts>
          <span>{host}</span>
          {off === null ? null : <><Ago at={off.at} /><span>{off.error}</span></>}
          {off === null && failingSince !== null ? <span>{words.since} <Ago at={failingSince} /></span> : null}
        </Facts>
      </div>
      {off === null ? null : <Button size="xs" loading={busy} onClick={() => void switchOn()}>{words.on}</Button>}
    </li>
  );
}

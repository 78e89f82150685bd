import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { EmptyState } from '../../app/empty-state.tsx';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { useTexts } from '../../app/preferences.tsx';
import type { SlotComponentProps } from '../slots/components.ts';
import { SlotBones } from '../slots/slot-states.tsx';
import { DeliveryRow, type Attempt } from './delivery-row.tsx';
import { EndpointRow, type Endpoint } from './endpoint-row.tsx';
import { Filter, type Shown } from './filter.tsx';
import classes from './webhooks.module.css';

/** As the plugin of the same release answers it. */
interface Look {
  readonly endpoints: readonly Endpoint[];
  /** The newest first. */
  readonly attempts: readonly Attempt[];
}

const EVERY_MS = 5_000;
const EVERYTHING: Shown = { outcome: 'all', endpoint: null };

/** Where the webhooks plugin posts what happens, whether it is taken, and what was posted last. */
export function WebhooksPage({ ask }: SlotComponentProps) {
  const { webhooks: words } = useTexts();
  const [shown, setShown] = useState(EVERYTHING);
  const { data, error, isPending, refetch } = useQuery({ queryKey: ['webhooks'], queryFn: async () => (await ask('look')).data as Look, refetchInterval: EVERY_MS, retry: false });
  if (isPending) return <SlotBones />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const { attempts, endpoints } = data;
  const failed = attempts.filter((attempt) => attempt.error !== null);
  const listed = (shown.outcome === 'failed' ? failed : attempts).filter(({ endpoint }) => shown.endpoint === null || endpoint === shown.endpoint);
  return (
    <>
      <section className={classes.section}>
        <h2>{words.endpoints}</h2>
        <ul className={classes.list}>{endpoints.map((endpoint) => <EndpointRow key={endpoint.id} endpoint={endpoint} ask={ask} onDone={() => void refetch()} />)}</ul>
      </section>
      <section className={classes.section}>
        <h2>{words.attempts}</h2>
        {attempts.length === 0 ? <EmptyState icon="plug" title={words.none} lead={words.noneLead} /> : (
          <>
            <Filter shown={shown} failed={failed.length} endpoints={endpoints.map(({ id }) => id)} onChange={setShown} />
            {listed.length === 0 ? <p className={classes.quiet}>{words.noneSuch}</p> : <ul className={classes.list}>{listed.map((attempt) => <DeliveryRow key={`${attempt.endpoint} ${attempt.id} ${attempt.at}`} attempt={attempt} ask={ask} />)}</ul>}
          </>
        )}
      </section>
    </>
  );
}

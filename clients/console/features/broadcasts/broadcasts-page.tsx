import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { Rows } from '../../app/rows.tsx';
import { useNow } from '../../lib/use-now.ts';
import type { SlotComponentProps } from '../slots/components.ts';
import { EMPTY, isOpen } from './broadcast.ts';
import { BroadcastDetail } from './broadcast-detail.tsx';
import { BroadcastList } from './broadcast-list.tsx';
import { broadcastsApi, type BroadcastsApi } from './broadcasts-api.ts';
import { DraftForm } from './draft-form.tsx';
import { NEW, useBroadcast } from './use-broadcasts.ts';

/** The same words to many: all broadcasts, or the one that the address names. */
export function BroadcastsPage({ ask }: SlotComponentProps) {
  const api = useMemo(() => broadcastsApi(ask), [ask]);
  const [search] = useSearchParams();
  const id = search.get('broadcast');
  if (id === null) return <BroadcastList api={api} />;
  return id === NEW ? <DraftForm key={NEW} api={api} known={null} given={EMPTY} /> : <One key={id} api={api} id={id} />;
}

function One({ api, id }: { readonly api: BroadcastsApi; readonly id: string }) {
  const { data, error, isPending, refetch } = useBroadcast(api, id);
  const now = useNow();
  if (isPending) return <Rows />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  return isOpen(data, now) ? <DraftForm api={api} known={data} given={data} /> : <BroadcastDetail api={api} broadcast={data} />;
}

import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { NotLoaded } from '../../app/not-loaded.tsx';
import { Rows } from '../../app/rows.tsx';
import type { SlotComponentProps } from '../slots/components.ts';
import { BotDetail } from './bot-detail.tsx';
import { BotList } from './bot-list.tsx';
import { botsApi } from './bots-api.ts';
import { useBots } from './use-bots.ts';

/** The bots of the house: all of them, or the one that the address names. */
export function BotsPage({ ask }: SlotComponentProps) {
  const api = useMemo(() => botsApi(ask), [ask]);
  const [search] = useSearchParams();
  const { data, error, isPending, refetch } = useBots(api);
  if (isPending) return <Rows />;
  if (data === undefined) return <NotLoaded error={error} retry={refetch} />;
  const bot = data.find(({ id }) => id === search.get('bot'));
  return bot === undefined ? <BotList api={api} bots={data} /> : <BotDetail key={bot.id} api={api} bot={bot} bots={data} />;
}

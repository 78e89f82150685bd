import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { EmptyState } from '../../app/empty-state.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { codeOf } from '../../app/toast.tsx';
import { Rows } from '../settings/pieces.tsx';
import type { SlotComponentProps } from '../slots/components.ts';
import { BotDetail } from './bot-detail.tsx';
import { BotList } from './bot-list.tsx';
import { botsApi } from './bots-api.ts';
import { useBots } from './use-bots.ts';

/** The bots of the house: all of them, or the one that the address names. */
export function BotsPage({ ask }: SlotComponentProps) {
  const { texts: { common }, errors } = usePreferences();
  const api = useMemo(() => botsApi(ask), [ask]);
  const [search] = useSearchParams();
  const { data, error, isPending, refetch } = useBots(api);
  if (isPending) return <Rows />;
  if (data === undefined) return <EmptyState icon="alert" title={common.somethingWrong} lead={errors[codeOf(error)]} action={{ label: common.retry, run: () => void refetch() }} />;
  const bot = data.find(({ id }) => id === search.get('bot'));
  return bot === undefined ? <BotList api={api} bots={data} /> : <BotDetail key={bot.id} api={api} bot={bot} bots={data} />;
}

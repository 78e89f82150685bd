import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { pluginsQuery } from '../../api/queries.ts';
import { EmptyState } from '../../app/empty-state.tsx';
import { usePreferences } from '../../app/preferences.tsx';
import { useSession } from '../session/session-gate.tsx';

/** Where a plugin shows nothing: why, as far as one may know, and what to do. Once it is switched on its page takes this place. */
export function MissingPage({ plugin: id }: { readonly plugin: string }) {
  const { texts: { slots }, locale } = usePreferences();
  const [, navigate] = useLocation();
  const isAdmin = useSession().agent.role === 'admin';
  const { data, isLoading } = useQuery({ ...pluginsQuery, enabled: isAdmin });
  if (isLoading) return null;
  const plugin = data?.find((each) => each.id === id && each.state !== 'active');
  if (plugin === undefined) return <EmptyState icon="plug" title={slots.none} lead={isAdmin ? slots.noneLead : slots.noneAsk} action={{ label: slots.toInbox, run: () => navigate('/waiting') }} />;
  return <EmptyState icon={plugin.icon} title={slots.off(plugin.title[locale])} lead={slots.offLead} action={{ label: slots.toPlugins, run: () => navigate('/settings/plugins') }} />;
}

import { useDepartments } from '../../api/queries.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { useDeskState } from '../desk/desk-provider.tsx';
import { useSession } from '../session/session-gate.tsx';
import { placesOf } from './lists.ts';

interface Quiet { readonly title: string; readonly lead: string }

/** How to say that nobody waits for this agent, in the list and beside it: visitors who wait in another department are none of theirs. */
export function useQuiet(): { readonly list: Quiet; readonly page: Quiet } {
  const { texts: { inbox }, locale } = usePreferences();
  const { agent } = useSession();
  const own = useDeskState(({ desk }) => desk?.departments) ?? agent.departments;
  const { data: departments } = useDepartments();
  const places = departments === undefined ? 'everywhere' : placesOf(departments, own);
  if (places === 'everywhere') return { list: { title: inbox.emptyWaiting, lead: inbox.emptyWaitingLead }, page: { title: inbox.calm, lead: inbox.calmLead } };
  const { names, more } = places;
  if (names.length === 0) return { list: { title: inbox.nowhere, lead: inbox.nowhereLead }, page: { title: inbox.nowhere, lead: inbox.nowhereLead } };
  const named = new Intl.ListFormat(locale, { type: 'conjunction' }).format(more === 0 ? names : [...names, inbox.otherPlaces(more)]);
  return { list: { title: inbox.emptyPlaces(named), lead: inbox.emptyPlacesLead }, page: { title: inbox.calmPlaces, lead: inbox.calmPlacesLead(named) } };
}

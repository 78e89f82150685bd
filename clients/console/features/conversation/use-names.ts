import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { agentOf, isBotId } from '#domain/participant.ts';
import type { ParticipantKind, TransferTarget } from '#wire/vocabulary.ts';
import type { ChatSnapshot } from '#sdk/index.ts';
import { channelNamesQuery, colleaguesQuery, useDepartmentName } from '../../api/queries.ts';
import { useTexts } from '../../app/preferences.tsx';
import { useChannelName } from '../../app/use-channel-name.ts';
import { ownName, visitorName } from '../../lib/visitor-name.ts';
import { useContactOf } from '../contacts/contacts-api.ts';
import { useCards } from '../desk/desk-provider.tsx';
import { namesIn } from './timeline.ts';

export interface Named {
  readonly name: string;
  readonly kind: ParticipantKind;
}

/** What the house calls the visitor of a chat: its card hears of a change at once; a chat that is in no list of the desk is looked up. */
function useCalled(id: string): string | null {
  const { data: contact } = useContactOf(id);
  return useCards().get(id)?.visitor ?? contact?.name ?? null;
}

/** What a channel is called that the log knows by its own name only. */
function useChannelCalled(): (channel: string) => string {
  const { data: channels = [] } = useQuery(channelNamesQuery);
  const channelName = useChannelName();
  return (channel) => {
    const alike = channels.filter(({ name }) => name === channel);
    return alike.length > 0 && alike.every(({ kind }) => kind === 'web') ? channelName({ channel, channelIcon: null }) : channel;
  };
}

/**
 * Who is who in a chat: from its events, else from the colleagues, for people whose entry is further up; the visitor by the name that the
 * house has for them.
 */
export function useNames(id: string, { events, state }: ChatSnapshot) {
  const texts = useTexts();
  const departmentName = useDepartmentName();
  const { data: colleagues } = useQuery({ ...colleaguesQuery, staleTime: 60_000 });
  const called = useCalled(id);
  const known = useMemo(() => namesIn(events, state?.participants ?? []), [events, state?.participants]);

  const nameOf = useCallback((id: string): Named => {
    const participant = known.get(id);
    if (participant !== undefined) return participant.kind === 'visitor' ? { ...participant, name: visitorName(called ?? participant.name, texts) } : participant;
    // One that only suggests takes no part, and has no name in the log.
    if (isBotId(id)) return { name: texts.message.bot, kind: 'bot' };
    if (id === 'system') return { name: texts.message.system, kind: 'bot' };
    const agent = agentOf(id);
    if (agent !== null) return { name: colleagues?.find((colleague) => colleague.id === agent)?.name ?? '…', kind: 'agent' };
    return { name: texts.inbox.anonymous, kind: 'visitor' };
  }, [known, called, colleagues, texts]);

  const targetName = useCallback((to: TransferTarget): string => (
    to.agent === undefined ? departmentName(to.department) : (colleagues?.find((colleague) => colleague.id === to.agent)?.name ?? '…')
  ), [colleagues, departmentName]);

  const own = useMemo(() => [...known.values()].find((participant) => participant.kind === 'visitor')?.name ?? '', [known]);
  return { nameOf, targetName, departmentName, channelCalled: useChannelCalled(), visitor: visitorName(called ?? own, texts), visitorOwn: called === own ? null : ownName(own) };
}

export type Names = ReturnType<typeof useNames>;

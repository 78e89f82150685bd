import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { agentOf, isBotId } from '#domain/participant.ts';
import type { ParticipantKind, TransferTarget } from '#wire/vocabulary.ts';
import type { ChatSnapshot } from '#sdk/index.ts';
import { colleaguesQuery, useDepartmentName } from '../../api/queries.ts';
import { useTexts } from '../../app/preferences.tsx';
import { visitorName } from '../../lib/visitor-name.ts';
import { namesIn } from './timeline.ts';

export interface Named {
  readonly name: string;
  readonly kind: ParticipantKind;
}

/** Who is who in a chat: from its events, else from the colleagues, for people whose entry is further up. */
export function useNames({ events, state }: ChatSnapshot) {
  const texts = useTexts();
  const departmentName = useDepartmentName();
  const { data: colleagues } = useQuery({ ...colleaguesQuery, staleTime: 60_000 });
  const known = useMemo(() => namesIn(events, state?.participants ?? []), [events, state?.participants]);

  const nameOf = useCallback((id: string): Named => {
    const participant = known.get(id);
    if (participant !== undefined) return participant.kind === 'visitor' ? { ...participant, name: visitorName(participant.name, texts) } : participant;
    // One that only suggests takes no part, and has no name in the log.
    if (isBotId(id)) return { name: texts.message.bot, kind: 'bot' };
    if (id === 'system') return { name: texts.message.system, kind: 'bot' };
    const agent = agentOf(id);
    if (agent !== null) return { name: colleagues?.find((colleague) => colleague.id === agent)?.name ?? '…', kind: 'agent' };
    return { name: texts.inbox.anonymous, kind: 'visitor' };
  }, [known, colleagues, texts]);

  const targetName = useCallback((to: TransferTarget): string => (
    to.agent === undefined ? departmentName(to.department) : (colleagues?.find((colleague) => colleague.id === to.agent)?.name ?? '…')
  ), [colleagues, departmentName]);

  const visitor = useMemo(() => [...known.values()].find((participant) => participant.kind === 'visitor'), [known]);
  return { nameOf, targetName, departmentName, visitor: visitorName(visitor?.name ?? '', texts) };
}

export type Names = ReturnType<typeof useNames>;

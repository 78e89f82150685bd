import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useTexts } from '../../app/preferences.tsx';
import { useToast } from '../../app/toast.tsx';
import { useCards } from '../desk/desk-provider.tsx';
import { useSession } from '../session/session-gate.tsx';
import { isOfferedTo } from './lists.ts';

/** A transfer to oneself runs out in a minute: it is told wherever one is. */
export function useIncoming(selected: string | undefined): void {
  const texts = useTexts();
  const { agent } = useSession();
  const cards = useCards();
  const { tell } = useToast();
  const [, navigate] = useLocation();
  const told = useRef(new Set<string>());

  useEffect(() => {
    for (const card of cards.values()) {
      const offer = card.transfer?.offer;
      if (offer === undefined || !isOfferedTo(card, agent.id) || told.current.has(offer)) continue;
      told.current.add(offer);
      if (card.id !== selected) tell({ text: texts.inbox.incoming(card.transferFrom ?? ''), detail: card.preview, action: { label: texts.inbox.look, run: () => navigate(`/waiting/${card.id}`) } });
    }
  }, [cards, agent.id, selected, tell, texts, navigate]);
}

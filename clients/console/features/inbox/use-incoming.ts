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
  const { tell, withdraw } = useToast();
  const [, navigate] = useLocation();
  const told = useRef(new Set<string>());

  useEffect(() => {
    const offered = new Set<string>();
    for (const card of cards.values()) {
      const offer = card.transfer?.offer;
      if (offer === undefined || !isOfferedTo(card, agent.id)) continue;
      offered.add(offer);
      if (told.current.has(offer)) continue;
      told.current.add(offer);
      if (card.id !== selected) tell({ id: offer, text: texts.inbox.incoming(card.transferFrom ?? ''), detail: card.preview, action: { label: texts.inbox.look, run: () => navigate(`/waiting/${card.id}`) } });
    }
    for (const offer of told.current) {
      if (offered.has(offer)) continue;
      told.current.delete(offer);
      withdraw(offer);
    }
  }, [cards, agent.id, selected, tell, withdraw, texts, navigate]);
}

import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { chime } from '#ui/chime.ts';
import type { Card } from '#wire/protocol.ts';
import { useTexts } from '../../app/preferences.tsx';
import { useDesk, useDeskState } from '../desk/desk-provider.tsx';
import { isHeldBy } from '../inbox/lists.ts';
import { useSession } from '../session/session-gate.tsx';
import { notifications, previews, sound } from './choices.ts';
import { showNotification, withdrawNotifications } from './desktop.ts';
import { newsBetween } from './news.ts';
import type { News } from './news.ts';
import { phraseOf } from './phrase.ts';
import { commonOf, takeTurns } from './tabs.ts';
import { tell } from './telling.ts';

/** A tab that nobody looks at lets the one that has the agent's eyes say first that it was seen, ms. */
const AFTER_OTHERS_MS = 400;

const isLooking = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Sounds and shows notifications for whoever looks elsewhere. */
export function useAlerts(): void {
  const texts = useTexts();
  const desk = useDesk();
  const { agent } = useSession();
  const [, navigate] = useLocation();
  const cards = useDeskState((snapshot) => snapshot.cards);
  const status = useDeskState((snapshot) => snapshot.desk?.status);
  const [inTurn] = useState(() => takeTurns(commonOf(`parlor.alerts.told.${agent.id}`)));
  /** null until the desk is known: what was there before is not new. */
  const before = useRef<ReadonlyMap<string, Card> | null>(null);

  useEffect(() => {
    if (status === undefined) return;
    const news = before.current === null ? [] : newsBetween(before.current, cards, agent.id);
    before.current = cards;
    if (news.length === 0) return;
    /** What has come since then is told with it, and what others have taken meanwhile is not. */
    const latest = (): readonly News[] => news.flatMap(({ kind, card }) => {
      const now = desk.snapshot.cards.get(card.id);
      return now === undefined ? [] : [{ kind, card: now }];
    });
    const open = (card: Card) => () => navigate(`/${isHeldBy(desk.snapshot.cards.get(card.id) ?? card, agent.id) ? 'mine' : 'waiting'}/${card.id}`);
    setTimeout(() => {
      void inTurn((told) => tell(told, latest(), { now: Date.now(), looking: isLooking(), status })).then((telling) => {
        if (telling.sound && sound.read()) chime();
        if (!notifications.read()) return;
        for (const piece of telling.show) showNotification(phraseOf(piece, agent.id, texts, previews.read()), piece.card.id, open(piece.card));
      });
    }, isLooking() ? 0 : AFTER_OTHERS_MS);
  }, [cards, status, agent.id, desk, inTurn, navigate, texts]);

  useEffect(() => {
    window.addEventListener('focus', withdrawNotifications);
    return () => {
      window.removeEventListener('focus', withdrawNotifications);
      withdrawNotifications();
    };
  }, []);
}

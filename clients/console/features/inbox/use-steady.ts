import { useEffect, useMemo, useRef, useState } from 'react';
import type { Card } from '#wire/protocol.ts';

const idsOf = (cards: readonly Card[]): readonly string[] => cards.map((card) => card.id);

/**
 * Keeps the order of a list while the pointer is over it: what is known stays in its place with fresh words,
 * what is new comes last, what left goes. A change of `scope` starts anew.
 */
export function useSteady(cards: readonly Card[], scope: string) {
  const [over, setOver] = useState(false);
  const order = useRef<{ readonly scope: string; readonly ids: readonly string[] }>({ scope, ids: [] });

  const steady = useMemo(() => {
    if (!over || order.current.scope !== scope) return cards;
    const fresh = new Map(cards.map((card) => [card.id, card]));
    const kept = order.current.ids.flatMap((id) => fresh.get(id) ?? []);
    const known = new Set(order.current.ids);
    return [...kept, ...cards.filter((card) => !known.has(card.id))];
  }, [cards, over, scope]);

  useEffect(() => {
    order.current = { scope, ids: idsOf(steady) };
  }, [steady, scope]);

  return { cards: steady, hold: { onPointerEnter: () => setOver(true), onPointerLeave: () => setOver(false) } };
}

import type { Card } from '#wire/protocol.ts';
import { isOfferedTo, listOf } from '../inbox/lists.ts';

/** `words`: the visitor said something in a chat of the agent's. `mine`: a chat came to them. `offered`: a colleague hands them one. `waiting`: one begins to wait, or its first words have come. */
export interface News {
  readonly kind: 'words' | 'mine' | 'offered' | 'waiting';
  readonly card: Card;
}

type Cards = ReadonlyMap<string, Card>;

function kindOf(before: Card | undefined, card: Card, agent: string): News['kind'] | null {
  const list = listOf(card, agent);
  if (isOfferedTo(card, agent)) return before?.transfer?.offer === card.transfer?.offer ? null : 'offered';
  if (before === undefined || listOf(before, agent) !== list) return list;
  if (list === 'mine') return card.unread > before.unread ? 'words' : null;
  return list !== null && before.preview === '' && card.preview !== '' ? list : null;
}

/** What `agent` would want to hear of, between two pictures of the desk. */
export function newsBetween(before: Cards, after: Cards, agent: string): readonly News[] {
  return [...after.values()].flatMap((card) => {
    const kind = kindOf(before.get(card.id), card, agent);
    return kind === null ? [] : [{ kind, card }];
  });
}

import { isEnded } from '#domain/state.ts';
import type { Department } from '#wire/api.ts';
import type { Card } from '#wire/protocol.ts';

export const SCOPES = ['waiting', 'mine', 'all', 'ended'] as const;
export type Scope = (typeof SCOPES)[number];

/** What the desk knows by itself, at every moment; the other lists are read page by page. */
export const isLive = (scope: Scope): scope is keyof Lists => scope === 'waiting' || scope === 'mine';

/** `agent` serves this chat. */
export const isHeldBy = (card: Pick<Card, 'assignee'>, agent: string): boolean => card.assignee === agent;

/** Somebody hands this chat to this very agent. */
export const isOfferedTo = (card: Pick<Card, 'status' | 'transfer'>, agent: string): boolean =>
  card.status === 'transferring' && card.transfer?.to.agent === agent;

/** A bot serves this chat: lists know its assignee by name only. */
export const isServedByBot = (card: Pick<Card, 'status' | 'assignee'>): boolean => card.status === 'active' && card.assignee === null;

/** Departments that are named in a sentence. */
const MOST_NAMED = 3;

/** Whose queues an agent sees, in words: the first few of their departments, and how many more; `everywhere` where there are no others. */
export function placesOf(departments: readonly Pick<Department, 'archived' | 'id' | 'name'>[], own: readonly string[]): 'everywhere' | { readonly names: readonly string[]; readonly more: number } {
  const open = departments.filter(({ archived }) => !archived);
  const mine = open.filter(({ id }) => own.includes(id)).map(({ name }) => name);
  return mine.length === open.length ? 'everywhere' : { names: mine.slice(0, MOST_NAMED), more: Math.max(0, mine.length - MOST_NAMED) };
}

export interface Lists {
  /** What asks for an answer: transfers to the agent first, then the queue in its order. */
  readonly waiting: readonly Card[];
  /** The agent's open chats, in the order in which they began: cards keep their places. */
  readonly mine: readonly Card[];
}

const place = (card: Card): number => card.ticket ?? Infinity;

/** In which list of `agent` a card of the desk stands; null for none. */
export function listOf(card: Card, agent: string): keyof Lists | null {
  if (isEnded(card)) return null;
  if (isHeldBy(card, agent)) return 'mine';
  return card.status === 'queued' || card.status === 'transferring' ? 'waiting' : null;
}

/** Splits the desk's cards into the lists of one agent. */
export function listsOf(cards: Iterable<Card>, agent: string): Lists {
  const { waiting = [], mine = [] } = Object.groupBy(cards, (card) => listOf(card, agent) ?? 'none');
  const offered = (card: Card): number => (isOfferedTo(card, agent) ? 0 : 1);
  waiting.sort((a, b) => offered(a) - offered(b) || place(a) - place(b) || a.startedAt - b.startedAt);
  mine.sort((a, b) => a.startedAt - b.startedAt);
  return { waiting, mine };
}

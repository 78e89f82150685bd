import type { ConversationEvent } from 'parlor/plugin';

/**
 * Chats that their visitors have begun, and that nobody has taken in hand, with the position of their first words: where these opt out and
 * nothing is before them, nobody needs to look. From the log, as this node tells it, and kept nowhere else: each chat would cost a write.
 * One that began elsewhere, or before so many others, is a chat that somebody looks at.
 */
const openings = new Map<string, number | null>();
const MOST = 20_000;

type Begins = Extract<ConversationEvent, { type: 'conversation.started' }>;
type Assigned = Extract<ConversationEvent, { type: 'conversation.assigned' }>;

export function begins({ by }: Begins, conversation: string): void {
  // An agent who begins one has it from there on; for a visitor the house does.
  if (by.startsWith('a_') || openings.has(conversation)) return;
  openings.set(conversation, null);
  const [oldest] = openings.keys();
  if (openings.size > MOST && oldest !== undefined) openings.delete(oldest);
}

/** Who has it because it was their turn has done nothing yet. */
export function isTaken({ reason }: Assigned, conversation: string): void {
  if (reason !== 'routed') openings.delete(conversation);
}

/** Whether nothing was said in it before; the same however often the log tells it. */
export function isFirst(conversation: string, seq: number): boolean {
  const first = openings.get(conversation);
  if (first === null) openings.set(conversation, seq);
  return first === null || first === seq;
}

export const forgetOpenings = (): void => openings.clear();

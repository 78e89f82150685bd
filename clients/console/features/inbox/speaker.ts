import { agentOf, isBotId } from '#domain/participant.ts';
import type { Card } from '#wire/protocol.ts';
import type { Texts } from '../../i18n/en.ts';
import { isHeldBy, isServedByBot } from './lists.ts';

type Spoken = Pick<Card, 'assignee' | 'assigneeName' | 'previewBy' | 'previewFrom' | 'previewName' | 'status'>;

/** Who said the last words of a chat, as `reader` calls them; null for the visitor, under whose name they stand. */
export function speakerOf(card: Spoken, reader: string, { inbox, message }: Pick<Texts, 'inbox' | 'message'>): string | null {
  const { previewBy, previewFrom, previewName } = card;
  // A server of the release before tells no more than that it was an agent: in a chat of one's own it was oneself.
  if (previewFrom == null) return previewBy === 'agent' && isHeldBy(card, reader) ? inbox.you : null;
  if (agentOf(previewFrom) === reader) return inbox.you;
  if (!isBotId(previewFrom)) return previewName ?? inbox.colleague;
  // What plugins say beside the talk is nobody's who is in it.
  return previewBy === 'bot' ? (previewName ?? (isServedByBot(card) ? card.assigneeName : null) ?? message.bot) : inbox.automatic;
}

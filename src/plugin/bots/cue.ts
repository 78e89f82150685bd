import type { ConversationEvent } from '#domain/events.ts';
import { isVisitorId } from '#domain/participant.ts';
import type { ConversationState } from '#domain/state.ts';
import type { BotCue } from './bot.ts';

/** Null for what says nothing to a bot. */
export function cueOf(event: ConversationEvent): BotCue | null {
  switch (event.type) {
    case 'conversation.queued': return event.reason === 'started' ? { kind: 'begun' } : event.reason === 'returned' || event.reason === 'handed-over' ? { kind: 'returned' } : null;
    case 'conversation.assigned': return event.assignee.kind === 'bot' ? null : { kind: 'taken-over' };
    case 'message.posted': return event.publicSeq !== null && isVisitorId(event.by) ? { kind: 'said', text: event.body.text } : null;
    case 'conversation.closed': return { kind: 'ended', solved: false };
    case 'conversation.completed': return { kind: 'ended', solved: true };
    case 'message.rated': return { kind: 'rated', helpful: event.helpful, message: event.message };
    default: return null;
  }
}

export const isAnswerOf = ({ answers = [] }: ConversationState, message: number, bot: string): boolean => answers.some((answer) => answer.message === message && answer.by === bot);

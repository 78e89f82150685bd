import { VISITOR_COMMANDS } from './commands.ts';
import type { Submission } from './commands.ts';
import { assign, cancelTransfer, declineTransfer, expireTransfer, giveBack, offerTransfer } from './decide/assignment.ts';
import { begin, link, start } from './decide/beginning.ts';
import { answerAsBot, pauseBots, resumeBots, settleSuggestion } from './decide/bots.ts';
import type { Decision, Draft } from './decide/draft.ts';
import { abandon, close, complete, giveFeedback, rate, reopen } from './decide/ending.ts';
import { announce, failDelivery, join, leave, post } from './decide/talk.ts';
import { isRefusal, refuse } from './errors.ts';
import type { Refusal } from './errors.ts';
import type { ConversationEvent } from './events.ts';
import type { ConversationState } from './state.ts';

/**
 * What a command does to a conversation: the events that follow, none when it holds already, or why not.
 * Pure: `now` is the caller's clock in milliseconds; event time never goes backwards even if the clock does.
 */
export function decide(state: ConversationState, submission: Submission, now: number): readonly ConversationEvent[] | Refusal {
  const decision = decideDrafts(state, submission, now);
  return isRefusal(decision) ? decision : stamp(state, submission, decision, now);
}

function decideDrafts(state: ConversationState, { by, command }: Submission, now: number): Decision {
  if (command.type === 'conversation.start') return start(state, command);
  if (command.type === 'conversation.begin') return begin(state, by, command);
  if (state.status === null) return refuse('conversation.unknown');
  if (by.kind === 'visitor' && !VISITOR_COMMANDS.has(command.type)) return refuse('command.forbidden');
  switch (command.type) {
    case 'message.post': return post(state, by, command);
    case 'message.announce': return announce(by, command);
    case 'delivery.fail': return failDelivery(state, by, command);
    case 'participant.join': return join(state, by);
    case 'participant.leave': return leave(state, by);

    case 'bot.answer': return answerAsBot(state, by, command, now);
    case 'suggestion.settle': return settleSuggestion(state, by, command);
    case 'bots.pause': return pauseBots(state, by);
    case 'bots.resume': return resumeBots(state, by);

    case 'conversation.assign': return assign(state, by, command);
    case 'conversation.return': return giveBack(state, by);
    case 'transfer.offer': return offerTransfer(state, by, command, now);
    case 'transfer.decline': return declineTransfer(state, by, command);
    case 'transfer.cancel': return cancelTransfer(state, by);
    case 'transfer.expire': return expireTransfer(state, command);

    case 'conversation.close': return close(state, by);
    case 'conversation.complete': return complete(state, by);
    case 'conversation.abandon': return abandon(state);
    case 'conversation.reopen': return reopen(state, by, command, now);
    case 'conversation.link': return link(by, command);
    case 'message.rate': return rate(state, by, command);
    case 'feedback.give': return giveFeedback(state, by, command);
    default: return refuse('command.unknown');
  }
}

/** Gives events their positions; the first one is what a resend of the command is known by. */
function stamp(state: ConversationState, submission: Submission, drafts: readonly Draft[], now: number): readonly ConversationEvent[] {
  let { seq, publicSeq } = state;
  const at = Math.max(now, state.at);
  return drafts.map(({ type, audience, data }, index) => {
    seq += 1;
    if (audience === 'public') publicSeq += 1;
    const position = audience === 'public' ? publicSeq : null;
    const by = submission.by.id;
    const event = index === 0 && submission.id !== null ? { type, seq, publicSeq: position, at, by, id: submission.id, ...data } : { type, seq, publicSeq: position, at, by, ...data };
    return event as ConversationEvent;
  });
}

import type { Outcome } from '#cluster/messages.ts';
import { describeError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import type { Assignment, OwnSeats } from '#desk/assignment.ts';
import type { Card, DeskCommand } from '#wire/protocol.ts';
import type { Account } from './account.ts';

/** What an agent asks of the own desk about chats. */
export type ChatCommand = Exclude<DeskCommand, { type: 'presence.set' }>;
export type Done = Exclude<Outcome, Refusal> & { readonly conversation?: string };

/** Who asks, and what it takes. */
export interface Asker {
  readonly agent: string;
  readonly account: Account;
  readonly seats: OwnSeats;
  readonly assignment: Assignment;
  cardOf(conversation: string): Promise<Card | Refusal>;
}

/** Does it, with a chat that the asker may see. */
export async function perform(asker: Asker, cmd: ChatCommand): Promise<Done | Refusal> {
  const { conversation } = cmd;
  if (conversation === null) return takeNext(asker);
  const card = await asker.cardOf(conversation);
  if (isRefusal(card) && describeError(card.code).retryable) return card;
  if (isRefusal(card) || !asker.account.maySee(card)) return refuse('conversation.unknown');
  const outcome = await performOn(asker, conversation, cmd);
  return isRefusal(outcome) ? outcome : { ...outcome, conversation };
}

function performOn({ account, assignment, seats }: Asker, conversation: string, cmd: ChatCommand): Promise<Outcome> {
  const by = account.participant;
  switch (cmd.type) {
    case 'chat.accept': return assignment.take(seats, by, conversation, 'accepted');
    case 'chat.takeover': return assignment.take(seats, by, conversation, 'takeover');
    case 'chat.reopen': return assignment.reopen(seats, by, conversation);
    case 'transfer.start': return assignment.transfer(by, conversation, cmd.to);
    case 'transfer.accept': return assignment.acceptTransfer(seats, by, conversation, cmd.offer);
  }
}

async function takeNext({ account, agent, assignment, seats }: Asker): Promise<Done | Refusal> {
  const taken = await assignment.takeNext(seats, account.participant, agent, account.departments);
  if (isRefusal(taken)) return taken;
  return isRefusal(taken.outcome) ? taken.outcome : { ...taken.outcome, conversation: taken.conversation };
}

import type { Announcement, Audience, AssignReason, DeliveryFailure, LinkDirection, SuggestionFate, TransferTarget } from './events.ts';
import type { MessageBody, MessageKind } from './message.ts';
import type { Participant } from './participant.ts';

/** Something that a bot says. */
export interface BotWords {
  readonly kind: MessageKind;
  readonly body: MessageBody;
  readonly audience: Audience;
}

/** What can be asked of a conversation. Commands are `noun.verb`. */
export interface CommandData {
  /** From intake only. */
  /** `bot`: who serves it first. */
  'conversation.start': { readonly visitor: Participant; readonly department: string; readonly locale: string; readonly bot: Participant | null };
  /** From the desk only, once a seat is reserved: an agent begins a chat with somebody, and serves it. */
  'conversation.begin': { readonly visitor: Participant; readonly department: string; readonly locale: string; readonly agent: Participant; readonly offer: string };
  /** From the desk only: the talk goes on in another chat of the same person, or has come from there. */
  'conversation.link': { readonly conversation: string; readonly channel: string; readonly how: LinkDirection };
  'message.post': { readonly kind: MessageKind; readonly body: MessageBody; readonly audience: Audience };
  /** From the desk only, for a plugin: a text beside the talk, which leaves the chat as it is, also an ended one. */
  'message.announce': { readonly body: MessageBody; readonly announcement: Announcement };
  /**
   * From a bot, to the event at `turn`; nothing where it is done with that event. What it says publicly is left out once somebody
   * else has the chat, and a suggestion while nobody has it. `wakeMs`: so long without a word, and it
   * wants to hear of it. `next`: what becomes of the chat. `department`: to whose queue it is handed
   * over, with its place; null: its own. `answers`: the last of what it says publicly is the answer to a question.
   */
  'bot.answer': { readonly turn: number; readonly says: readonly BotWords[]; readonly memory: string; readonly wakeMs: number | null; readonly next: 'stay' | 'hand-over' | 'complete'; readonly department: string | null; readonly answers?: boolean };
  /** From whoever serves the chat: what became of a bot's suggestion at this position. Repeats harmlessly. */
  'suggestion.settle': { readonly suggestion: number; readonly how: SuggestionFate };
  /** From an agent. A chat that a bot has goes to the queue: somebody has to have it. */
  'bots.pause': Readonly<Record<never, never>>;
  'bots.resume': Readonly<Record<never, never>>;
  /** From the channel, by the house. `detail`: the provider's own words. */
  'delivery.fail': { readonly message: number; readonly reason: DeliveryFailure; readonly detail: string };
  /** From the desk only, once a seat is reserved: `offer` names that reservation. */
  'conversation.assign': { readonly agent: Participant; readonly reason: AssignReason; readonly offer: string | null };
  /** The assignee puts the chat back into its queue, where it keeps its ticket. */
  'conversation.return': Readonly<Record<never, never>>;
  /** From the desk only: for an agent a seat is reserved already. `lasts`: ms, because clocks of two nodes may differ. */
  'transfer.offer': { readonly to: TransferTarget; readonly offer: string; readonly lasts: number };
  'transfer.decline': { readonly offer: string };
  'transfer.cancel': Readonly<Record<never, never>>;
  /** From the timer wheel. */
  'transfer.expire': { readonly offer: string };
  'participant.join': Readonly<Record<never, never>>;
  'participant.leave': Readonly<Record<never, never>>;
  'conversation.close': Readonly<Record<never, never>>;
  'conversation.complete': Readonly<Record<never, never>>;
  /** From the timer wheel: the visitor has been away for longer than the grace period. */
  'conversation.abandon': Readonly<Record<never, never>>;
  /** `agent` and `offer` when somebody takes it up at once, else it queues again. */
  'conversation.reopen': { readonly agent: Participant | null; readonly offer: string | null };
  /** By the public position of a bot's answer to a question. */
  'message.rate': { readonly message: number; readonly helpful: boolean };
  'feedback.give': { readonly solved: boolean };
}

export type CommandType = keyof CommandData;
export type CommandOf<T extends CommandType> = T extends CommandType ? { readonly type: T } & CommandData[T] : never;
export type Command = CommandOf<CommandType>;

/** A command with its sender. `id` is the idempotency key, `<stream>:<number>`; null for commands that repeat harmlessly. */
export interface Submission {
  readonly id: string | null;
  readonly by: Participant;
  readonly command: Command;
}

/** What people may send over a socket; the rest comes from the desk, intake or timers. */
export const VISITOR_COMMANDS: ReadonlySet<string> = new Set<CommandType>(['message.post', 'conversation.close', 'conversation.reopen', 'message.rate', 'feedback.give']);
export const AGENT_COMMANDS: ReadonlySet<string> = new Set<CommandType>([
  'message.post', 'suggestion.settle', 'conversation.return', 'transfer.decline', 'transfer.cancel',
  'participant.join', 'participant.leave', 'bots.pause', 'bots.resume', 'conversation.close', 'conversation.complete',
]);

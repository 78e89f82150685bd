import { botParticipantId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import type { ConversationState } from '#domain/state.ts';
import type { BotAnswer, BotPost, BotRole, BotTurn } from './bot.ts';

/** Who answers for the bots of one plugin. */
export interface BotKeeper {
  readonly plugin: string;
  readonly answer: (turn: BotTurn) => Promise<BotAnswer | undefined>;
  readonly answered: () => void;
  readonly failed: (error: unknown) => void;
}

export interface Seat {
  readonly post: BotPost;
  readonly keeper: BotKeeper;
}

/** Who works where, as a chat asks for it. */
export interface Seats {
  /** By the bot as a participant; it may be another one each time. */
  of(bot: string): Seat | undefined;
  /** Those of the chat's department, whoever has the chat, and those that have taken part. */
  namesIn(state: ConversationState): readonly string[];
  /** Null where it has nothing to do in the chat as it is. */
  roleOf(state: ConversationState, bot: string, seat: Seat): BotRole | null;
}

export const participantOf = ({ keeper, post }: Seat): Participant => ({ id: botParticipantId(`${keeper.plugin}.${post.id}`), kind: 'bot', name: post.name });

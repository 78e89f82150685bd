import type { TransferTarget } from './events.ts';
import { isBotId } from './participant.ts';
import type { Participant, ParticipantId } from './participant.ts';

/** The seed's five states. Ended is `closed` (not solved) or `completed` (solved): the outcome is never lost. */
export type Status = 'queued' | 'active' | 'transferring' | 'closed' | 'completed';

export interface Transfer {
  readonly offer: string;
  readonly to: TransferTarget;
  readonly expiresAt: number;
}

/** Where a sender's stream stands in the log. */
export interface StreamPosition {
  readonly stream: string;
  /** Empty where no line that can be read says whose it is. */
  readonly by: ParticipantId;
  readonly last: number;
}

/** Where a bot is in a conversation. */
export interface BotProgress {
  readonly id: ParticipantId;
  /** The last event that it is done with. */
  readonly turn: number;
  /** Where the log has what it remembers: a `bot.answered`. */
  readonly memoryAt: number;
  readonly wakeAt: number | null;
}

/** Whether something that a bot said, by its public position, was of help. */
export interface Rating {
  readonly message: number;
  readonly helpful: boolean;
}

/** Answers, and what was said of them, that a state holds: the latest. */
export const MOST_RATINGS = 50;

/** What a bot said to a question. */
export interface Answer {
  /** Its public position. */
  readonly message: number;
  readonly by: ParticipantId;
}

/** A conversation: the fold of its events. Plain JSON. Message bodies are not part of it. */
export interface ConversationState {
  /** null before `conversation.started`. */
  readonly status: Status | null;
  readonly seq: number;
  readonly publicSeq: number;
  /** Time of the last event. */
  readonly at: number;
  /** Time of the last public event: what the visitor sees as `at`. */
  readonly publicAt: number;
  readonly department: string;
  readonly locale: string;
  /** The visitor first, then whoever takes part now. */
  readonly participants: readonly Participant[];
  readonly assignee: ParticipantId | null;
  readonly transfer: Transfer | null;
  readonly startedAt: number;
  /** Since when it waits; null when it does not. */
  readonly queuedAt: number | null;
  readonly endedAt: number | null;
  /** Who ended it: decides whether the visitor's answer sets the outcome. */
  readonly endedBy: 'agent' | 'bot' | 'visitor' | 'abandoned' | null;
  readonly solved: boolean | null;
  /** Public messages; notes do not count. */
  readonly messages: number;
  /** The one that spoke last at the end. */
  readonly streams: readonly StreamPosition[];
  readonly bots: readonly BotProgress[];
  /** An agent has asked the bots to keep quiet. Absent: nobody has. */
  readonly botsPaused?: true;
  /** Answers of bots to questions; the latest {@link MOST_RATINGS}. Absent: none. */
  readonly answers?: readonly Answer[];
  /** What the visitor says of them; as many. Absent: nothing. */
  readonly ratings?: readonly Rating[];
}

export const initialState: ConversationState = {
  status: null, seq: 0, publicSeq: 0, at: 0, publicAt: 0, department: '', locale: 'en', participants: [], assignee: null, transfer: null,
  startedAt: 0, queuedAt: null, endedAt: null, endedBy: null, solved: null, messages: 0, streams: [], bots: [],
};

const STATUSES: ReadonlySet<string> = /* @__PURE__ */ new Set(['queued', 'active', 'transferring', 'closed', 'completed'] satisfies Status[]);

export const isStatus = (text: string): text is Status => STATUSES.has(text);

export const isEnded = (state: { readonly status: Status | null }): boolean => state.status === 'closed' || state.status === 'completed';

/** True while the conversation stands in its department's queue: waiting, or offered to that department. */
export const isWaiting = (state: Pick<ConversationState, 'status' | 'transfer'>): boolean =>
  state.status === 'queued' || (state.status === 'transferring' && state.transfer?.to.department !== undefined);

export const findParticipant = (state: Pick<ConversationState, 'participants'>, id: ParticipantId): Participant | undefined =>
  state.participants.find((participant) => participant.id === id);

export const isServedByBot = ({ assignee }: Pick<ConversationState, 'assignee'>): boolean => assignee !== null && isBotId(assignee);

/** No person has taken it up: it ends when its visitor stays away. */
export const isUnattended = (state: Pick<ConversationState, 'assignee' | 'status'>): boolean =>
  state.status === 'queued' || (state.status === 'active' && isServedByBot(state));

export const botProgress = (state: Pick<ConversationState, 'bots'>, id: ParticipantId): BotProgress | undefined => state.bots.find((bot) => bot.id === id);

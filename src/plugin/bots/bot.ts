import type { SuggestionFate } from '#domain/events.ts';
import type { MessageKind } from '#domain/message.ts';

type MaybePromise<T> = T | Promise<T>;

/** A bot and where it works. A plugin names all that it has whenever it is activated, and again when they change. */
export interface BotPost {
  /** Lower case, digits and dashes, 2 to 40; unique among the plugin's. */
  readonly id: string;
  /** As visitors see it, 1 to 80 characters. */
  readonly name: string;
  /** Id of the department whose chats it takes part in. Of several that serve, or talk to who waits, the first does; each may suggest to agents. */
  readonly department: string;
  /** It serves new chats before they queue. */
  readonly first: boolean;
  /** It talks to visitors who wait. */
  readonly queued: boolean;
  /** It suggests replies to agents. */
  readonly assists: boolean;
}

/** What a bot is in a chat just now: it has it, it talks to somebody who waits, or it suggests to the agent who has it. */
export type BotRole = 'serves' | 'engages' | 'assists';

/**
 * What happened: a chat began, the visitor said something (of a picture, a recording or a file `text`
 * is the caption, or empty), or whether an answer of this bot helped (`message` names the answer: said again of the same one it is the last word that counts), or nothing for as long as was wanted, a person took the chat over, or it was
 * given back to the queue: by a person, or to this department by a bot of another one, and a person is wanted; whoever serves the chat used
 * what the bot had suggested, in its words or changed, or waved it away; the chat ended, which is told to bots that have said or remembered
 * something there, and whose answer is not heard any more.
 */
export type BotCue =
  | { readonly kind: 'begun' }
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'rated'; readonly helpful: boolean; readonly message: number }
  | { readonly kind: 'silence' }
  | { readonly kind: 'taken-over' }
  | { readonly kind: 'returned' }
  | { readonly kind: 'settled'; readonly text: string; readonly how: SuggestionFate }
  | { readonly kind: 'ended'; readonly solved: boolean };

/** One event to a bot. JSON. The same turn may come again after a crash: only the first answer takes effect. */
export interface BotTurn {
  readonly bot: string;
  readonly conversation: string;
  /** Position in the log: greater each time. */
  readonly turn: number;
  readonly cue: BotCue;
  readonly role: BotRole;
  readonly visitor: { readonly id: string; readonly name: string };
  readonly locale: string;
  /** As it was left at the last turn of this chat; null at the first. */
  readonly memory: unknown;
  /** Ms since the epoch. */
  readonly at: number;
}

/** `suggestion` is for agents and goes nowhere else; `note` they read as well. Texts: at most 8,000 UTF-16 units. */
export type BotSays =
  | { readonly kind: Extract<MessageKind, 'text'> | 'note' | 'suggestion'; readonly text: string }
  | { readonly kind: Extract<MessageKind, 'quick-replies'>; readonly text: string; readonly choices: readonly string[] };

/** All of it in one commit: what is said, what is remembered, and what becomes of the chat. */
export interface BotAnswer {
  readonly says?: readonly BotSays[];
  /** The last of it that the visitor reads answers a question: they may say whether it helped, which comes back as `rated`. Default false. */
  readonly answers?: boolean;
  /** JSON, 64 KiB at most. Left out: as it was. */
  readonly memory?: unknown;
  /** Ms, a second to a day: so long without a turn, and the cue is `silence`. Left out: never. In a chat that nobody is connected to it comes when somebody is. */
  readonly wakeMs?: number;
  /** `hand-over`: a chat that it has goes to the queue. `complete`: it is solved. Default `stay`. */
  readonly next?: 'stay' | 'hand-over' | 'complete';
  /** Of a hand-over: to whose queue, by its id, with the place of the chat's start. Left out, or where there is none: the chat's own. */
  readonly department?: string;
}

/** A plugin that brings bots. */
export interface PluginBots<X> {
  /** Within 20 s; a throw, or no answer, leaves the chat as it is, and one that it has goes to the queue. */
  readonly answer: (ctx: X, turn: BotTurn) => MaybePromise<BotAnswer | void>;
}

/** What a plugin may do with its bots. */
export interface PluginBotPosts {
  /** The bots that there are, all of them. Rejects with `input.invalid`. */
  posts(posts: readonly BotPost[]): Promise<void>;
}

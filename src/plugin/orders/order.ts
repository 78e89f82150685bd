import type { ErrorCode } from '#domain/errors.ts';
import type { Audience, TransferTarget } from '#domain/events.ts';

/**
 * As whom something is done: an agent, who may do what that agent may, or the plugin itself, under a name of 1 to 80 characters.
 * The plugin may do what a supervisor may, and takes part openly before it says something to the visitor.
 */
export type Actor = { readonly agent: string } | { readonly name: string };

/** What every command says. */
interface Ordered {
  /** 1 to 128 characters, of the plugin's choice: what comes again under it, and in the same conversation, has no further effect. */
  readonly id: string;
  readonly conversation: string;
  readonly as: Actor;
}

export interface PostOrder extends Ordered {
  readonly text: string;
  /** `agents` is a note. */
  readonly audience: Audience;
}

export interface EndOrder extends Ordered {
  readonly solved: boolean;
}

export interface TransferOrder extends Ordered {
  /** An agent, whose seat is held until they answer, or a department. */
  readonly to: TransferTarget;
}

/** It is in the log, at `seq`; or nothing has changed, and why. What is `retryable` may succeed under the same id. */
export type OrderOutcome = { readonly seq: number } | { readonly refused: ErrorCode; readonly retryable: boolean };

/** What a plugin may do in every chat. Answers once it is on disk; rejects where nobody can say, and then it comes again under the same id. */
export interface PluginConversations {
  post(order: PostOrder): Promise<OrderOutcome>;
  end(order: EndOrder): Promise<OrderOutcome>;
  /** Of the assignee, or a supervisor: the chat is offered, and stays with its assignee until somebody takes it. */
  transfer(order: TransferOrder): Promise<OrderOutcome>;
}

/** The house's side of {@link PluginConversations}. What it is given is whatever a plugin's author wrote. */
export type Conversations = { readonly [M in keyof PluginConversations]: (plugin: string, ...given: Parameters<PluginConversations[M]>) => ReturnType<PluginConversations[M]> };

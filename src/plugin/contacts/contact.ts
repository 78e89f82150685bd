import type { ErrorCode } from '#domain/errors.ts';
import type { LocalText } from '#wire/api.ts';
import type { Reach } from '../channel/channel.ts';

/** Whom one means; what is left out does not matter. */
export interface Segment {
  /** Part of a name, an e-mail address or a phone number. */
  readonly text?: string | undefined;
  /** Who has come by one of these {@link ChannelPlace}s; they are written to by these only. */
  readonly accounts?: readonly string[] | undefined;
  /** Who has had a chat in one of these departments. */
  readonly departments?: readonly string[] | undefined;
  /** Who has had a chat that was open then or later, ms since the epoch. */
  readonly seenSince?: number | undefined;
  /** Who has an e-mail address, or has none. */
  readonly email?: boolean | undefined;
  readonly phone?: boolean | undefined;
}

/** A channel by which somebody has come, and on which they could be written to. */
export interface ContactWay {
  /** As whom the channel knows them. */
  readonly contact: string;
  readonly account: string;
  /** Id of the plugin that brings it. */
  readonly channel: string;
  /** When they were last in a chat there, ms since the epoch. */
  readonly lastAt: number;
  /** They are in one now. */
  readonly open: boolean;
}

/** Somebody, once, however many contacts were merged into them. JSON. */
export interface KnownContact {
  readonly id: string;
  /** Null where nobody has a name for them. */
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** They want no words that they have not asked for. */
  readonly optedOut: boolean;
  /** The last used first; one at least. Widgets are none: they reach who looks at the site. */
  readonly ways: readonly ContactWay[];
}

/** With `next` there may be more, also where this page has nobody. */
export interface ContactPage {
  readonly contacts: readonly KnownContact[];
  readonly next: string | null;
}

/** An account of a channel by which the house can write first. */
export interface ChannelPlace {
  readonly id: string;
  readonly name: string;
  readonly channel: string;
  readonly icon: string | null;
}

export interface ContactPlaces {
  readonly accounts: readonly ChannelPlace[];
  readonly departments: readonly { readonly id: string; readonly name: string }[];
}

/** Words for somebody, beside their chats. */
export interface ContactOrder {
  /** 1 to 128 characters, of the plugin's choice: what comes again under it, for the same person, has no further effect. */
  readonly id: string;
  readonly contact: string;
  /** By which of these; the first that takes words to them. Default: whichever they used last. */
  readonly accounts?: readonly string[];
  readonly text: string;
  /** What agents know it by, 1 to 120 characters. */
  readonly title: string;
}

/** A position in a log. */
export interface Spoken {
  readonly conversation: string;
  readonly seq: number;
}

/** By which channel, and in which chat. */
export type SaidAt = Spoken & { readonly account: string };

/** It is in the log of their last chat; or nothing has changed, and why. What is `retryable` may succeed under the same id. */
export type ContactOutcome = SaidAt | { readonly refused: ErrorCode; readonly retryable: boolean; readonly reason?: LocalText };

/** What a plugin may know of people. */
export interface PluginContacts {
  /** 100 at most, the newest first, behind `after`. */
  page(segment: Segment, after?: string | null): Promise<ContactPage>;
  /** By the id of any of their contacts; null where there is none, or no channel to them. */
  find(contact: string): Promise<KnownContact | null>;
  places(): Promise<ContactPlaces>;
  /** What each of these channels would take now: 100 at most, answered in their order. */
  reach(ways: readonly Pick<ContactWay, 'account' | 'contact'>[]): Promise<readonly Reach[]>;
}

/** What a plugin may say to people outside of a talk. */
export interface PluginOutreach {
  /**
   * Into the log of the chat that they are in on that channel, or were in last, which stays as it is: nobody gets a seat or a place in
   * a queue for it. Resolves once it is on disk; rejects where nobody can say, and then it comes again under the same id.
   */
  say(order: ContactOrder): Promise<ContactOutcome>;
  /** Where it was said under this id, whatever has become of them since; null where it was not, for 30 days. */
  said(order: Pick<ContactOrder, 'contact' | 'id'>): Promise<SaidAt | null>;
  /** Of these, 100 at most, what its channel has neither taken nor given up yet. */
  waiting(said: readonly Spoken[]): Promise<readonly Spoken[]>;
  /** From now on nothing is said to them, or again. */
  optOut(contact: string, out: boolean): Promise<void>;
}

type Both = PluginContacts & PluginOutreach;

/** The house's side of both. What it is given is whatever a plugin's author wrote. */
export type ContactsForPlugins = { readonly [M in keyof Both]: (plugin: string, ...given: Parameters<Both[M]>) => ReturnType<Both[M]> };

import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversationEvent, EventOf } from '#domain/events.ts';
import { isVisitorId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import { WEB } from '#store/channel-accounts.repository.ts';
import type { ChannelAccount as AccountRow } from '#store/channel-accounts.repository.ts';
import type { ContactRepository } from '#store/contacts.repository.ts';
import type { PluginRepository } from '#store/plugins.repository.ts';
import type { WorkQueue } from '../background/work-queue.ts';
import type { OutgoingMessage, Undelivered } from './channel.ts';
import { lost } from './leaving.ts';
import { mustBeHere } from '../teller.ts';
import type { Teller } from '../teller.ts';
import { SENDER } from './sender.ts';
import type { ChannelTyping } from './typing.ts';

/** How soon what could not be written down is written down again, ms. */
const AGAIN_MS = 1_000;

/** Less than the 5 s for which providers show it, ms. */
const TYPING_EVERY_MS = 4_000;

/** A conversation's way out. */
export interface WayOut {
  /** From the log. A promise where there is something to wait for; it rejects where the teller has left before the store took it. */
  post(event: ConversationEvent, teller: Teller): Promise<void> | undefined;
  /** Somebody of the house types. */
  typing(by: Participant): void;
}

export interface Addressee {
  readonly conversation: string;
  readonly contact: string;
  /** Who said it, whether they take part still or not; null where nobody in particular did. */
  readonly speaker: (said: EventOf<'message.posted'>) => Promise<Participant | null>;
}

export interface OutboxOptions {
  readonly queue: Pick<WorkQueue, 'add'>;
  readonly contacts: Pick<ContactRepository, 'externalId'>;
  readonly plugins: Pick<PluginRepository, 'find'>;
  readonly typing: Pick<ChannelTyping, 'isShown' | 'tell'>;
  /** Agents are told. */
  readonly undelivered: (what: Undelivered) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Hands what is said in the chats of a channel to its plugin's queue, from the log: at least once, in order, also while the plugin is off. */
export class ChannelOutbox {
  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Undefined where the people of that account are reached by sockets. */
  for(account: AccountRow, { contact, conversation, speaker }: Addressee): WayOut | undefined {
    const { contacts, onError, plugins, queue, typing, undelivered } = this.#options;
    const { id, kind: plugin, settings } = account;
    if (plugin === WEB) return undefined;
    const named = String(settings['account']);
    let to: string | undefined;
    let typedAt = -Infinity;
    const add = async (said: EventOf<'message.posted'>): Promise<void> => {
      const { at, body, kind, seq } = said;
      const there = async (): Promise<boolean> => (await plugins.find(plugin)) !== undefined;
      if (!(await there())) return undelivered(lost({ conversation, seq }));
      to ??= await contacts.externalId(id, contact);
      if (to === undefined) return onError(new Error(`conversation ${conversation}: its contact is not known to the channel ${plugin} any more`));
      const by = await speaker(said);
      const message: OutgoingMessage = { id: `${conversation}-${seq}`, conversation, seq, account: named, to, by: { kind: by?.kind ?? 'bot', name: by?.name ?? '' }, kind, body, at };
      await queue.add({ plugin, worker: SENDER }, [{ key: message.id, lane: conversation, payload: JSON.stringify(message) }]);
      // It was taken away meanwhile: whoever did so may have looked before this was there.
      if (!(await there())) await undelivered(lost({ conversation, seq }));
    };
    const tell = async ({ kind, name }: Participant): Promise<void> => {
      to ??= await contacts.externalId(id, contact);
      if (to !== undefined) typing.tell(plugin, { conversation, account: named, to, by: { kind, name } });
    };
    return {
      post: (event, teller) => (event.type === 'message.posted' && event.publicSeq !== null && !isVisitorId(event.by) ? this.#until(() => add(event), teller) : undefined),
      typing: (by) => {
        if (!typing.isShown(plugin) || performance.now() - typedAt < TYPING_EVERY_MS) return;
        typedAt = performance.now();
        tell(by).catch(onError);
      },
    };
  }

  /** Passing a message over would lose it: the chat's dispatch waits here until the store takes it, or the chat is told of elsewhere. */
  async #until(add: () => Promise<void>, teller: Teller): Promise<void> {
    for (let told = false; ; told = true) {
      try {
        return await add();
      } catch (error) {
        if (!told) this.#options.onError(error);
        await sleep(AGAIN_MS, undefined, { ref: false });
        mustBeHere(teller);
      }
    }
  }
}

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '#cluster/cluster.ts';
import { conversationOf } from '#cluster/identity.ts';
import { RefusalError, describeError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { SYSTEM, visitorId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import type { IncomingMessage } from '#plugin/channel/channel.ts';
import type { ChannelOf, Chats } from '#plugin/channel/chats.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import type { Contact } from '#store/contacts.repository.ts';
import type { Store } from '#store/store.ts';
import type { DeskChanges } from './changes.ts';
import { keepAccounts, tokenOf } from './channel-accounts.ts';
import type { Files } from './files/files.ts';
import { checkIncoming, checkNote, checkUndelivered, checkWho } from './channel-input.ts';
import { createVerified } from './verified.ts';
import { visitorName, type Intake } from './intake.ts';
import { reportUndelivered } from './undelivered.ts';

/** How long a message may look for its way into a chat, ms: providers wait for five seconds or more. */
const PATIENCE_MS = 4_000;
const AGAIN_MS = 100;
/** For so long a provider may bring a message again, ms. */
const REMEMBERED_MS = 30 * 24 * 3_600_000;
const PRUNE_EVERY_MS = 3_600_000;

export interface ChannelChatsOptions {
  readonly store: Pick<Store, 'audit' | 'channelAccounts' | 'channelMessages' | 'contactMerges' | 'contacts' | 'conversations' | 'departments' | 'people' | 'settings'>;
  readonly intake: Intake;
  readonly files: Pick<Files, 'handOver'>;
  readonly cluster: Pick<Cluster, 'activate' | 'ask' | 'askIfActive' | 'tell'>;
  readonly changes: Pick<DeskChanges, 'channels' | 'contacts'>;
  readonly now: () => number;
  /** An account's name or department changed. */
  readonly changed: () => void;
  readonly onError: (error: unknown) => void;
}

/** The way in and out for people who come by a channel: the same intake, the same conversations as everybody's. */
export function createChannelChats({ store, intake, files, cluster, changes, now, changed, onError }: ChannelChatsOptions): Chats {
  const verify = createVerified({ changes, store, now });
  let prunesAt = 0;

  const accountOf = async ({ plugin }: ChannelOf, id: string): Promise<ChannelAccount> => {
    const account = await store.channelAccounts.byToken(tokenOf(plugin, id));
    if (account === undefined || account.disabledAt !== null) throw new RefusalError('channel.unknown');
    return account;
  };

  const prune = (): void => {
    const at = now();
    if (at < prunesAt) return;
    prunesAt = at + PRUNE_EVERY_MS;
    store.channelMessages.prune(at - REMEMBERED_MS).then((all) => {
      if (!all) prunesAt = 0;
    }, onError);
  };

  /** The person, as they call themselves now. */
  const meet = async (account: ChannelAccount, { externalId, locale, name, verified }: IncomingMessage): Promise<Contact> => {
    const contact = await intake.identify({ channelAccount: account.id, externalId, name: name ?? null, locale: locale ?? 'en' });
    if (verified !== undefined) await verify(contact, verified);
    if (name === undefined || contact.name === name) return contact;
    // An agent knows them better: lists and the contact's page say so, and the chat what they call themselves.
    if ((await store.people.profile(contact.id)).namedAt === null) {
      await store.contacts.update(contact.id, { name, updatedAt: now() });
      changes.contacts([contact.id]);
    }
    return { ...contact, name };
  };

  const openingFor = async (account: ChannelAccount, contact: Contact): Promise<string> => {
    const opening = await intake.openConversation(contact.id, account.id, { start: true });
    if (isRefusal(opening)) throw new RefusalError(opening.code, opening.meta);
    return opening.conversation;
  };

  /** Says it in this chat, which begins with it where there is none. Null when it is in the log. */
  const say = async (account: ChannelAccount, contact: Contact, message: IncomingMessage, conversation: string): Promise<Refusal | null> => {
    const by: Participant = { id: visitorId(contact.id), kind: 'visitor', name: visitorName(contact) };
    try {
      if ((await store.conversations.byPublicId(conversation)) === undefined) {
        await cluster.activate(conversationOf(conversation), {
          contact: contact.id, visitorName: by.name, department: account.departmentId, channelAccount: account.id, locale: message.locale ?? 'en',
        });
      }
    } catch (error) {
      if (error instanceof RefusalError) return error.refusal;
      throw error;
    }
    const outcome = await cluster.ask(conversationOf(conversation), 'submit', {
      previous: 0,
      submission: { id: commandIdOf(account, message), by, command: { type: 'message.post', kind: message.kind, body: message.body, audience: 'public' } },
    });
    // What was checked here is malformed to a node of the release before only, which knows no files: another one is to have it.
    if (isRefusal(outcome)) return outcome.code === 'command.malformed' && message.body.file !== undefined ? refuse('unavailable', { reason: 'release' }) : outcome;
    // It was refused here before, whoever brought it then: only the log says that it was said.
    return outcome.seq === null ? refuse(await hasEnded(conversation) ? 'conversation.ended' : 'message.refused') : null;
  };

  /** Somebody who may have been here, and the chat that they are in, or were a moment ago. */
  const found = async (channel: ChannelOf, { account: id, externalId }: Pick<IncomingMessage, 'account' | 'externalId'>): Promise<{ readonly account: ChannelAccount; readonly contact?: Contact; readonly conversation?: string }> => {
    const account = await accountOf(channel, id);
    const contact = await intake.recognise(account.id, externalId);
    if (contact === undefined) return { account };
    const opening = await intake.openConversation(contact.id, account.id, { start: false });
    return isRefusal(opening) ? { account, contact } : { account, contact, conversation: opening.conversation };
  };

  const hasEnded = async (conversation: string): Promise<boolean> => (await store.conversations.byPublicId(conversation))?.endedAt != null;

  return {
    accounts: async (channel, accounts) => {
      const kept = await keepAccounts(store, channel, accounts, now());
      if (kept.changed) changed();
      if (kept.renamed.length > 0) changes.channels(kept.renamed);
    },

    async receive(channel, given) {
      const message = checkIncoming(given, channel.kinds.in);
      const account = await accountOf(channel, message.account);
      prune();
      const key = { channelAccountId: account.id, messageId: message.id };
      const digest = digestOf(message);
      const contact = await meet(account, message);
      if (message.body.file !== undefined) await files.handOver(message.body.file.id, channel.plugin, visitorId(contact.id));
      const until = performance.now() + PATIENCE_MS;
      let mine = false;
      for (;;) {
        let known = await store.channelMessages.find(key);
        if (known === undefined) {
          known = { ...key, digest, conversation: await openingFor(account, contact), posted: 0, receivedAt: now() };
          mine = await store.channelMessages.add(known);
          if (!mine) continue;
        }
        if (known.digest !== digest) throw new RefusalError('message.id-reused');
        const { conversation } = known;
        if (known.posted === 1) return { conversation, duplicate: !mine };
        // Whoever brings it is as good as the first: the chat's log knows what it has.
        const refusal = await say(account, contact, message, conversation);
        if (refusal === null) {
          // Where another has moved it meanwhile, the chat that is named is not the one in which it was said.
          if (await store.channelMessages.posted(known)) return { conversation, duplicate: !mine };
          continue;
        }
        // Another chat of theirs was faster, or this one has ended meanwhile.
        if (refusal.code === 'conversation.exists' || refusal.code === 'conversation.ended') {
          const next = await openingFor(account, contact);
          if (next !== conversation) await store.channelMessages.move(known, next);
        } else if (!describeError(refusal.code).retryable) throw new RefusalError(refusal.code, refusal.meta);
        if (performance.now() > until) throw new RefusalError('unavailable');
        await sleep(AGAIN_MS * Math.random());
      }
    },

    async note(channel, given) {
      const note = checkNote(given);
      const { account, conversation } = await found(channel, note);
      if (conversation === undefined) return;
      const outcome = await cluster.ask(conversationOf(conversation), 'submit', {
        previous: 0,
        submission: { id: commandIdOf(account, note), by: SYSTEM, command: { type: 'message.post', kind: 'text', body: { text: note.text }, audience: 'agents' } },
      });
      // In a chat that has ended meanwhile nobody waits for it.
      if (isRefusal(outcome) && describeError(outcome.code).retryable) throw new RefusalError(outcome.code, outcome.meta);
    },

    async typing(channel, who, on) {
      const { contact, conversation } = await found(channel, checkWho(who));
      if (contact === undefined || conversation === undefined) return;
      cluster.tell(conversationOf(conversation), 'typing', { by: { id: visitorId(contact.id), kind: 'visitor', name: visitorName(contact) }, on, text: '' });
    },

    async undelivered(channel, given) {
      const { conversation, detail, reason, seq } = checkUndelivered(given);
      const row = await store.conversations.byPublicId(conversation);
      const account = row && (await store.channelAccounts.find(row.channelAccountId));
      // Somebody else's chat and none at all are alike.
      if (account?.kind !== channel.plugin) return;
      await reportUndelivered(cluster, { conversation, seq, reason, detail });
    },
  };
}

const hash = (...parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/** The same message again is the same command. A stream of its own for each: nobody numbers what providers bring, in which order they may. */
const commandIdOf = (account: ChannelAccount, { id }: Pick<IncomingMessage, 'id'>): string => `${hash(account.id, id).slice(0, 32)}:1`;

/** Who brings a file again has kept it again: it is the same message by its size, and not by its id. */
const digestOf = ({ body: { file, text }, externalId, kind }: IncomingMessage): string => hash(externalId, kind, text, ...(file === undefined ? [] : [String(file.size)]));

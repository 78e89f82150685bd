import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Cluster } from '#cluster/cluster.ts';
import { conversationOf } from '#cluster/identity.ts';
import { RefusalError, describeError, isRefusal } from '#domain/errors.ts';
import type { ErrorCode } from '#domain/errors.ts';
import { MAX_TEXT } from '#domain/message.ts';
import { botParticipantId } from '#domain/participant.ts';
import { isUlid } from '#domain/ulid.ts';
import type { Reach } from '#plugin/channel/channel.ts';
import type { ChannelReach } from '#plugin/channel/reach.ts';
import { SENDER } from '#plugin/channel/sender.ts';
import type { ContactOutcome, ContactWay, ContactsForPlugins, KnownContact, SaidAt } from '#plugin/contacts/contact.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import type { ChannelMessage } from '#store/channel-messages.repository.ts';
import type { Person } from '#store/people.repository.ts';
import type { Store } from '#store/store.ts';
import type { LocalText } from '#wire/api.ts';
import { openKeyOf } from './intake.ts';
import { knownIn } from './known-contacts.ts';

const PAGE = 100;

export interface PluginContactsOptions {
  readonly store: Pick<Store, 'audit' | 'channelAccounts' | 'channelMessages' | 'contactSearch' | 'conversations' | 'departments' | 'events' | 'people' | 'pluginWork'>;
  readonly cluster: Pick<Cluster, 'ask'>;
  readonly reach: Pick<ChannelReach, 'of'>;
  readonly now: () => number;
}

const id = z.string().max(26);
const ids = z.array(id).max(PAGE).optional();
const segmentInput = z.object({ text: z.string().max(160).optional(), accounts: ids, departments: ids, seenSince: z.number().optional(), email: z.boolean().optional(), phone: z.boolean().optional() });
const orderInput = z.object({ id: z.string().min(1).max(128).refine((text) => text.isWellFormed()), contact: id, accounts: ids, text: z.string().max(MAX_TEXT * 4), title: z.string().trim().min(1).max(120).refine((text) => text.isWellFormed()) });
const waysInput = z.array(z.object({ contact: id, account: id })).max(PAGE);
const spokenInput = z.array(z.object({ conversation: id, seq: z.number().int().min(1) })).max(PAGE);

type Order = z.output<typeof orderInput>;
const askedInput = orderInput.pick({ id: true, contact: true });
type Asked = z.output<typeof askedInput>;

/** A row of what is said, or is being said, and to which of their contacts. */
interface Note {
  readonly contact: string;
  readonly row: ChannelMessage;
}

const GONE: Reach = { possible: false, reason: { en: 'The channel is not there any more.', 'zh-CN': '该渠道已不存在。' } };

/** What plugins know of people, and say to them beside their chats. */
export function createPluginContacts({ cluster, now, reach, store }: PluginContactsOptions): ContactsForPlugins {
  const known = knownIn({ store, now });

  const reachOf = async ({ account, contact }: Pick<ContactWay, 'account' | 'contact'>, people: ReadonlyMap<string, ChannelAccount>): Promise<Reach> => {
    const there = people.get(account);
    const person = there === undefined ? undefined : await store.people.find(contact);
    const identity = person?.personas.find((persona) => persona.id === contact)?.identities.find(({ channelAccountId }) => channelAccountId === account);
    return there === undefined || identity === undefined ? GONE : reach.of(there.kind, { account: String(there.settings['account']), externalId: identity.externalId });
  };

  /** Where this was said, or is being said, to whichever of their contacts. */
  const noted = async (plugin: string, order: Asked, { personas }: Person): Promise<Note | undefined> => {
    for (const persona of personas) {
      for (const account of new Set(persona.identities.map(({ channelAccountId }) => channelAccountId))) {
        const row = await store.channelMessages.find({ channelAccountId: account, messageId: messageIdOf(plugin, order, persona.id) });
        if (row !== undefined) return { contact: persona.id, row };
      }
    }
    return undefined;
  };

  /** Where its command is in the log. */
  const logged = async (plugin: string, order: Asked, { contact, row: { channelAccountId: account, conversation } }: Note): Promise<SaidAt | null> => {
    const chat = await store.conversations.byPublicId(conversation);
    const event = chat && (await store.events.byClientId(chat.id, commandIdOf(plugin, order, contact)));
    return event === undefined ? null : { account, conversation, seq: event.seq };
  };

  const said = async (plugin: string, order: Asked): Promise<SaidAt | null> => {
    const person = isUlid(order.contact) ? await store.people.find(order.contact) : undefined;
    const note = person && (await noted(plugin, order, person));
    return note === undefined ? null : logged(plugin, order, note);
  };

  /** The chat that they are in there, or were in last. */
  const lastChat = async (contact: string, account: string): Promise<string | undefined> =>
    (await store.conversations.byOpenKey(openKeyOf(account, contact)) ?? (await store.conversations.lastEndedOf(contact, account)))?.publicId;

  /** By the first channel that would take it. Undefined where somebody else notes it at this moment. */
  const choose = async (plugin: string, order: Order, { optedOut, ways: all }: KnownContact, accounts: ReadonlyMap<string, ChannelAccount>): Promise<ContactOutcome | undefined> => {
    if (optedOut) return refused('contact.opted-out');
    const ways = order.accounts === undefined ? all : order.accounts.flatMap((account) => all.filter((way) => way.account === account));
    let reason: LocalText = (GONE as Extract<Reach, { possible: false }>).reason;
    for (const way of ways) {
      const there = await reachOf(way, accounts);
      const conversation = there.possible ? await lastChat(way.contact, way.account) : undefined;
      if (!there.possible) ({ reason } = there);
      if (conversation === undefined) continue;
      await store.channelMessages.add({ channelAccountId: way.account, messageId: messageIdOf(plugin, order, way.contact), digest: '', conversation, posted: 0, receivedAt: now() });
      return undefined;
    }
    return { ...refused('contact.unreachable'), reason };
  };

  const say = async (plugin: string, order: Order): Promise<ContactOutcome> => {
    const person = isUlid(order.contact) ? await store.people.find(order.contact) : undefined;
    if (person === undefined) return refused('contact.unknown');
    let note = await noted(plugin, order, person);
    if (note === undefined) {
      const accounts = await known.accounts();
      const [about] = await known.of([person], accounts);
      if (about === undefined) return refused('contact.unreachable');
      const refusal = await choose(plugin, order, about, accounts);
      if (refusal !== undefined) return refusal;
      note = await noted(plugin, order, person);
      if (note === undefined) return refused('unavailable');
    }
    const { contact, row } = note;
    const { channelAccountId: account, conversation } = row;
    const optedOut = person.personas.some(({ optedOutAt }) => optedOutAt !== null);
    // Who opted out since it was to be said hears it no more; if it has been said, that stands.
    if (row.posted === 1 || optedOut) {
      return (await logged(plugin, order, note)) ?? refused(optedOut ? 'contact.opted-out' : 'conversation.unknown');
    }
    const outcome = await cluster.ask(conversationOf(conversation), 'submit', {
      previous: 0,
      submission: {
        id: commandIdOf(plugin, order, contact), by: { id: botParticipantId(plugin), kind: 'bot', name: order.title },
        command: { type: 'message.announce', body: { text: order.text }, announcement: { plugin, id: order.id, title: order.title } },
      },
    });
    // A node of the release before knows no such command: another one is to have it.
    if (isRefusal(outcome)) return refused(outcome.code === 'command.unknown' ? 'unavailable' : outcome.code);
    if (outcome.seq === null) return refused('message.refused');
    await store.channelMessages.posted(row);
    return { account, conversation, seq: outcome.seq };
  };

  return {
    async page(_plugin, segment, after) {
      const wanted = checked(segmentInput, segment);
      const { ids: found, next } = await store.contactSearch.page({ text: '', limit: PAGE, after: after == null ? undefined : checked(z.ulid(), after) });
      return { contacts: await known.of(await store.people.list(found), await known.accounts(), wanted), next };
    },

    async find(_plugin, contact) {
      const person = isUlid(contact) ? await store.people.find(contact) : undefined;
      return person === undefined ? null : ((await known.of([person], await known.accounts()))[0] ?? null);
    },

    async places() {
      const [accounts, departments] = await Promise.all([known.accounts(), store.departments.list()]);
      return {
        accounts: [...accounts.values()].map(({ id: account, kind, name, settings }) => ({ id: account, name, channel: kind, icon: typeof settings['icon'] === 'string' ? settings['icon'] : null })),
        departments: departments.filter(({ archivedAt }) => archivedAt === null).map(({ id: department, name }) => ({ id: department, name })),
      };
    },

    async reach(_plugin, ways) {
      const accounts = await known.accounts();
      return Promise.all(checked(waysInput, ways).map((way) => reachOf(way, accounts)));
    },

    say: async (plugin, order) => say(plugin, checked(orderInput, order)),
    said: async (plugin, order) => said(plugin, checked(askedInput, order)),

    async waiting(_plugin, said) {
      const all = checked(spokenInput, said);
      const chats = new Map((await store.conversations.byPublicIds([...new Set(all.map(({ conversation }) => conversation))])).map((chat) => [chat.publicId, chat]));
      const accounts = new Map((await store.channelAccounts.list()).map((account) => [account.id, account.kind]));
      const pluginOf = ({ conversation }: (typeof all)[number]): string => accounts.get(chats.get(conversation)?.channelAccountId ?? '') ?? '';
      const queued = await Promise.all([...Map.groupBy(all, pluginOf)].map(([plugin, its]) => store.pluginWork.waitingOf({ plugin, worker: SENDER }, its.map(keyOf))));
      return all.filter((each) => (chats.get(each.conversation)?.dispatchedSeq ?? Infinity) < each.seq || queued.some((keys) => keys.has(keyOf(each))));
    },

    async optOut(plugin, contact, out) {
      const person = isUlid(contact) ? await store.people.find(contact) : undefined;
      if (person === undefined) throw new RefusalError('contact.unknown');
      await store.people.optOut(person, out ? now() : null);
      await store.audit.add({ at: now(), actor: `plugin:${plugin}`, action: out ? 'contact.opted-out' : 'contact.opted-in', subject: `contact:${person.id}`, details: {} });
    },
  };
}

const keyOf = ({ conversation, seq }: { readonly conversation: string; readonly seq: number }): string => `${conversation}-${seq}`;
const hash = (...parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
/** Kept beside what channels bring, which is asked for by the provider's ids. */
const messageIdOf = (plugin: string, { id: order }: Asked, contact: string): string => `said:${hash(plugin, order, contact)}`;
const commandIdOf = (plugin: string, { id: order }: Asked, contact: string): string => `${hash('said', plugin, order, contact).slice(0, 32)}:1`;
const refused = (code: ErrorCode): Extract<ContactOutcome, { readonly refused: ErrorCode }> => ({ refused: code, retryable: describeError(code).retryable });

function checked<T extends z.ZodType>(schema: T, given: unknown): z.output<T> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new RefusalError('input.invalid', { fields: Object.fromEntries(result.error.issues.map(({ code, path }) => [path.join('.'), code])) });
}

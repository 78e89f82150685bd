import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '#cluster/cluster.ts';
import { conversationOf } from '#cluster/identity.ts';
import type { Command } from '#domain/commands.ts';
import { RefusalError, describeError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { checkBody } from '#domain/message.ts';
import type { Reach } from '#plugin/channel/channel.ts';
import type { ChannelReach } from '#plugin/channel/reach.ts';
import { WEB } from '#store/channel-accounts.repository.ts';
import type { ChannelAccount } from '#store/channel-accounts.repository.ts';
import type { Agent } from '#store/agents.repository.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { Persona } from '#store/people.repository.ts';
import type { Store } from '#store/store.ts';
import type { ChatBeginning, ContactReach } from '#wire/api.ts';
import { participantOf } from './agent-participant.ts';
import type { Contacts } from './contacts.ts';
import { openKeyOf, visitorName, type Intake } from './intake.ts';
import { seated } from './seated.ts';

/** How long words may look for their way into a chat, ms. */
const PATIENCE_MS = 4_000;
const AGAIN_MS = 100;

/** Chats that agents begin. Everything throws a RefusalError. */
export interface Beginnings {
  /** By which of their channels somebody could be written to now. Throws `contact.unknown`. */
  reach(by: Agent, contact: string): Promise<readonly ContactReach[]>;
  /**
   * Says it in the open chat of that channel, or in a new one, which is the agent's at once. Resolves when it is on disk; again under
   * the same `key` it has no further effect. Throws `contact.unknown`, `contact.unreachable`, `department.unknown`, `agent.full`,
   * `agent.unavailable`, `conversation.taken` where a colleague has their chat there, `message.id-reused`.
   */
  begin(by: Agent, contact: string, beginning: ChatBeginning & { readonly key: string }): Promise<{ readonly conversation: string }>;
}

export interface BeginningsOptions {
  readonly store: Pick<Store, 'channelAccounts' | 'channelMessages' | 'contacts' | 'conversations' | 'departments' | 'events'>;
  readonly contacts: Pick<Contacts, 'find'>;
  readonly intake: Pick<Intake, 'openConversation'>;
  readonly cluster: Pick<Cluster, 'activate' | 'ask' | 'askIfActive' | 'tell'>;
  readonly reach: Pick<ChannelReach, 'of'>;
  readonly newId: () => string;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

interface Words {
  readonly by: Agent;
  readonly persona: Persona;
  readonly account: ChannelAccount;
  readonly department: string;
  readonly text: string;
  readonly id: string;
}

export function createBeginnings({ cluster, contacts, intake, newId, now, onError, reach, store }: BeginningsOptions): Beginnings {
  /** By a channel's own rules; who came by the widget finds it at the next visit. */
  const possible = async ({ kind, settings }: ChannelAccount, externalId: string): Promise<Reach> =>
    kind === WEB ? { possible: true } : reach.of(kind, { account: String(settings['account']), externalId });

  const openingFor = async (persona: Persona, account: ChannelAccount): Promise<string> => {
    const opening = await intake.openConversation(persona.id, account.id, { start: true });
    if (isRefusal(opening)) throw new RefusalError(opening.code, opening.meta);
    return opening.conversation;
  };

  const submit = async (conversation: string, by: Agent, id: string | null, command: Command) =>
    cluster.ask(conversationOf(conversation), 'submit', { submission: { id, by: participantOf(by), command }, previous: 0 });

  const start = ({ account, by, department, persona }: Words, conversation: string): Promise<Refusal | null> => seated(cluster, by.id, conversation, newId(), async ({ agent, grant, offer }) => {
    const contact = await store.contacts.find(persona.id);
    const locale = contact?.attributes['locale'];
    try {
      await cluster.activate(conversationOf(conversation), {
        contact: persona.id, visitorName: visitorName(persona), department, channelAccount: account.id, locale: typeof locale === 'string' ? locale : 'en',
        begun: { by: participantOf(by), agent, offer, ...(grant === undefined ? {} : { grant }) },
      });
      return null;
    } catch (error) {
      if (error instanceof RefusalError) return error.refusal;
      throw error;
    }
  });

  const worksIn = async ({ id, role }: Agent, department: string): Promise<boolean> => role !== 'agent' || (await store.departments.of(id)).includes(department);

  /** Makes it the agent's own: one that waits, or that a bot has. */
  const take = async ({ by }: Words, { assigneeId, departmentId, publicId, status }: Conversation): Promise<Refusal | null> => {
    if (assigneeId === by.id) return null;
    if (assigneeId !== null || !(await worksIn(by, departmentId))) return refuse('conversation.taken', { conversation: publicId });
    return seated(cluster, by.id, publicId, newId(), async ({ agent, grant, offer }) => {
      const command = { type: 'conversation.assign', agent, reason: status === 'queued' ? 'accepted' : 'takeover', offer } as const;
      const outcome = await cluster.ask(conversationOf(publicId), 'submit', { submission: { id: null, by: participantOf(by), command }, previous: 0, ...(grant === undefined ? {} : { grant }) });
      return isRefusal(outcome) ? outcome : null;
    });
  };

  /** Null when it is in the log of this chat. */
  const say = async (words: Words, conversation: string): Promise<Refusal | null> => {
    const row = await store.conversations.byPublicId(conversation);
    // The log first: what was said in a chat that has ended since was said.
    if (row !== undefined && (await store.events.byClientId(row.id, words.id)) !== undefined) return null;
    if (row?.endedAt != null) return refuse('conversation.ended');
    const refusal = await (row === undefined ? start(words, conversation) : take(words, row));
    if (refusal !== null) return refusal;
    const outcome = await submit(conversation, words.by, words.id, { type: 'message.post', kind: 'text', body: { text: words.text }, audience: 'public' });
    if (isRefusal(outcome)) return outcome;
    return outcome.seq === null ? refuse('message.refused') : null;
  };

  /** Both chats say where the talk went. Without it nothing is lost. */
  const link = async (by: Agent, from: string, to: string, id: string): Promise<void> => {
    const names = await Promise.all([from, to].map(async (chat) => {
      const row = await store.conversations.byPublicId(chat);
      return (row && (await store.channelAccounts.find(row.channelAccountId)))?.name ?? '';
    }));
    await Promise.all([
      submit(from, by, `${hash('to', id).slice(0, 32)}:1`, { type: 'conversation.link', conversation: to, channel: names[1] ?? '', how: 'to' }),
      submit(to, by, `${hash('from', id).slice(0, 32)}:1`, { type: 'conversation.link', conversation: from, channel: names[0] ?? '', how: 'from' }),
    ]);
  };

  /** Who sits in the chat before this one with the widget open is called over: by themselves they would come with their next page. */
  const callOver = async ({ account, persona }: Words): Promise<void> => {
    if (account.kind !== WEB) return;
    const before = await store.conversations.lastEndedOf(persona.id, account.id);
    if (before !== undefined) await cluster.askIfActive(conversationOf(before.publicId), 'succeeded', {});
  };

  const departmentFor = async (by: Agent, id: string): Promise<void> => {
    const department = await store.departments.find(id);
    if (department === undefined || department.archivedAt !== null || !(await worksIn(by, id))) throw new RefusalError('department.unknown');
  };

  return {
    async reach(by, id) {
      const { personas } = await contacts.find(by, id);
      const identities = personas.flatMap(({ id: contact, identities: known }) => known.map(({ channelAccountId, externalId }) => ({ contact, channelAccountId, externalId })));
      return Promise.all(identities.map(async ({ channelAccountId, contact, externalId }): Promise<ContactReach> => {
        const [account, open] = await Promise.all([store.channelAccounts.find(channelAccountId), store.conversations.byOpenKey(openKeyOf(channelAccountId, contact))]);
        const there = account === undefined || account.disabledAt !== null ? null : await possible(account, externalId);
        return {
          contact, account: channelAccountId, department: account?.departmentId ?? '',
          possible: there?.possible === true,
          left: there?.possible === true ? (there.left ?? null) : null,
          until: there?.possible === true ? (there.until ?? null) : null,
          reason: there?.possible === false ? there.reason : null,
          open: open === undefined ? null : { conversation: open.publicId, taken: open.assigneeId !== null && open.assigneeId !== by.id },
        };
      }));
    },

    async begin(by, id, { account: accountId, contact, department, from, key, text }) {
      const { personas } = await contacts.find(by, id);
      const persona = personas.find((each) => each.id === contact);
      const identity = persona?.identities.find(({ channelAccountId }) => channelAccountId === accountId);
      if (persona === undefined || identity === undefined) throw new RefusalError('contact.unknown');
      const account = await store.channelAccounts.find(accountId);
      if (account === undefined || account.disabledAt !== null) throw new RefusalError('channel.unknown');
      await departmentFor(by, department);
      const body = checkBody('text', { text });
      if ('code' in body) throw new RefusalError(body.code, body.meta);

      // Kept beside what the channel brings, which is asked for by the provider's ids.
      const row = { channelAccountId: account.id, messageId: `begun:${hash(by.id, key)}` };
      const digest = hash(persona.id, department, text);
      const words: Words = { by, persona, account, department, text: body.text, id: `${hash('begun', account.id, by.id, key).slice(0, 32)}:1` };
      const until = performance.now() + PATIENCE_MS;
      for (;;) {
        const known = await store.channelMessages.find(row);
        if (known === undefined) {
          const there = await possible(account, identity.externalId);
          if (!there.possible) throw new RefusalError('contact.unreachable', { reason: there.reason });
          await store.channelMessages.add({ ...row, digest, conversation: await openingFor(persona, account), posted: 0, receivedAt: now() });
          continue;
        }
        if (known.digest !== digest) throw new RefusalError('message.id-reused');
        const { conversation } = known;
        if (known.posted === 1) return { conversation };
        const refusal = await say(words, conversation);
        if (refusal === null) {
          void callOver(words).catch(onError);
          if (from !== undefined && from !== conversation) await link(by, from, conversation, words.id);
          if (await store.channelMessages.posted(known)) return { conversation };
          continue;
        }
        // Another chat of theirs was faster, or this one has ended meanwhile.
        if (refusal.code === 'conversation.exists' || refusal.code === 'conversation.ended') {
          const next = await openingFor(persona, account);
          if (next !== conversation) await store.channelMessages.move(known, next);
        } else if (!describeError(refusal.code).retryable) throw new RefusalError(refusal.code, refusal.meta);
        if (performance.now() > until) throw new RefusalError('unavailable');
        await sleep(AGAIN_MS * Math.random());
      }
    },
  };
}

const hash = (...parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

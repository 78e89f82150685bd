import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Cluster } from '#cluster/cluster.ts';
import { conversationOf } from '#cluster/identity.ts';
import type { Outcome } from '#cluster/messages.ts';
import type { Command } from '#domain/commands.ts';
import { describeError, isRefusal, refuse } from '#domain/errors.ts';
import type { Refusal } from '#domain/errors.ts';
import { MAX_TEXT } from '#domain/message.ts';
import { botParticipantId } from '#domain/participant.ts';
import type { Participant } from '#domain/participant.ts';
import type { Conversations, OrderOutcome } from '#plugin/orders/order.ts';
import type { Conversation } from '#store/conversations.repository.ts';
import type { Store } from '#store/store.ts';
import { participantOf } from './agent-participant.ts';
import type { Assignment } from './assignment.ts';
import type { Directory } from './directory.ts';

export interface PluginOrdersOptions {
  readonly store: Pick<Store, 'conversations' | 'events'>;
  readonly cluster: Pick<Cluster, 'ask'>;
  readonly directory: Pick<Directory, 'agent' | 'departmentsOf'>;
  readonly assignment: Pick<Assignment, 'transfer'>;
}

const ordered = z.object({
  id: z.string().min(1).max(128).refine((id) => id.isWellFormed()),
  conversation: z.string().min(1).max(26),
  as: z.union([z.object({ agent: z.string().min(1).max(26) }), z.object({ name: z.string().trim().min(1).max(80).refine((name) => name.isWellFormed()) })]),
});
const postOrder = ordered.extend({ text: z.string().max(MAX_TEXT * 4), audience: z.enum(['public', 'agents']) });
const endOrder = ordered.extend({ solved: z.boolean() });
const transferOrder = ordered.extend({ to: z.union([z.object({ agent: z.string().min(1).max(26) }), z.object({ department: z.string().min(1).max(26) })]) });

type Ordered = z.output<typeof ordered>;
/** Somebody who may do it, in this chat; the command's own id, the same whenever it comes. */
type Deed = (by: Participant, id: string, row: Conversation) => Promise<Outcome>;

/** What plugins do in chats: the same commands as everybody's, each under an id that makes it one command however often it comes. */
export function createPluginOrders({ assignment, cluster, directory, store }: PluginOrdersOptions): Conversations {
  const submit = (conversation: string, by: Participant, id: string | null, command: Command): Promise<Outcome> =>
    cluster.ask(conversationOf(conversation), 'submit', { submission: { id, by, command }, previous: 0 });

  /** What the agent may see: a note in it is theirs to write as well. */
  const asAgent = async (id: string, row: Conversation): Promise<Participant | Refusal> => {
    const agent = await directory.agent(id);
    if (agent === undefined || agent.disabledAt !== null) return refuse('agent.unknown');
    const by = participantOf(agent);
    const sees = by.kind === 'supervisor' || row.assigneeId === agent.id || row.transferAgentId === agent.id || (await directory.departmentsOf(agent.id)).includes(row.departmentId);
    return sees ? by : refuse('conversation.unknown');
  };

  const carryOut = async (plugin: string, { as, conversation, id }: Ordered, deed: Deed): Promise<OrderOutcome> => {
    const row = await store.conversations.byPublicId(conversation);
    if (row === undefined) return outcomeOf(refuse('conversation.unknown'));
    const by = 'agent' in as ? await asAgent(as.agent, row) : { id: botParticipantId(plugin), kind: 'supervisor', name: as.name } as const;
    if (isRefusal(by)) return outcomeOf(by);
    const outcome = await deed(by, commandIdOf(plugin, id), row);
    if (isRefusal(outcome) || outcome.seq !== null) return outcomeOf(outcome);
    // It was refused here before, and only its chat's log is asked about what comes again.
    return outcomeOf(refuse(row.endedAt === null ? 'command.superseded' : 'conversation.ended'));
  };

  const taking = <T extends typeof ordered>(schema: T, deedOf: (order: z.output<T>) => Deed) => async (plugin: string, given: unknown): Promise<OrderOutcome> => {
    const { data } = schema.safeParse(given);
    return data === undefined ? outcomeOf(refuse('input.invalid')) : carryOut(plugin, data, deedOf(data));
  };

  return {
    post: taking(postOrder, ({ as, audience, conversation, text }) => async (by, id) => {
      const own = 'name' in as;
      // Words for the visitor come from somebody whom the visitor can see.
      const speaker: Participant = own ? { ...by, kind: 'bot' } : by;
      const joined = own && audience === 'public' ? await submit(conversation, speaker, null, { type: 'participant.join' }) : null;
      // One that has ended takes nobody in, but knows what was said in it before.
      if (isRefusal(joined) && describeError(joined.code).retryable) return joined;
      return submit(conversation, speaker, id, { type: 'message.post', kind: 'text', body: { text }, audience });
    }),

    end: taking(endOrder, ({ conversation, solved }) => (by, id) => submit(conversation, by, id, { type: solved ? 'conversation.complete' : 'conversation.close' })),

    transfer: taking(transferOrder, ({ conversation, to }) => async (by, id, row) => {
      // Looked up first: a seat that is held again, or is not free any more, would say nothing of what was done.
      const done = await store.events.byClientId(row.id, id);
      return done === undefined ? assignment.transfer(by, conversation, to, id) : { seq: done.seq };
    }),
  };
}

/** A stream of its own for each: nobody numbers what comes from outside. */
const commandIdOf = (plugin: string, id: string): string => `${createHash('sha256').update(JSON.stringify(['order', plugin, id])).digest('base64url').slice(0, 32)}:1`;

function outcomeOf(outcome: Refusal | { readonly seq: number | null }): OrderOutcome {
  if (isRefusal(outcome)) return { refused: outcome.code, retryable: describeError(outcome.code).retryable };
  return { seq: outcome.seq ?? 0 };
}

import type { PluginWorker, WorkOutcome } from '../background/work.ts';
import type { Ctx } from '../ctx.ts';
import { isFileKind } from '#domain/file.ts';
import type { Plugin } from '../define.ts';
import { within } from '../within.ts';
import type { OutgoingMessage, PluginChannel, SendOutcome } from './channel.ts';
import type { ChannelOf } from './chats.ts';

/** The worker that says what the house says on a channel. */
export const SENDER = 'outgoing';

/** Shorter than a piece of work may take, ms. */
const SEND_BUDGET_MS = 30_000;
const CLOSED = 'window-closed';

/** The kind of its accounts in the store is the plugin's id. */
const MAX_ID = 32;

/** Null where nothing is wrong with it. */
export function flawOfChannel(plugin: string, { kinds }: PluginChannel<Ctx>): string | null {
  if (plugin.length > MAX_ID) return `its id has at most ${MAX_ID} characters`;
  return kinds.in.length > 0 && kinds.out.length > 0 ? null : 'brings and says a kind of messages at least';
}

/** All workers of a plugin: what is said in the chats of its channel is work like any other. */
export const workersOf = ({ channel, workers = {} }: Plugin['definition']): Readonly<Record<string, PluginWorker<Ctx>>> =>
  (channel === undefined ? workers : { ...workers, [SENDER]: senderOf(channel) });

export const channelOf = ({ channel, id }: Plugin['definition']): ChannelOf | null => (channel === undefined ? null : { plugin: id, icon: channel.icon, kinds: channel.kinds });

/** Outgoing messages are background work like any other: durable, in order per conversation, on one node at a time. */
function senderOf(channel: PluginChannel<Ctx>): PluginWorker<Ctx> {
  return {
    title: { en: 'Outgoing messages', 'zh-CN': '待发送消息' },
    gathers: true,
    run: async (ctx, { attempt, behind: waiting, payload }) => {
      // The house's own outbox wrote them.
      const message = await sayable(ctx, payload as OutgoingMessage, channel);
      if (!channel.kinds.out.includes(message.kind)) return { dead: `the channel cannot say a message of the kind ${message.kind}` };
      const behind = waiting as readonly OutgoingMessage[];
      const end = behind.findIndex(({ kind }) => kind !== 'text');
      const sending = { attempt, behind: end === -1 ? behind : behind.slice(0, end) };
      return workOutcome((await within(Promise.resolve(channel.send(ctx, message, sending)), SEND_BUDGET_MS)) ?? undefined);
    },
    gaveUp: async ({ chats }, { payload }, { dead, error }) => {
      const { conversation, seq } = payload as OutgoingMessage;
      const closed = error.startsWith(`${CLOSED}: `);
      await chats.undelivered({ conversation, seq, reason: closed ? CLOSED : dead ? 'refused' : 'expired', detail: closed ? error.slice(CLOSED.length + 2) : error });
    },
  };
}

/** Choices that a channel has no buttons for are listed: a number is an answer as well. What it cannot carry of a file it carries as another kind of file, or as its address. */
async function sayable({ files }: Ctx, message: OutgoingMessage, { kinds: { out } }: PluginChannel<Ctx>): Promise<OutgoingMessage> {
  const { body: { choices, file, text }, kind } = message;
  if (out.includes(kind)) return message;
  if (isFileKind(kind) && file !== undefined) {
    if (out.includes('file')) return { ...message, kind: 'file' };
    return { ...message, kind: 'text', body: { text: [text, file.name, await files.link(file.id)].filter((line) => line !== '').join('\n') } };
  }
  if (kind !== 'quick-replies' || choices === undefined) return message;
  return { ...message, kind: 'text', body: { text: [text, ...choices.map((choice, index) => `${index + 1}. ${choice}`)].join('\n') } };
}

function workOutcome(outcome: SendOutcome | undefined): WorkOutcome | undefined {
  if (outcome === undefined || 'along' in outcome) return outcome;
  switch (outcome.failure) {
    case 'retry': return { error: outcome.reason, ...(outcome.retryMs === undefined ? {} : { retryMs: outcome.retryMs }) };
    case CLOSED: return { dead: `${CLOSED}: ${outcome.reason}` };
    case 'refused': return { dead: outcome.reason };
    default: throw new TypeError(`send answered with the failure ${JSON.stringify(outcome)}`);
  }
}

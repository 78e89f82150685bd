import { definePlugin, type ConversationEvent } from 'parlor/plugin';
import { config, EVENTS, type Own } from './config.ts';
import { Consumer } from './consumer.ts';
import { linkTo } from './dial.ts';
import { letterFor, publish } from './publish.ts';
import type { Link } from './stomp/link.ts';

/** What this node has open for one start of the plugin. */
interface Lines {
  readonly ctx: Own;
  /** Of its own, because brokers slow down who publishes too much. From the first event on that this node is to publish. */
  events: Link | undefined;
  readonly commands: Consumer | undefined;
}

/** Those of a start with other values are there a moment longer. */
let open: readonly Lines[] = [];

/** Of the latest start: work goes by its values. */
function eventsLink(): Link {
  const lines = open.at(-1);
  if (lines === undefined) throw new Error('the plugin is off');
  return (lines.events ??= linkTo(lines.ctx, 'events'));
}

async function hand(ctx: Own, event: ConversationEvent, conversation: string): Promise<void> {
  const letter = letterFor(ctx.config, event, conversation);
  if (letter !== null) await ctx.queue.add('publish', letter);
}

/** Between the house and other systems, over a broker: what happens in chats goes out, commands come in. */
export default definePlugin({
  id: 'bus',
  version: '1.0.0',
  title: { en: 'Integration bus', 'zh-CN': '集成总线' },
  description: {
    en: 'Publishes what happens in chats to ActiveMQ or RabbitMQ, in order and at least once, and takes commands from a queue.',
    'zh-CN': '将会话事件按顺序可靠地发布到 ActiveMQ 或 RabbitMQ，并从队列接收命令。',
  },
  icon: 'handOver',
  permissions: ['events.read', 'work.background', 'http.request', 'chats.command'],
  hosts: ['*'],
  config,
  activate: (ctx) => {
    open = [...open, { ctx, events: undefined, commands: ctx.config.commands ? new Consumer(ctx) : undefined }];
  },
  deactivate: (ctx) => {
    for (const { commands, events } of open.filter((lines) => lines.ctx === ctx)) {
      commands?.close();
      events?.close();
    }
    open = open.filter((lines) => lines.ctx !== ctx);
  },
  on: Object.fromEntries(EVENTS.map((type) => [type, hand])),
  workers: {
    publish: {
      title: { en: 'Events for the broker', 'zh-CN': '待发布事件' }, parallel: 64, giveUpAfterMs: 7 * 24 * 3_600_000,
      run: (ctx, piece) => publish(eventsLink(), ctx.config, piece),
    },
  },
});

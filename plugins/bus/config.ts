import { setting, z, type Ctx } from 'parlor/plugin';
import { brokerAt } from './broker.ts';

export const EVENTS = [
  'conversation.started', 'conversation.queued', 'conversation.assigned', 'message.posted', 'participant.joined', 'participant.left', 'transfer.offered',
  'transfer.declined', 'delivery.failed', 'conversation.closed', 'conversation.completed', 'conversation.reopened', 'conversation.linked', 'bots.paused', 'bots.resumed', 'message.rated',
  'feedback.given',
] as const;

/** A destination as the broker names it: `/topic/…`, `/queue/…`, `/exchange/…`, `/amq/queue/…`. */
const destination = z.string().regex(/^\/[\x21-\x7e]{1,200}$/);

export const config = z.object({
  brokers: setting(z.array(z.string().max(300).refine((address) => brokerAt(address) !== null)).min(1).max(5), {
    title: { en: 'Brokers', 'zh-CN': '消息代理' },
    hint: { en: 'stomp://host:port, or stomp+ssl://host:port. The first that answers is used.', 'zh-CN': 'stomp://主机:端口 或 stomp+ssl://主机:端口，使用第一个可连接的地址。' },
  }),
  user: setting(z.string().max(200).default(''), { title: { en: 'User', 'zh-CN': '用户名' } }),
  password: setting(z.string().max(200).default(''), { title: { en: 'Password', 'zh-CN': '密码' }, secret: true }),
  vhost: setting(z.string().max(200).default(''), {
    title: { en: 'Virtual host', 'zh-CN': '虚拟主机' }, hint: { en: 'Of RabbitMQ, mostly /. Default: the name of the broker.', 'zh-CN': 'RabbitMQ 使用，通常为 /；默认为代理的主机名。' },
  }),
  eventsTo: setting(destination.default('/topic/chat.events'), {
    title: { en: 'Events go to', 'zh-CN': '事件发送到' },
    hint: { en: 'A topic or, of RabbitMQ, /exchange/<name>/<routing key>. A topic keeps nothing for whom it does not know.', 'zh-CN': '主题；RabbitMQ 也可用 /exchange/<名称>/<路由键>。主题不会为未订阅者保留消息。' },
  }),
  events: setting(z.array(z.enum(EVENTS)).max(EVENTS.length).default([]), {
    title: { en: 'Events', 'zh-CN': '事件' }, hint: { en: 'None means all.', 'zh-CN': '留空表示全部。' },
  }),
  notes: setting(z.boolean().default(false), { title: { en: 'Also what only agents see', 'zh-CN': '包含仅客服可见的内容' } }),
  commands: setting(z.boolean().default(true), {
    title: { en: 'Take commands', 'zh-CN': '接收命令' },
    hint: { en: 'Whoever may write to that queue may write in every chat, end chats and hand them on.', 'zh-CN': '能写入该队列的人可以在任意会话中发言、结束会话和转接会话。' },
  }),
  commandsFrom: setting(destination.default('/queue/chat.commands'), { title: { en: 'Commands come from', 'zh-CN': '命令来自' } }),
  refusedTo: setting(destination.default('/queue/chat.commands.refused'), {
    title: { en: 'Refused commands go to', 'zh-CN': '被拒绝的命令发送到' }, hint: { en: 'With the reason in the header code.', 'zh-CN': '原因见消息头 code。' },
  }),
  name: setting(z.string().trim().min(1).max(80).default('Parlor'), {
    title: { en: 'Name in chats', 'zh-CN': '在会话中的名称' }, hint: { en: 'For commands that name no agent.', 'zh-CN': '用于未指定客服的命令。' },
  }),
});

export type Config = z.output<typeof config>;
export type Own = Ctx<Config, 'chats.command' | 'events.read' | 'http.request' | 'work.background'>;

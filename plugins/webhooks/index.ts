import { definePlugin, setting, z, type Ctx, type ConversationEvent } from 'parlor/plugin';
import { outcomeOf, requestFor, type Delivery } from './delivery.ts';

const EVENTS = [
  'conversation.started', 'conversation.queued', 'conversation.assigned', 'message.posted', 'participant.joined', 'participant.left', 'transfer.offered',
  'transfer.declined', 'conversation.closed', 'conversation.completed', 'conversation.reopened', 'feedback.given', 'delivery.failed',
] as const;

const config = z.object({
  url: setting(z.url({ protocol: /^https?$/ }).max(2_000), {
    title: { en: 'Address', 'zh-CN': '接收地址' },
    hint: { en: 'Each event is posted there as JSON. Redirects are not followed.', 'zh-CN': '每个事件以 JSON 格式 POST 到此地址，不跟随重定向。' },
  }),
  secret: setting(z.string().min(16).max(200), {
    title: { en: 'Signing secret', 'zh-CN': '签名密钥' }, secret: true,
    hint: { en: 'X-Parlor-Signature is sha256=HMAC-SHA256(secret, "<X-Parlor-Timestamp>.<body>").', 'zh-CN': 'X-Parlor-Signature 为 sha256=HMAC-SHA256(密钥, "<X-Parlor-Timestamp>.<请求体>")。' },
  }),
  previousSecret: setting(z.string().max(200).default(''), {
    title: { en: 'Former secret', 'zh-CN': '旧密钥' }, secret: true,
    hint: { en: 'While receivers change over, requests are signed with both.', 'zh-CN': '更换密钥期间，请求同时用新旧密钥签名。' },
  }),
  events: setting(z.array(z.enum(EVENTS)).max(EVENTS.length).default([]), {
    title: { en: 'Events', 'zh-CN': '事件' },
    hint: { en: `None means all: ${EVENTS.join(', ')}.`, 'zh-CN': `留空表示全部：${EVENTS.join('、')}。` },
  }),
  notes: setting(z.boolean().default(false), {
    title: { en: 'Also what only agents see', 'zh-CN': '包含仅客服可见的内容' },
  }),
});

type Permissions = 'events.read' | 'http.request' | 'work.background';
type Own = Ctx<z.output<typeof config>, Permissions>;

/** In the lane of its chat, under a key that stays the same if the event is observed again. */
async function hand({ config: { events, notes }, queue }: Own, event: ConversationEvent, conversation: string): Promise<void> {
  if (events.length > 0 && !events.includes(event.type)) return;
  if (event.publicSeq === null && !notes) return;
  const id = `${conversation}-${event.seq}`;
  const delivery: Delivery = { event: event.type, id, timestamp: event.at, payload: { conversation, ...event } };
  await queue.add('deliver', { key: id, lane: conversation, payload: delivery });
}

/** Tells another server what happens in chats: signed, in order per chat, at least once, for up to a day. */
export default definePlugin({
  id: 'webhooks',
  version: '1.0.0',
  title: { en: 'Webhooks', 'zh-CN': 'Webhook' },
  description: {
    en: 'Posts what happens in chats to a server of yours: signed, in order, and again until it is taken.',
    'zh-CN': '将会话事件按顺序签名后发送到您的服务器，未成功时自动重试。',
  },
  permissions: ['events.read', 'work.background', 'http.request'],
  hosts: ['*'],
  config,
  on: Object.fromEntries(EVENTS.map((type) => [type, hand])),
  workers: {
    deliver: {
      title: { en: 'Deliveries', 'zh-CN': '投递' },
      run: async (ctx, { payload }) => outcomeOf(await ctx.http.request(requestFor(ctx.config, payload as Delivery, Date.now()))),
    },
  },
});

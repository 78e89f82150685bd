import { setting, z, type Ctx } from 'parlor/plugin';

export const EVENTS = [
  'conversation.started', 'conversation.queued', 'conversation.assigned', 'message.posted', 'participant.joined', 'participant.left', 'transfer.offered',
  'transfer.declined', 'delivery.failed', 'conversation.closed', 'conversation.completed', 'conversation.reopened', 'message.rated', 'feedback.given',
] as const;

const endpoint = z.object({
  id: setting(z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/), {
    title: { en: 'Name', 'zh-CN': '名称' }, hint: { en: 'Lower case letters, digits and dashes.', 'zh-CN': '小写字母、数字和连字符。' },
  }),
  url: setting(z.url({ protocol: /^https?$/ }).max(2_000), {
    title: { en: 'Address', 'zh-CN': '接收地址' }, called: true,
    hint: { en: 'Each event is posted there as JSON. Redirects are not followed.', 'zh-CN': '每个事件以 JSON 格式 POST 到此地址，不跟随重定向。' },
  }),
  secret: setting(z.string().min(16).max(200), {
    title: { en: 'Signing secret', 'zh-CN': '签名密钥' }, secret: true, random: true,
    hint: { en: 'X-Parlor-Signature is sha256=HMAC-SHA256(secret, "<X-Parlor-Timestamp>.<body>").', 'zh-CN': 'X-Parlor-Signature 为 sha256=HMAC-SHA256(密钥, "<X-Parlor-Timestamp>.<请求体>")。' },
  }),
  previousSecret: setting(z.string().max(200).default(''), {
    title: { en: 'Former secret', 'zh-CN': '旧密钥' }, secret: true,
    hint: { en: 'While receivers change over, requests are signed with both.', 'zh-CN': '更换密钥期间，请求同时用新旧密钥签名。' },
  }),
  events: setting(z.array(z.enum(EVENTS)).max(EVENTS.length).default([]), {
    title: { en: 'Events', 'zh-CN': '事件' },
    hint: { en: 'None means all.', 'zh-CN': '留空表示全部。' },
  }),
  notes: setting(z.boolean().default(false), { title: { en: 'Also what only agents see', 'zh-CN': '包含仅客服可见的内容' } }),
});

export const config = z.object({
  endpoints: setting(z.array(endpoint).min(1).max(20), {
    title: { en: 'Endpoints', 'zh-CN': '接收端' },
    hint: { en: 'One for each server that receives events.', 'zh-CN': '每个接收事件的服务器对应一项。' },
  }),
  offAfter: setting(z.number().int().min(1).max(168).default(24), {
    title: { en: 'Switch off after (hours)', 'zh-CN': '自动停用（小时）' },
    hint: { en: 'An endpoint that has accepted nothing for this long is switched off automatically.', 'zh-CN': '接收端持续失败达到该时长后自动停用。' },
  }),
});

export type Endpoint = z.output<typeof endpoint>;
export type Own = Ctx<z.output<typeof config>, 'events.read' | 'http.request' | 'work.background' | 'data.keep' | 'console.extend'>;

/** Before 2.0.0 there was one endpoint, and its values were the plugin's own. */
export function fromOne({ config: former }: Own): { readonly endpoints: readonly unknown[] } | undefined {
  return 'url' in former ? { endpoints: [{ id: 'main', ...former }] } : undefined;
}

import { setting, z, type Ctx } from 'parlor/plugin';

const pace = z.object({
  channel: setting(z.string().regex(/^[a-z][a-z0-9-]{1,31}$/), { title: { en: 'Channel', 'zh-CN': '渠道' }, hint: { en: 'Id of its plugin, such as "telegram".', 'zh-CN': '渠道插件的 ID，例如“telegram”。' } }),
  perMinute: setting(z.number().int().min(1).max(6_000), { title: { en: 'Messages a minute', 'zh-CN': '每分钟消息数' } }),
});

export const config = z.object({
  perMinute: setting(z.number().int().min(1).max(6_000).default(300), {
    title: { en: 'Messages a minute', 'zh-CN': '每分钟消息数' },
    hint: { en: 'By each channel account. Words of agents never wait behind a broadcast.', 'zh-CN': '每个渠道账号的群发速度。客服的消息不会排在群发之后。' },
  }),
  paces: setting(z.array(pace).max(20).default([]), {
    title: { en: 'Other paces', 'zh-CN': '单独设置速度的渠道' }, hint: { en: 'For channels that take more, or less.', 'zh-CN': '用于可以更快或需要更慢的渠道。' },
  }),
  stopWords: setting(z.array(z.string().min(1).max(40)).max(30).default(['STOP', 'unsubscribe', '退订', 'TD']), {
    title: { en: 'Words that opt out', 'zh-CN': '退订词' },
    hint: { en: 'Anyone who answers a broadcast with one of them gets no more, on any channel.', 'zh-CN': '收到群发后回复其中一个词的人，所有渠道都不再收到群发。' },
  }),
  goodbye: setting(z.string().max(500).default('You will get no more of these messages. 您将不再收到此类消息。'), {
    title: { en: 'Answer to who opts out', 'zh-CN': '退订回复' }, hint: { en: 'Empty: none.', 'zh-CN': '留空则不回复。' },
  }),
});

export type Config = z.output<typeof config>;
export type Permissions = 'chats.command' | 'console.extend' | 'contacts.read' | 'contacts.write' | 'data.keep' | 'events.read' | 'work.background';
export type Own = Ctx<Config, Permissions>;

/** Of one account of a channel, messages a minute; a broadcast may want less. */
export const paceOf = ({ paces, perMinute }: Config, channel: string, wanted: number | null): number =>
  Math.min(paces.find((each) => each.channel === channel)?.perMinute ?? perMinute, wanted ?? Infinity);

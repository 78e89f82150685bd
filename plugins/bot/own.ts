import { setting, z, type Ctx } from 'parlor/plugin';
import { outsideSettings } from './outside/settings.ts';

export const config = z.object({
  accountToken: setting(z.string().max(200).refine((token) => token === '' || token.length >= 24, 'at least 24 characters').default(''), {
    title: { en: 'Account token of the bot API', 'zh-CN': '机器人 API 账号令牌' }, secret: true,
    hint: { en: 'Who has it makes bots by the API and reads their secrets. Empty: nobody can. 24 characters at least.', 'zh-CN': '持有者可通过 API 创建机器人并读取其密钥。留空则禁用。至少 24 个字符。' },
  }),
  replayMinutes: setting(z.number().int().min(1).max(60).default(5), {
    title: { en: 'Signed requests are good for, minutes', 'zh-CN': '签名请求有效期（分钟）' },
    hint: { en: 'How far the clock of a client of the bot API may be off.', 'zh-CN': '机器人 API 客户端时钟允许的偏差。' },
  }),
  historyDays: setting(z.number().int().min(1).max(365).default(30), {
    title: { en: 'What bots said is kept for, days', 'zh-CN': '机器人对话记录保留（天）' },
    hint: { en: 'Questions, answers and why, under History of each bot.', 'zh-CN': '即每个机器人“历史”中的问题、回答和依据。' },
  }),
  functionHosts: setting(z.array(z.string().regex(/^(?:\*|(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)$/)).max(100).default([]), {
    title: { en: 'Servers that functions of bots may call', 'zh-CN': '机器人函数可访问的服务器' },
    hint: { en: 'Names; *.example.com is all below a name, * any public server. None: functions call nobody.', 'zh-CN': '主机名；*.example.com 表示其所有子域名，* 表示任何公共服务器。留空则禁止访问。' },
  }),
  ...outsideSettings,
});

export type Own = Ctx<z.output<typeof config>, 'bots.run' | 'console.extend' | 'data.keep' | 'http.serve' | 'http.request'>;

export const newId = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 20);

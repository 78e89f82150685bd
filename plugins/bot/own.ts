import { setting, z, type Ctx } from 'parlor/plugin';
import { outsideSettings } from './outside/settings.ts';

const connection = z.object({
  name: setting(z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u), {
    title: { en: 'Name', 'zh-CN': '名称' }, hint: { en: 'Letters, digits, blanks and dashes.', 'zh-CN': '字母、数字、空格和连字符。' },
  }),
  address: setting(z.url({ protocol: /^https?$/ }).max(500).refine((text) => /^https?:\/\/[^\s?#@]+$/i.test(text), 'an address and nothing behind it'), {
    title: { en: 'Address', 'zh-CN': '地址' }, hint: { en: 'What flows ask for comes behind it: https://api.example.com/v1', 'zh-CN': '流程填写的路径接在其后，如 https://api.example.com/v1' },
  }),
  header: setting(z.string().regex(/^[\w-]{1,100}$/).default('Authorization'), { title: { en: 'Header of the secret', 'zh-CN': '密钥所在的请求头' } }),
  secret: setting(z.string().max(2_000).default(''), {
    title: { en: 'Secret', 'zh-CN': '密钥' }, secret: true, hint: { en: 'The whole value of that header: Bearer …', 'zh-CN': '该请求头的完整值，如 Bearer …' },
  }),
});

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
    title: { en: 'Servers that functions and flows may call', 'zh-CN': '函数和流程可访问的服务器' },
    hint: { en: 'Names; *.example.com is all below a name, * any public server. None: they call nobody.', 'zh-CN': '主机名；*.example.com 表示其所有子域名，* 表示任何公共服务器。留空则禁止访问。' },
  }),
  connections: setting(z.array(connection).max(50).default([]), {
    title: { en: 'Connections of flows', 'zh-CN': '流程的外部连接' },
    hint: { en: 'Systems that flows call by name, with a secret that whoever draws a flow never sees.', 'zh-CN': '流程按名称调用的系统，绘制流程的人看不到其密钥。' },
  }),
  ...outsideSettings,
});

export type Own = Ctx<z.output<typeof config>, 'bots.run' | 'console.extend' | 'data.keep' | 'http.serve' | 'http.request'>;

export const newId = (): string => crypto.randomUUID().replaceAll('-', '').slice(0, 20);

import { createHmac } from 'node:crypto';
import { accountSettings, setting, z, type Ctx } from 'parlor/plugin';

const account = z.object({
  ...accountSettings(),
  token: setting(z.string().regex(/^\d{1,20}:[\w-]{20,100}$/), {
    title: { en: 'Bot token', 'zh-CN': '机器人令牌' }, secret: true,
    hint: { en: 'From @BotFather: "123456:ABC…".', 'zh-CN': '由 @BotFather 提供，形如“123456:ABC…”。' },
  }),
  language: setting(z.enum(['en', 'zh-CN']).default('en'), {
    title: { en: 'Language of notes', 'zh-CN': '备注语言' },
    hint: { en: 'In which agents read that somebody has blocked the bot.', 'zh-CN': '客服看到“用户已屏蔽机器人”等备注时使用的语言。' },
    options: { en: { en: 'English', 'zh-CN': '英文' }, 'zh-CN': { en: 'Chinese', 'zh-CN': '中文' } },
  }),
  mode: setting(z.enum(['webhook', 'polling']).default('webhook'), {
    title: { en: 'How messages come in', 'zh-CN': '接收方式' },
    hint: { en: 'Webhook needs PUBLIC_URL with https. Polling works behind any firewall.', 'zh-CN': 'Webhook 需要设置带 https 的 PUBLIC_URL；轮询可在任何防火墙后使用。' },
    options: { webhook: { en: 'Telegram calls this server (webhook)', 'zh-CN': '由 Telegram 推送（Webhook）' }, polling: { en: 'This server asks Telegram (polling)', 'zh-CN': '由本服务器查询（轮询）' } },
  }),
  apiUrl: setting(z.url({ protocol: /^https?$/ }).max(500).default('https://api.telegram.org'), {
    title: { en: 'API address (advanced)', 'zh-CN': 'API 地址（高级）' }, called: true,
    hint: { en: 'Another one only for a Bot API server of your own.', 'zh-CN': '仅在使用自建 Bot API 服务器时修改。' },
  }),
});

export const config = z.object({
  accounts: setting(z.array(account).max(50).default([]), {
    title: { en: 'Bots', 'zh-CN': '机器人' },
    hint: { en: 'One for each Telegram bot through which people write.', 'zh-CN': '每个接待用户的 Telegram 机器人对应一个账号。' },
  }),
});

export type Account = z.output<typeof account>;
export type Permissions = 'http.serve' | 'channels.run' | 'http.request' | 'data.keep' | 'work.background';
export type Own = Ctx<z.output<typeof config>, Permissions>;

export const accountOf = ({ config: { accounts } }: Own, id: string): Account | undefined => accounts.find((each) => each.id === id);

/** Telegram's id of the bot: no secret. */
export const botOf = ({ token }: Pick<Account, 'token'>): string => token.slice(0, token.indexOf(':'));

/** What Telegram shows with each update: known to who has the token, the same on all nodes, another one with another token. */
export const webhookSecretOf = ({ token }: Pick<Account, 'token'>): string => createHmac('sha256', token).update('parlor webhook').digest('base64url');

import { accountSettings, setting, z, type Ctx } from 'parlor/plugin';

const account = z.object({
  ...accountSettings(undefined, { title: { en: 'Post messages to', 'zh-CN': '消息提交地址' }, path: '/:value/messages' }),
  callback: setting(z.url({ protocol: /^https?$/ }).max(2_000), {
    title: { en: 'Callback address', 'zh-CN': '回调地址' }, called: true,
    hint: { en: 'What is said in its chats is posted there.', 'zh-CN': '会话中的消息将发送到此地址。' },
  }),
  secret: setting(z.string().min(16).max(200), {
    title: { en: 'Signing secret', 'zh-CN': '签名密钥' }, secret: true, random: true,
    hint: { en: 'Both sides sign with it: HMAC-SHA256 over "<id>.<timestamp>.<body>".', 'zh-CN': '双方均以此密钥签名：HMAC-SHA256("<id>.<时间戳>.<请求体>")。' },
  }),
  formerSecret: setting(z.string().max(200).default(''), {
    title: { en: 'Former secret', 'zh-CN': '旧密钥' }, secret: true,
    hint: { en: 'Accepted beside the other while both sides change over.', 'zh-CN': '更换密钥期间同时有效。' },
  }),
});

export const config = z.object({
  accounts: setting(z.array(account).max(50).default([]), {
    title: { en: 'Accounts', 'zh-CN': '账号' },
    hint: { en: 'One for each application that brings people in.', 'zh-CN': '每个接入的应用对应一个账号。' },
  }),
});

export type Account = z.output<typeof account>;
export type Permissions = 'http.serve' | 'channels.run' | 'http.request';
export type Own = Ctx<z.output<typeof config>, Permissions>;

export const accountOf = ({ config: { accounts } }: Own, id: string): Account | undefined => accounts.find((each) => each.id === id);

/** Newest first. */
export const secretsOf = ({ formerSecret, secret }: Account): readonly string[] => [secret, formerSecret].filter((each) => each !== '');

import { accountSettings, setting, z, type Ctx } from 'parlor/plugin';

const account = z.object({
  ...accountSettings({
    en: 'Lower case letters, digits and dashes, for ever. The end of its address.',
    'zh-CN': '小写字母、数字和连字符，不可更改，构成地址的结尾。',
  }, { title: { en: 'Server address (URL) at WeChat', 'zh-CN': '公众平台的服务器地址（URL）' }, path: '/:value' }),
  appid: setting(z.string().regex(/^wx[0-9a-f]{16}$/), { title: { en: 'AppID', 'zh-CN': '开发者 ID（AppID）' } }),
  appsecret: setting(z.string().min(16).max(200), { title: { en: 'AppSecret', 'zh-CN': '开发者密码（AppSecret）' }, secret: true }),
  token: setting(z.string().regex(/^[A-Za-z0-9]{3,32}$/), {
    title: { en: 'Token', 'zh-CN': '令牌（Token）' }, secret: true,
    hint: { en: '3 to 32 letters and digits, the same as at WeChat.', 'zh-CN': '3 至 32 位字母或数字，与公众平台一致。' },
  }),
  aesKey: setting(z.string().regex(/^(?:[A-Za-z0-9]{43})?$/).default(''), {
    title: { en: 'EncodingAESKey', 'zh-CN': '消息加解密密钥（EncodingAESKey）' }, secret: true,
    hint: { en: '43 letters and digits: messages are taken encrypted only. Empty: plaintext mode.', 'zh-CN': '43 位字母和数字，填写后只接收加密消息；留空为明文模式。' },
  }),
  language: setting(z.enum(['zh-CN', 'en']).default('zh-CN'), {
    title: { en: 'Language', 'zh-CN': '语言' }, options: { 'zh-CN': { en: 'Chinese', 'zh-CN': '中文' }, en: { en: 'English', 'zh-CN': '英文' } },
    hint: { en: 'Of its people, and of what agents read about them.', 'zh-CN': '其用户的语言，也是客服所见说明的语言。' },
  }),
  opens: setting(z.boolean().default(false), {
    title: { en: 'Follows and scans begin chats', 'zh-CN': '关注和扫码时发起会话' },
    hint: { en: 'Otherwise agents read of them in chats that are open. A click on a menu always begins one.', 'zh-CN': '否则仅在进行中的会话里提示客服。点击菜单始终发起会话。' },
  }),
  api: setting(z.url({ protocol: /^https?$/ }).max(200).default('https://api.weixin.qq.com'), {
    title: { en: 'Address of the API (advanced)', 'zh-CN': '接口地址（高级）' }, called: true,
    hint: { en: 'Another one where calls must come from a fixed address, for the IP whitelist.', 'zh-CN': '仅当需要通过固定 IP（白名单）的代理访问时修改。' },
  }),
});

export const config = z.object({
  accounts: setting(z.array(account).max(20).default([]), {
    title: { en: 'Official Accounts', 'zh-CN': '公众号' }, hint: { en: 'One for each Official Account.', 'zh-CN': '每个公众号对应一项。' },
  }),
});

export type Account = z.output<typeof account>;
export type Language = Account['language'];
export type Own = Ctx<z.output<typeof config>, 'http.serve' | 'channels.run' | 'http.request' | 'data.keep' | 'work.background' | 'console.extend'>;

/** An address of the API; `path` may have a query. */
export const urlOf = ({ api }: Account, path: string): string => `${api.replace(/\/+$/, '')}/cgi-bin/${path}`;

export const accountOf = ({ config: { accounts } }: Own, id: string): Account | undefined => accounts.find((each) => each.id === id);

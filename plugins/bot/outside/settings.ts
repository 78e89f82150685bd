import { setting, z } from 'parlor/plugin';

const isAddress = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '' && url.hash === '';
};

const daily = (most: number, usual: number) => z.number().int().min(0).max(most).default(usual);

/** A bot that runs elsewhere, and speaks the API of Chatopera's bots. */
const engine = z.object({
  id: setting(z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/), {
    title: { en: 'Name', 'zh-CN': '名称' }, hint: { en: 'Bots choose it by this name. Lower case letters, digits and dashes.', 'zh-CN': '机器人按此名称选择。小写字母、数字和连字符。' },
  }),
  url: setting(z.string().max(200).refine(isAddress, 'an address'), {
    title: { en: 'Server', 'zh-CN': '服务地址' }, called: true, hint: { en: 'What its SDKs take as the address of the server; the path /api/v1 follows it.', 'zh-CN': 'SDK 中填写的服务地址，后接 /api/v1。' },
  }),
  clientId: setting(z.string().regex(/^[\w-]{1,100}$/), { title: { en: 'Client ID', 'zh-CN': 'ClientId' } }),
  secret: setting(z.string().min(1).max(200), { title: { en: 'Secret', 'zh-CN': '密钥' }, secret: true }),
  seconds: setting(z.number().int().min(1).max(12).default(5), { title: { en: 'Waits at most, seconds', 'zh-CN': '最长等待（秒）' } }),
  dailyAnswers: setting(daily(10_000_000, 20_000), { title: { en: 'Answers a day at most', 'zh-CN': '每日回答上限' } }),
});

export type Engine = Readonly<z.output<typeof engine>>;

/** What may answer besides the house, and how much of it: for all bots together, because its secrets are sealed here, and whoever pays sets its bounds here. */
export const outsideSettings = {
  modelUrl: setting(z.string().max(200).refine((text) => text === '' || isAddress(text), 'an address').default(''), {
    title: { en: 'Language model: address', 'zh-CN': '大语言模型：接口地址' }, called: true,
    hint: { en: 'Base address of an API like OpenAI’s, up to /v1. Empty: no model.', 'zh-CN': 'OpenAI 兼容接口的基础地址，写到 /v1。留空则不使用模型。' },
  }),
  model: setting(z.string().trim().max(200).default(''), { title: { en: 'Language model: name', 'zh-CN': '大语言模型：模型名称' } }),
  modelKey: setting(z.string().trim().max(500).regex(/^[\x21-\x7e]*$/).default(''), {
    title: { en: 'Language model: key', 'zh-CN': '大语言模型：API Key' }, secret: true, hint: { en: 'Empty for a server that wants none.', 'zh-CN': '服务无需密钥时留空。' },
  }),
  modelStyle: setting(z.enum(['chat', 'reasoning']).default('chat'), {
    title: { en: 'Language model: kind', 'zh-CN': '大语言模型：类型' },
    options: { chat: { en: 'Chat: takes temperature and max_tokens', 'zh-CN': '对话模型：使用 temperature 和 max_tokens' }, reasoning: { en: 'Reasoning: takes max_completion_tokens, no temperature', 'zh-CN': '推理模型：使用 max_completion_tokens，不设 temperature' } },
  }),
  modelTemperature: setting(z.number().min(0).max(2).default(0), { title: { en: 'Language model: temperature', 'zh-CN': '大语言模型：温度' }, hint: { en: '0 to 2; 0 keeps closest to the sources.', 'zh-CN': '0 到 2，0 最忠于资料。' } }),
  modelSeconds: setting(z.number().int().min(1).max(15).default(10), { title: { en: 'Language model: waits at most, seconds', 'zh-CN': '大语言模型：最长等待（秒）' } }),
  modelTokens: setting(z.number().int().min(50).max(8_000).default(500), { title: { en: 'Language model: tokens of an answer at most', 'zh-CN': '大语言模型：单次回答 token 上限' } }),
  modelDailyAnswers: setting(daily(10_000_000, 1_000), { title: { en: 'Language model: answers a day at most', 'zh-CN': '大语言模型：每日回答上限' }, hint: { en: 'For all bots together; a day is UTC’s.', 'zh-CN': '所有机器人合计，按 UTC 日计算。' } }),
  modelDailyTokens: setting(daily(1_000_000_000, 1_000_000), { title: { en: 'Language model: tokens a day at most', 'zh-CN': '大语言模型：每日 token 上限' } }),
  engines: setting(z.array(engine).max(20).default([]), {
    title: { en: 'Bots that run elsewhere', 'zh-CN': '外部机器人' }, hint: { en: 'With the API of Chatopera’s bots.', 'zh-CN': '支持 Chatopera 机器人 API。' },
  }),
} as const;

import { definePlugin } from 'parlor/plugin';
import { resume } from './api.ts';
import { config } from './config.ts';
import { answerCheck, take } from './inbound.ts';
import { bring, missed } from './media.ts';
import { send, type } from './outbound.ts';
import { panel } from './panel.ts';
import { reach } from './reach.ts';
import { forgetTokens } from './token.ts';

/** People who write to a WeChat Official Account. */
export default definePlugin({
  id: 'wechat',
  version: '1.0.0',
  title: { en: 'WeChat Official Account', 'zh-CN': '微信公众号' },
  description: {
    en: 'People who write to your Official Account chat with your agents, within what WeChat allows.',
    'zh-CN': '接入微信公众号，客服可在微信允许的范围内与用户会话。',
  },
  icon: 'wechat',
  permissions: ['http.serve', 'channels.run', 'http.request', 'data.keep', 'work.background', 'console.extend'],
  hosts: ['*'],
  config,
  activate: async ({ chats, config: { accounts } }) => {
    forgetTokens();
    resume();
    await chats.accounts(accounts.map(({ department, id, name }) => ({ id, name, department })));
  },
  routes: {
    check: { method: 'GET', path: '/:account', handle: answerCheck },
    messages: { method: 'POST', path: '/:account', maxBody: 32_768, handle: take },
  },
  channel: {
    icon: 'wechat',
    title: { en: 'WeChat', 'zh-CN': '微信' },
    kinds: { in: ['text', 'image', 'voice', 'file'], out: ['text', 'quick-replies', 'image', 'voice'] },
    send,
    typing: type,
    reach,
  },
  // WeChat keeps them for three days; who waits for a picture does not.
  workers: { media: { title: { en: 'Pictures and recordings', 'zh-CN': '图片和语音' }, firstRetryMs: 2_000, giveUpAfterMs: 600_000, run: bring, gaveUp: missed } },
  slots: {
    credit: { place: 'conversation.panel', kind: 'blocks', title: { en: 'WeChat', 'zh-CN': '微信' }, render: (ctx, { conversation }) => panel(ctx, conversation) },
  },
});

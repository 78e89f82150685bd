import { definePlugin } from 'parlor/plugin';
import { config } from './config.ts';
import { reach } from './blocked.ts';
import { connect, connectAll, disconnectAll } from './connect.ts';
import { takeCall } from './inbound.ts';
import { forgetPace, send, type } from './outbound.ts';
import { poll } from './polling.ts';

/** People who write to a bot on Telegram. */
export default definePlugin({
  id: 'telegram',
  version: '1.0.0',
  title: { en: 'Telegram', 'zh-CN': 'Telegram' },
  description: {
    en: 'Connects people who write to your Telegram bots, by webhook or polling.',
    'zh-CN': '接入向你的 Telegram 机器人发送消息的用户，支持 Webhook 和轮询。',
  },
  icon: 'telegram',
  permissions: ['http.serve', 'channels.run', 'http.request', 'data.keep', 'work.background'],
  // api.telegram.org, or a Bot API server of one's own.
  hosts: ['*'],
  config,
  activate: async (ctx) => {
    forgetPace();
    await ctx.chats.accounts(ctx.config.accounts.map(({ department, id, name }) => ({ id, name, department })));
    await connectAll(ctx);
  },
  uninstall: disconnectAll,
  routes: { updates: { method: 'POST', path: '/:account/updates', maxBody: 1 << 19, handle: takeCall } },
  loops: { poll: { title: { en: 'Polling', 'zh-CN': '轮询' }, run: poll } },
  workers: { connect: { title: { en: 'Connecting bots', 'zh-CN': '连接机器人' }, run: connect } },
  channel: {
    icon: 'telegram',
    title: { en: 'Telegram', 'zh-CN': 'Telegram' },
    kinds: { in: ['text', 'image', 'file', 'voice'], out: ['text', 'quick-replies', 'image', 'file', 'voice'] },
    send,
    typing: type,
    reach,
  },
});

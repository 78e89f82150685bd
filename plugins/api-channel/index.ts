import { definePlugin } from 'parlor/plugin';
import { config } from './config.ts';
import { takeMessage, takeTyping } from './inbound.ts';
import { send } from './outbound.ts';

/** A channel that any application can be: it posts what its people say, and is posted what is said to them. */
export default definePlugin({
  id: 'api-channel',
  version: '1.0.0',
  title: { en: 'API channel', 'zh-CN': 'API 渠道' },
  description: {
    en: 'Connects an application of yours: signed both ways, in order, each message once.',
    'zh-CN': '将你自己的应用接入会话：双向签名、按顺序、每条消息仅一次。',
  },
  icon: 'code',
  permissions: ['http.serve', 'channels.run', 'http.request'],
  hosts: ['*'],
  config,
  activate: ({ chats, config: { accounts } }) => chats.accounts(accounts.map(({ department, id, name }) => ({ id, name, department }))),
  routes: {
    messages: { method: 'POST', path: '/:account/messages', maxBody: 1 << 20, handle: takeMessage },
    typing: { method: 'POST', path: '/:account/typing', maxBody: 4_096, handle: takeTyping },
  },
  channel: {
    icon: 'plug',
    title: { en: 'API', 'zh-CN': 'API' },
    kinds: { in: ['text', 'image', 'file', 'voice'], out: ['text', 'image', 'file', 'voice'] },
    send,
  },
});

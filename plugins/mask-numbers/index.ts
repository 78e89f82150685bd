import { definePlugin, setting, z } from 'parlor/plugin';
import { maskNumbers } from './mask.ts';

/** Card numbers that people write into chats by mistake are masked before anybody sees or stores them. */
export default definePlugin({
  id: 'mask-numbers',
  version: '1.0.0',
  title: { en: 'Mask card numbers', 'zh-CN': '隐藏卡号' },
  description: {
    en: 'Bank card numbers in messages are masked before anybody sees them or they are stored.',
    'zh-CN': '消息中的银行卡号会在被看到或存储之前隐藏。',
  },
  icon: 'shield',
  permissions: ['messages.filter'],
  config: z.object({
    whose: setting(z.enum(['everybody', 'visitors']).default('everybody'), {
      title: { en: 'Whose messages', 'zh-CN': '谁的消息' },
      options: { everybody: { en: 'Everybody’s', 'zh-CN': '所有人' }, visitors: { en: 'Visitors’ only', 'zh-CN': '仅访客' } },
    }),
    keep: setting(z.number().int().min(0).max(4).default(4), {
      title: { en: 'Digits to keep', 'zh-CN': '保留位数' },
      hint: { en: 'At the end of the number, so that people know which card is meant.', 'zh-CN': '保留卡号末尾的位数，便于辨认是哪张卡。' },
    }),
  }),
  filters: {
    'message.posting': {
      run: ({ config: { whose, keep } }, message) => {
        if (whose === 'visitors' && message.by.kind !== 'visitor') return undefined;
        const text = maskNumbers(message.body.text, keep);
        return text === message.body.text ? undefined : { ...message, body: { ...message.body, text } };
      },
    },
  },
});

import type { LocalText } from '#wire/api.ts';

/** THE catalogue of what a plugin may be allowed. An administrator reads these sentences before it is installed. */
export const permissions = {
  'messages.filter': { en: 'Change or refuse messages before they are posted', 'zh-CN': '在消息发出前修改或拒绝消息' },
  'events.read': { en: 'Read what happens in every chat', 'zh-CN': '读取所有会话中发生的事件' },
  'data.keep': { en: 'Keep data of its own', 'zh-CN': '保存自己的数据' },
} as const satisfies Record<string, LocalText>;

export type Permission = keyof typeof permissions;

import type { words as en } from './en.ts';

export const words = {
  open: '打开在线客服',
  openUnread: (count: number) => `打开在线客服，${count} 条未读消息`,
  close: '收起在线客服',
  frame: '在线客服',
  title: '在线客服',
  greeting: '您好，有什么可以帮您？',
  dismiss: '不用了',
} satisfies typeof en;

import type { Locale } from './locale.ts';

/** What the widget says before a chat. The console shows it as what stands there where a website has no words of its own. */
export const widgetWords: Readonly<Record<Locale, { readonly title: string; readonly subtitle: string; readonly staffed: string }>> = {
  en: { title: 'Good to see you.', subtitle: 'Write to us, and somebody will be with you.', staffed: 'We are here for you' },
  'zh-CN': { title: '您好，欢迎光临。', subtitle: '有什么想问的，直接写给我们，马上有人接待。', staffed: '客服在线' },
};

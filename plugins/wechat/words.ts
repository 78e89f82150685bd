import type { Language } from './config.ts';

/** How agents read what is no text. */
export interface Words {
  readonly picture: string;
  readonly voice: string;
  readonly video: string;
  readonly location: string;
  readonly link: string;
  readonly unknown: (kind: string) => string;
  readonly menu: (key: string) => string;
  readonly view: (url: string) => string;
  readonly follow: (scene: string) => string;
  readonly unfollow: string;
  readonly scan: (scene: string) => string;
  readonly template: (status: string) => string;
  readonly event: (name: string) => string;
}

const en: Words = {
  picture: '[Picture]',
  voice: '[Voice message]',
  video: '[Video]',
  location: '[Location]',
  link: '[Link]',
  unknown: (kind) => `[A message of the kind "${kind}", which can only be seen in WeChat]`,
  menu: (key) => `[Menu] ${key}`,
  view: (url) => `Opened a page from the menu: ${url}`,
  follow: (scene) => (scene === '' ? 'Follows the account' : `Follows the account, by the QR code ${scene}`),
  unfollow: 'Does not follow the account any more: nothing reaches them',
  scan: (scene) => `Scanned the QR code ${scene}`,
  template: (status) => (status === 'success' ? 'Template message delivered' : `Template message not delivered: ${status}`),
  event: (name) => `Event at WeChat: ${name}`,
};

const zh: Words = {
  picture: '[图片]',
  voice: '[语音]',
  video: '[视频]',
  location: '[位置]',
  link: '[链接]',
  unknown: (kind) => `[“${kind}”类型的消息，请在微信中查看]`,
  menu: (key) => `[菜单] ${key}`,
  view: (url) => `通过菜单打开了页面：${url}`,
  follow: (scene) => (scene === '' ? '关注了公众号' : `通过二维码 ${scene} 关注了公众号`),
  unfollow: '取消关注了公众号，消息无法送达',
  scan: (scene) => `扫描了二维码 ${scene}`,
  template: (status) => (status === 'success' ? '模板消息已送达' : `模板消息发送失败：${status}`),
  event: (name) => `微信事件：${name}`,
};

export const wordsFor = (language: Language): Words => (language === 'en' ? en : zh);

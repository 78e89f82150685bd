import type { Locale } from '#ui/locale.ts';
import { words as en } from './en.ts';
import { words as zhCN } from './zh-CN.ts';

export type Words = typeof en;

export const wordsIn = (locale: Locale): Words => (locale === 'zh-CN' ? zhCN : en);

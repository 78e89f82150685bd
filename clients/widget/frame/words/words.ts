import { errorTexts as errorsEn } from '#ui/errors/en.ts';
import { errorTexts as errorsZhCN } from '#ui/errors/zh-CN.ts';
import type { Locale } from '#ui/locale.ts';
import { words as en } from './en.ts';
import { words as zhCN } from './zh-CN.ts';

export type Words = typeof en;

export const wordsIn = (locale: Locale): Words => (locale === 'zh-CN' ? zhCN : en);

/** A sentence for any code, also for one of a later release. */
export function errorText(code: string, locale: Locale): string {
  const texts: Readonly<Record<string, string>> = locale === 'zh-CN' ? errorsZhCN : errorsEn;
  return texts[code] ?? texts['internal'] ?? code;
}

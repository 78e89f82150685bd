import { formatBytes } from '../format.ts';
import type { Locale } from '../locale.ts';
import { tooLarge as en } from './en.ts';
import { tooLarge as zhCN } from './zh-CN.ts';

/** Why a file was not taken. `most`: bytes that would have been. */
export const tooLargeText = (most: number, locale: Locale): string => (locale === 'zh-CN' ? zhCN : en)(formatBytes(most, locale));

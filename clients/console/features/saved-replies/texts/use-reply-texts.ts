import type { Locale } from '#ui/locale.ts';
import { usePreferences } from '../../../app/preferences.tsx';
import { en } from './en.ts';
import type { ReplyTexts } from './en.ts';
import { zhCN } from './zh-CN.ts';

const catalogues: Readonly<Record<Locale, ReplyTexts>> = { en, 'zh-CN': zhCN };

/** The words of what only the page of saved replies has: they are loaded with it. */
export const useReplyTexts = (): ReplyTexts => catalogues[usePreferences().locale];

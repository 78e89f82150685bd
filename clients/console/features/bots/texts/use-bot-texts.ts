import type { Locale } from '#ui/locale.ts';
import { usePreferences } from '../../../app/preferences.tsx';
import { en } from './en.ts';
import type { BotTexts } from './en.ts';
import { zhCN } from './zh-CN.ts';

const catalogues: Readonly<Record<Locale, BotTexts>> = { en, 'zh-CN': zhCN };

/** The words of what only the page of bots has: they are loaded with it. */
export const useBotTexts = (): BotTexts => catalogues[usePreferences().locale];

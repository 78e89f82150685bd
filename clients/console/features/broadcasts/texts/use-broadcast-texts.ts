import type { Locale } from '#ui/locale.ts';
import { usePreferences } from '../../../app/preferences.tsx';
import { en } from './en.ts';
import type { BroadcastTexts } from './en.ts';
import { zhCN } from './zh-CN.ts';

const catalogues: Readonly<Record<Locale, BroadcastTexts>> = { en, 'zh-CN': zhCN };

/** The words of what only the page of broadcasts has: they are loaded with it. */
export const useBroadcastTexts = (): BroadcastTexts => catalogues[usePreferences().locale];

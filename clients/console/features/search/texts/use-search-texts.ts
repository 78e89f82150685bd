import type { Locale } from '#ui/locale.ts';
import { usePreferences } from '../../../app/preferences.tsx';
import { en } from './en.ts';
import type { SearchTexts } from './en.ts';
import { zhCN } from './zh-CN.ts';

const catalogues: Readonly<Record<Locale, SearchTexts>> = { en, 'zh-CN': zhCN };

export const useSearchTexts = (): SearchTexts => catalogues[usePreferences().locale];

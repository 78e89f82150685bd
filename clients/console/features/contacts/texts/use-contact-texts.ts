import type { Locale } from '#ui/locale.ts';
import { usePreferences } from '../../../app/preferences.tsx';
import { en } from './en.ts';
import type { ContactTexts } from './en.ts';
import { zhCN } from './zh-CN.ts';

const catalogues: Readonly<Record<Locale, ContactTexts>> = { en, 'zh-CN': zhCN };

/** The words of contacts: they are loaded with what shows them. */
export const useContactTexts = (): ContactTexts => catalogues[usePreferences().locale];

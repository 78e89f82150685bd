import type { Locale } from '#ui/locale.ts';
import { usePreferences } from '../../../../app/preferences.tsx';
import { en } from './en.ts';
import type { VersionTexts } from './en.ts';
import { zhCN } from './zh-CN.ts';

const catalogues: Readonly<Record<Locale, VersionTexts>> = { en, 'zh-CN': zhCN };

/** The words of versions: they are loaded with the page of bots. */
export const useVersionTexts = (): VersionTexts => catalogues[usePreferences().locale];

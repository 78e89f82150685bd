import type { Locale } from '#ui/locale.ts';
import { usePreferences } from '../../../../app/preferences.tsx';
import { en } from './en.ts';
import type { RecordTexts } from './en.ts';
import { zhCN } from './zh-CN.ts';

const catalogues: Readonly<Record<Locale, RecordTexts>> = { en, 'zh-CN': zhCN };

/** The words of what a bot has said: they are loaded with the page of bots. */
export const useRecordTexts = (): RecordTexts => catalogues[usePreferences().locale];

import { usePreferences } from '../../../../app/preferences.tsx';
import { en, type DesignerTexts } from './en.ts';
import { zhCN } from './zh-CN.ts';

/** The designer's own texts: only those who draw load them. */
export const useWords = (): DesignerTexts => (usePreferences().locale === 'zh-CN' ? zhCN : en);

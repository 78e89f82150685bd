import { usePreferences } from '../../../../app/preferences.tsx';
import { en, type OutsideTexts } from './en.ts';
import { zhCN } from './zh-CN.ts';

export const useOutsideTexts = (): OutsideTexts => (usePreferences().locale === 'zh-CN' ? zhCN : en);

import { expect, test } from 'vitest';
import { themeIn } from '../../clients/console/app/theme.ts';
import { en } from '../../clients/console/i18n/en.ts';
import { zhCN } from '../../clients/console/i18n/zh-CN.ts';

test.each([['en', en, 'Show what is typed'], ['zh-CN', zhCN, '显示输入的内容']])('the button that shows a password speaks %s, and looks as before', (_, texts, label) => {
  expect(themeIn(texts).components?.['PasswordInput']?.defaultProps).toEqual({ size: 'sm', visibilityToggleButtonProps: { 'aria-label': label } });
});

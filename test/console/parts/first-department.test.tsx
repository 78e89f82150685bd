import { expect, test } from 'vitest';
import { FIRST_DEPARTMENT } from '#wire/department-name.ts';
import type { Department } from '#wire/api.ts';
import { DepartmentsSettings } from '../../../clients/console/features/settings/departments-settings.tsx';
import { draw } from './draw.tsx';

const named = (name: string): Department => ({ id: name, name, assignment: 'manual', members: [], waiting: 0, archived: false });
const shown = (locale: 'en' | 'zh-CN'): string => draw(<DepartmentsSettings />, [[['departments'], [named(FIRST_DEPARTMENT), named('售后')]]], locale).html;

test('a department that nobody has named is called in the language of whoever reads it, others as they are named', () => {
  expect(shown('zh-CN')).toMatch(/在线客服.*售后/su);
  expect(shown('zh-CN')).not.toContain('Support');
  expect(shown('en')).toMatch(/Support.*售后/su);
});

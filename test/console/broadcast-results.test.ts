import { expect, test } from 'vitest';
import { errorTexts } from '#ui/errors/staff/zh-CN.ts';
import type { Recipient } from '../../clients/console/features/broadcasts/broadcast.ts';
import { headOf, rowOf, type Wording } from '../../clients/console/features/broadcasts/results-table.ts';
import { zhCN } from '../../clients/console/features/broadcasts/texts/zh-CN.ts';

const wording: Wording = { locale: 'zh-CN', words: zhCN, errors: errorTexts };
const places = { accounts: [{ id: 'a1', name: '微信', icon: null, perMinute: 300 }], departments: [], stopWords: [] };
const ANNA: Recipient = { id: 'c1', name: '安娜', account: 'a1', conversation: 'k1', became: 'delivered', code: null, why: null, detail: null };

test('what became of everybody is told in the words of who reads it, and codes stand beside them', () => {
  const row = (recipient: Partial<Recipient>) => rowOf({ ...ANNA, ...recipient }, places, wording);
  expect(headOf(wording)).toEqual(['联系人', '姓名', '渠道', '结果', '原因', '代码', '渠道返回', '会话']);
  expect(row({})).toEqual(['c1', '安娜', '微信', '已送达', '', '', '', 'k1']);
  expect(row({ became: 'failed', code: 'refused', detail: 'errcode 45047' })).toEqual(['c1', '安娜', '微信', '失败', zhCN.why.refused, 'refused', 'errcode 45047', 'k1']);
  expect(row({ became: 'refused', code: 'message.refused', account: null, conversation: null })).toEqual(['c1', '安娜', '', '未被接受', errorTexts['message.refused'], 'message.refused', '', '']);
  expect(row({ became: 'unreachable', why: { en: 'Closed.', 'zh-CN': '已关闭。' } })[4]).toBe('已关闭。');
  expect(row({ became: 'failed', code: 'of-a-later-release', name: null, account: 'gone' })).toEqual(['c1', '', 'gone', '失败', '', 'of-a-later-release', '', 'k1']);
});

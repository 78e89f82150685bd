import { z } from 'zod';
import type { LocalText } from '#wire/api.ts';
import { setting } from '../fields.ts';
import type { SettingTexts } from '../fields.ts';

const FOR_EVER: LocalText = { en: 'Lower case letters, digits and dashes. Part of its address, for ever.', 'zh-CN': '小写字母、数字和连字符，构成地址的一部分，不可更改。' };

/** What each account of a channel is set to at least, as `ctx.chats.accounts` takes it. `hint`: what is to be known of its id; `leadsTo`: the address of which that is a part, for who calls it. */
export const accountSettings = (hint = FOR_EVER, leadsTo?: SettingTexts['leadsTo']) => ({
  id: setting(z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/), { title: { en: 'Account', 'zh-CN': '账号' }, hint, ...(leadsTo === undefined ? {} : { leadsTo }) }),
  name: setting(z.string().trim().min(1).max(120), {
    title: { en: 'Name', 'zh-CN': '名称' },
    hint: { en: 'What agents see on its chats.', 'zh-CN': '客服在会话上看到的名称。' },
  }),
  department: setting(z.string().min(1).max(26), { title: { en: 'Department', 'zh-CN': '部门' }, department: true }),
});

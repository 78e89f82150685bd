import { definePlugin, setting, z } from '#plugin/define.ts';
import type { Ctx, SlotActRequest, SlotViewer } from '#plugin/define.ts';
import { all, dayIn, dayInWords, find, isDay, isFor, keep, strike } from './book.ts';
import { blocksOf, formFor, week, words } from './show.ts';

const config = z.object({
  days: setting(z.number().int().min(1).max(60).default(3), { title: { en: 'Days until a follow-up', 'zh-CN': '几天后回访' } }),
  after: setting(z.enum(['unsolved', 'never']).default('unsolved'), {
    title: { en: 'Chats to follow up', 'zh-CN': '需要回访的会话' },
    options: { unsolved: { en: 'Those that were closed and not solved', 'zh-CN': '关闭但未解决的会话' }, never: { en: 'Only those that agents choose', 'zh-CN': '仅客服选择的会话' } },
  }),
  mark: setting(z.string().min(2).max(20).default('/later'), {
    title: { en: 'Mark', 'zh-CN': '标记' },
    hint: { en: 'An agent’s message that begins with it becomes a note, and a follow-up.', 'zh-CN': '客服消息以此开头时，会变成内部备注并安排回访。' },
  }),
  promise: setting(z.string().min(1).max(500).default('I will get back to you by {day}.'), {
    title: { en: 'Promise', 'zh-CN': '承诺用语' },
    hint: { en: 'What the button of the composer writes; {day} is the day of the follow-up.', 'zh-CN': '输入框按钮写入的内容，{day} 为回访日期。' },
  }),
  tellVisitors: setting(z.boolean().default(true), { title: { en: 'Show visitors the day', 'zh-CN': '向访客显示回访日期' } }),
  address: setting(z.string().regex(/^(?:https:\/\/\S+)?$/).max(200).default(''), {
    title: { en: 'Address of the team’s reminders', 'zh-CN': '团队提醒地址' }, called: true, hint: { en: 'What is due is posted there every morning. Empty: not at all.', 'zh-CN': '每天早上将到期的回访发送到此地址，留空则不发送。' },
  }),
  token: setting(z.string().max(200).default(''), { title: { en: 'Token of that server', 'zh-CN': '该服务器的令牌' }, secret: true }),
  quietDays: setting(z.array(z.string()).max(50).default([]), { title: { en: 'Days without reminders', 'zh-CN': '不提醒的日期' }, hint: { en: 'Such as 2026-12-25.', 'zh-CN': '例如 2026-10-01。' } }),
});

type Permissions = 'messages.filter' | 'events.read' | 'data.keep' | 'work.background' | 'console.extend' | 'widget.extend' | 'http.request';
type Own = Ctx<z.output<typeof config>, Permissions>;

const gone = { toast: { text: words.gone, tone: 'danger' } } as const;

/** Done with, or put off: on the page and beside the chat. What a browser sends is not believed. */
async function settle(ctx: Own, action: string, chat: unknown, viewer: SlotViewer) {
  const entry = typeof chat === 'string' ? await find(ctx, chat) : undefined;
  if (entry === undefined || !isFor(entry, viewer)) return gone;
  // Never earlier than it was promised.
  if (action === 'later') await keep(ctx, { ...entry, due: entry.due > dayIn(1) ? entry.due : dayIn(1) });
  else await strike(ctx, entry.chat);
  return action === 'later' ? undefined : { toast: { text: words.done } };
}

/** Beside the chat and under its messages one is planned as well. */
async function plan(ctx: Own, { action, conversation: { id, visitor }, values: { due, note = '' }, viewer }: SlotActRequest<'conversation.panel' | 'message'>) {
  if (action !== 'plan') return settle(ctx, action, id, viewer);
  if (!isDay(due)) return gone;
  await keep(ctx, { chat: id, due, note: String(note).slice(0, 300), who: visitor.name, by: `a_${viewer.id}` });
  return undefined;
}

const isRequest = (text: string): boolean => /call (?:me )?back|回电|回拨/i.test(text);
const promiseOf = ({ config: { days, promise } }: Own, locale: string): string => promise.replaceAll('{day}', dayInWords(dayIn(days), locale));

/** Whoever was promised an answer gets one. */
export default definePlugin({
  id: 'follow-ups',
  version: '1.0.0',
  title: { en: 'Follow-ups', 'zh-CN': '回访' },
  description: { en: 'Remembers whom to get back to: unsolved chats, and promises that agents made.', 'zh-CN': '记住需要再次联系的访客：未解决的会话，以及客服作出的承诺。' },
  icon: 'calendar',
  permissions: ['messages.filter', 'events.read', 'data.keep', 'work.background', 'console.extend', 'widget.extend', 'http.request'],
  hosts: ['*'],
  config,
  filters: {
    'message.posting': {
      run: ({ config: { mark } }, message) => (message.by.kind !== 'visitor' && message.body.text.startsWith(mark) ? { ...message, audience: 'agents' } : undefined),
    },
  },
  on: {
    'message.posted': async (ctx, { at, body: { text }, by, publicSeq }, chat) => {
      const { days, mark } = ctx.config;
      if (publicSeq === null && text.startsWith(mark)) await keep(ctx, { chat, due: dayIn(days, at), note: text.slice(mark.length).trim().slice(0, 300), who: '', by });
    },
    'conversation.closed': async (ctx, { at, by, reason }, chat) => {
      const { after, days } = ctx.config;
      if (after === 'unsolved' && reason === 'agent' && (await find(ctx, chat)) === undefined) await keep(ctx, { chat, due: dayIn(days, at), note: '', who: '', by });
    },
    'conversation.completed': (ctx, _event, chat) => strike(ctx, chat),
  },
  jobs: {
    remind: {
      title: { en: 'Morning reminder', 'zh-CN': '早间提醒' },
      schedule: { cron: '0 8 * * *', timeZone: 'Asia/Shanghai' },
      run: async (ctx) => {
        const today = dayIn(0);
        const { address, quietDays } = ctx.config;
        const due = (await all(ctx)).filter((entry) => entry.due <= today).slice(0, 100);
        if (due.length > 0 && address !== '' && !quietDays.includes(today)) await ctx.queue.add('tell', ...due.map((entry) => ({ key: `${entry.chat}:${today}`, lane: 'all', payload: entry })));
      },
    },
  },
  workers: {
    tell: {
      title: { en: 'Reminders', 'zh-CN': '提醒' },
      run: async ({ config: { address, token }, http }, { payload }) => {
        const { status } = await http.request({ url: address, method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify(payload) });
        return status < 300 ? undefined : { error: `answered ${status}` };
      },
    },
  },
  slots: {
    list: {
      place: 'page', kind: 'blocks', title: { en: 'Follow-ups', 'zh-CN': '回访' }, icon: 'calendar',
      render: async (ctx, { locale, viewer }) => blocksOf((await all(ctx)).filter((entry) => isFor(entry, viewer)), locale, dayIn(0)),
      act: (ctx, { action, values, viewer }) => settle(ctx, action, values['chat'], viewer),
    },
    week: {
      place: 'page', kind: 'frame', title: { en: 'Follow-ups by day', 'zh-CN': '每日回访' }, icon: 'chart', atLeast: 'supervisor',
      render: async (ctx, { locale }) => week(await all(ctx), locale, dayIn(0)),
      act: async (ctx, { values }) => ({ data: (await all(ctx)).filter(({ due }) => due === values['day']).map(({ note, who }) => note || who) }),
    },
    chat: {
      place: 'conversation.panel', kind: 'blocks', title: { en: 'Follow-up', 'zh-CN': '回访' },
      render: async (ctx, { conversation: { id }, locale }) => formFor(await find(ctx, id), locale, dayIn(ctx.config.days)),
      act: plan,
    },
    request: {
      place: 'message', kind: 'blocks', title: { en: 'Asked to be called back', 'zh-CN': '请求回电' },
      render: async (ctx, { conversation: { id }, messages }) => {
        const asks = (await find(ctx, id)) === undefined ? messages.filter(({ by, text }) => by.startsWith('v_') && isRequest(text)) : [];
        return asks.map(({ seq, text }) => ({ seq, blocks: [{ type: 'buttons', buttons: [{ text: words.plan, action: 'plan', values: { note: text.slice(0, 200), due: dayIn(ctx.config.days) } }] }] }));
      },
      act: plan,
    },
    promise: {
      place: 'composer', kind: 'blocks', title: { en: 'Promise an answer', 'zh-CN': '承诺回复' }, icon: 'clock',
      // In the language of whoever will read it.
      render: (ctx, { conversation }) => [{ type: 'text', text: promiseOf(ctx, conversation.locale) }, { type: 'buttons', buttons: [{ text: words.promise, action: 'promise', style: 'primary' }] }],
      act: async (ctx, { conversation: { id, locale, visitor }, viewer }) => {
        const { note = '' } = (await find(ctx, id)) ?? {};
        await keep(ctx, { chat: id, due: dayIn(ctx.config.days), note, who: visitor.name, by: `a_${viewer.id}` });
        return { insert: promiseOf(ctx, locale) };
      },
    },
    promised: {
      place: 'widget.conversation', kind: 'blocks', title: { en: 'Follow-up', 'zh-CN': '回访' },
      render: async (ctx, { conversation: { id }, locale }) => {
        const entry = ctx.config.tellVisitors ? await find(ctx, id) : undefined;
        return entry === undefined ? [] : [{ type: 'text', text: words.promised(dayInWords(entry.due, locale))[locale], tone: 'muted' }];
      },
    },
  },
});

import type { PluginBlock, SlotText } from '#plugin/define.ts';
import { dayIn, dayInWords, type FollowUp } from './book.ts';

type Locale = 'en' | 'zh-CN';

export const words = {
  done: { en: 'Followed up', 'zh-CN': '已回访' }, later: { en: 'Tomorrow', 'zh-CN': '明天再说' }, gone: { en: 'That is no longer possible', 'zh-CN': '该操作已失效' },
  plan: { en: 'Plan a follow-up', 'zh-CN': '安排回访' }, promise: { en: 'Write and remember it', 'zh-CN': '写入并记住' }, unsolved: { en: 'Chat that was not solved', 'zh-CN': '未解决的会话' },
  promised: (day: string) => ({ en: `You will hear from us by ${day}.`, 'zh-CN': `我们会在${day}之前联系您。` }),
} as const;

/** What happens to it next: on every line of the list, and beside the chat. */
const buttonsOf = ({ chat }: FollowUp) => [{ text: { en: 'Done', 'zh-CN': '完成' }, action: 'done', values: { chat } }, { text: words.later, action: 'later', values: { chat } }];
const tagOf = ({ due }: FollowUp, today: string) =>
  due < today ? { text: { en: 'Overdue', 'zh-CN': '已逾期' }, tone: 'danger' as const } : due === today ? { text: { en: 'Today', 'zh-CN': '今天' }, tone: 'warning' as const } : undefined;
const titleOf = ({ note, who }: FollowUp): SlotText => note || who || words.unsolved;

export function blocksOf(entries: readonly FollowUp[], locale: Locale, today: string): readonly PluginBlock[] {
  if (entries.length === 0) return [{ type: 'empty', icon: 'calendar', title: { en: 'Nobody is waiting for an answer', 'zh-CN': '没有待回访的访客' }, lead: { en: 'Plan a follow-up beside a chat.', 'zh-CN': '可以在会话右侧安排回访。' } }];
  const items = entries.slice(0, 100).map((entry) => ({
    title: titleOf(entry), detail: entry.note !== '' && entry.who !== '' ? `${entry.who} · ${dayInWords(entry.due, locale)}` : dayInWords(entry.due, locale),
    tag: tagOf(entry, today), href: `/console/ended/${entry.chat}`, buttons: buttonsOf(entry),
  }));
  return [{ type: 'list', items }];
}

export function formFor(entry: FollowUp | undefined, locale: Locale, due: string): readonly PluginBlock[] {
  if (entry === undefined) {
    const fields = [
      { kind: 'date', name: 'due', label: { en: 'Day', 'zh-CN': '日期' }, value: due, required: true },
      { kind: 'text', name: 'note', label: { en: 'What about', 'zh-CN': '事项' } },
    ] as const;
    return [{ type: 'form', action: 'plan', submit: words.plan, fields }];
  }
  const note = entry.note === '' ? [] : [{ label: { en: 'What about', 'zh-CN': '事项' }, value: entry.note }];
  return [{ type: 'fields', fields: [{ label: { en: 'Day', 'zh-CN': '日期' }, value: dayInWords(entry.due, locale) }, ...note] }, { type: 'buttons', buttons: buttonsOf(entry) }];
}

/** The next seven days as bars. In its frame it draws what it likes; only numbers and dates of its own go into the HTML. */
export function week(entries: readonly FollowUp[], locale: Locale, today: string): string {
  const days = Array.from({ length: 7 }, (_, ahead) => dayIn(ahead, Date.parse(today)));
  const counts = days.map((day) => entries.filter(({ due }) => due === day).length);
  const most = Math.max(1, ...counts);
  const inShort = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', timeZone: 'UTC' });
  const bars = days.map((day, index) => `<button data-day="${day}"><b>${counts[index]}</b><i style="height:${(120 * (counts[index] ?? 0)) / most + 2}px"></i><span>${inShort.format(new Date(day))}</span></button>`);
  return `<style>main{display:flex;gap:8px}button{flex:1;display:flex;flex-direction:column;justify-content:end;align-items:center;height:200px;padding:0;border:0;background:none;color:inherit;font:inherit}
i{width:100%;margin:4px 0;border-radius:4px;background:#2a7f7f}span{height:40px}p{min-height:20px}</style><main>${bars.join('')}</main><p role="status"></p>
<script>document.querySelector('main').onclick = async ({ target }) => {
  const day = target.closest('button')?.dataset.day;
  if (day) document.querySelector('p').textContent = (await parlor.act('day', { day })).join(', ');
};</script>`;
}

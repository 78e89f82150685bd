import type { PluginBlock, SlotAnswer, SlotText } from 'parlor/plugin';
import type { Own } from './config.ts';
import { attempts, type Attempt } from './journal.ts';
import { standingOf, switchOn, type Standing } from './standing.ts';

const words = {
  endpoints: { en: 'Endpoints', 'zh-CN': '接收端' }, attempts: { en: 'Last deliveries', 'zh-CN': '最近的投递' },
  fine: { en: 'Working', 'zh-CN': '正常' }, failing: { en: 'Failing', 'zh-CN': '失败中' }, off: { en: 'Switched off', 'zh-CN': '已停用' },
  none: { en: 'Nothing has been delivered yet', 'zh-CN': '还没有投递记录' }, on: { en: 'Switch on again', 'zh-CN': '重新启用' }, isOn: { en: 'It is on again', 'zh-CN': '已重新启用' },
  again: { en: 'Send again', 'zh-CN': '重新发送' }, sent: { en: 'It is sent again', 'zh-CN': '已重新发送' }, gone: { en: 'That is not possible any more', 'zh-CN': '该操作已失效' },
  taken: { en: 'Taken', 'zh-CN': '已接收' }, notTaken: { en: 'Not taken', 'zh-CN': '未接收' },
} as const;

type Locale = 'en' | 'zh-CN';

const when = (at: number, locale: Locale): string => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' }).format(at);
const hostOf = (url: string): string => URL.parse(url)?.host ?? url;

/** Which endpoints take what they are sent, and what was sent last. The address without its path: that may hold a secret. */
export async function render(ctx: Own, { locale }: { readonly locale: Locale }): Promise<readonly PluginBlock[]> {
  const endpoints = await Promise.all(ctx.config.endpoints.map(async ({ id, url }) => ({ id, url, standing: await standingOf(ctx, id) })));
  const sent = await attempts(ctx);
  return [
    { type: 'heading', text: words.endpoints },
    { type: 'list', items: endpoints.map(({ id, standing, url }) => ({
      title: id, detail: [hostOf(url), reasonOf(standing, locale)].filter((part) => part !== '').join(' · '), tag: tagOf(standing),
      ...(standing.off === null ? {} : { buttons: [{ text: words.on, action: 'on', values: { endpoint: id }, style: 'primary' as const }] }),
    })) },
    { type: 'heading', text: words.attempts },
    sent.length === 0 ? { type: 'empty', title: words.none } : { type: 'list', items: sent.map((attempt) => itemOf(attempt, locale)) },
  ];
}

function itemOf({ at, delivery, endpoint, error, status, took }: Attempt, locale: Locale) {
  const parts = [endpoint, when(at, locale), `${took} ms`, error ?? String(status), delivery.id];
  return {
    title: delivery.event, detail: parts.join(' · '),
    tag: error === null ? { text: words.taken, tone: 'success' as const } : { text: words.notTaken, tone: 'danger' as const },
    buttons: [{ text: words.again, action: 'again', values: { id: delivery.id, endpoint } }],
  };
}

function tagOf({ failingSince, off }: Standing): { readonly text: SlotText; readonly tone: 'success' | 'warning' | 'danger' } {
  if (off !== null) return { text: words.off, tone: 'danger' };
  return failingSince === null ? { text: words.fine, tone: 'success' } : { text: words.failing, tone: 'warning' };
}

const reasonOf = ({ failingSince, off }: Standing, locale: Locale): string =>
  (off === null ? (failingSince === null ? '' : when(failingSince, locale)) : `${when(off.at, locale)} · ${off.error}`);

/** What a browser sends is not believed. */
export async function act(ctx: Own, { action, values }: { readonly action: string; readonly values: Readonly<Record<string, unknown>> }): Promise<SlotAnswer> {
  const { endpoint, id } = values;
  const known = ctx.config.endpoints.find((each) => each.id === endpoint);
  if (action === 'on' && known !== undefined) {
    await switchOn(ctx, known.id);
    return { toast: { text: words.isOn } };
  }
  const attempt = action === 'again' ? (await attempts(ctx)).find((each) => each.endpoint === endpoint && each.delivery.id === id) : undefined;
  if (attempt === undefined || known === undefined) return { toast: { text: words.gone, tone: 'danger' } };
  // Out of the chat's own order, which has gone on since.
  await ctx.queue.add('deliver', { key: `again:${known.id}:${attempt.delivery.id}`, payload: { endpoint: known.id, delivery: attempt.delivery } });
  return { toast: { text: words.sent } };
}

import type { PluginBlock, SlotConversation } from 'parlor/plugin';
import type { Own } from './config.ts';
import { creditOf, known } from './credit.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Beside a chat: how many messages WeChat still takes, and how long. */
export async function panel(ctx: Own, { channel }: SlotConversation): Promise<readonly PluginBlock[]> {
  if (channel === null) return [];
  const now = Date.now();
  const person = await known(ctx, { account: channel.account, openid: channel.externalId });
  const { left, of, until } = creditOf(person, now);
  if (left === null) return [];
  const { place, scene } = person.facts;
  return [
    {
      type: 'fields', fields: [
        { label: { en: 'Messages left', 'zh-CN': '剩余条数' }, value: { en: `${left} of ${of}`, 'zh-CN': `${left} / ${of}` } },
        { label: { en: 'Still for', 'zh-CN': '剩余时间' }, value: lasting(until - now) },
        ...(scene === undefined ? [] : [{ label: { en: 'QR code', 'zh-CN': '二维码场景' }, value: scene }]),
        ...(place === undefined ? [] : [{ label: { en: 'Location', 'zh-CN': '位置' }, value: place }]),
      ],
    },
    ...(left === 0 ? [{ type: 'text', tone: 'warning', text: { en: 'WeChat allows no more messages until they write again.', 'zh-CN': '对方再次发言之前，微信不接收消息。' } } as const] : []),
  ];
}

/** Days have too few digits, and seconds too many. */
function lasting(ms: number): { readonly en: string; readonly 'zh-CN': string } {
  if (ms <= 0) return { en: 'over', 'zh-CN': '已过期' };
  const [count, en, zh] = ms >= HOUR_MS ? [Math.floor(ms / HOUR_MS), 'h', '小时'] : [Math.ceil(ms / MINUTE_MS), 'min', '分钟'];
  return { en: `${count} ${en}`, 'zh-CN': `${count} ${zh}` };
}

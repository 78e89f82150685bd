import type { IncomingMessage, Reach } from 'parlor/plugin';
import { accountOf, type Own } from './config.ts';
import { creditOf, known } from './credit.ts';

/** So many messages until so long after they were heard; nobody knows of somebody who was not heard since the plugin is here. */
export async function reach(ctx: Own, { account, externalId }: Pick<IncomingMessage, 'account' | 'externalId'>): Promise<Reach> {
  if (accountOf(ctx, account) === undefined) return { possible: false, reason: { en: 'The account is not connected any more.', 'zh-CN': '该公众号已不再接入。' } };
  const { left, until } = creditOf(await known(ctx, { account, openid: externalId }), Date.now());
  if (left === null) return { possible: true };
  return left > 0 ? { possible: true, left, until } : { possible: false, reason: { en: 'WeChat allows no more messages until they write again.', 'zh-CN': '对方再次发言之前，微信不接收消息。' } };
}

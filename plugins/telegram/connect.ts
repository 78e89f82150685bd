import type { WorkOutcome, WorkPiece } from 'parlor/plugin';
import { BotApiError, call } from './api.ts';
import { accountOf, webhookSecretOf, type Own } from './config.ts';
import { ALLOWED_UPDATES } from './updates.ts';

/** Updates that Telegram brings at a time: fewer than a node answers at a time, and those of one person one after the other. */
const MOST_AT_A_TIME = 40;

/** Every bot is told where to bring what it hears. As work: once in the cluster, and again while Telegram is away. */
export const connectAll = ({ config: { accounts }, queue }: Own): Promise<void> => queue.add('connect', ...accounts.map(({ id }) => ({ key: id, payload: null })));

export async function connect(ctx: Own, { key }: WorkPiece): Promise<WorkOutcome | undefined> {
  const account = accountOf(ctx, key);
  if (account === undefined) return undefined;
  try {
    if (account.mode === 'polling') await call(ctx, account, 'deleteWebhook', {});
    else if (ctx.routesUrl === null) return await giveUp(ctx, key, 'PUBLIC_URL is not set', '未设置 PUBLIC_URL');
    else await call(ctx, account, 'setWebhook', { url: `${ctx.routesUrl}/${key}/updates`, secret_token: webhookSecretOf(account), allowed_updates: ALLOWED_UPDATES, max_connections: MOST_AT_A_TIME });
    return undefined;
  } catch (error) {
    if (!(error instanceof BotApiError)) throw error;
    const { message, retryAfter, status } = error;
    if (status === 429 && retryAfter !== undefined) return { error: message, retryMs: retryAfter * 1_000 };
    return status === 429 || status >= 500 ? { error: message } : giveUp(ctx, key, message, message);
  }
}

/** Nobody comes in by this bot until somebody has looked at it. */
async function giveUp({ notice }: Own, account: string, en: string, zh: string): Promise<WorkOutcome> {
  await notice({ en: `The bot ${account} cannot be connected: ${en}. Mend it in the settings, and switch Telegram off and on.`, 'zh-CN': `机器人 ${account} 无法连接：${zh}。请修改设置后重新启用 Telegram 插件。` });
  return { dead: en };
}

/** The plugin goes: Telegram has nobody to call any more. What does not succeed now is no harm; nobody answers there. */
export async function disconnectAll(ctx: Own): Promise<void> {
  await Promise.allSettled(ctx.config.accounts.filter(({ mode }) => mode === 'webhook').map((account) => call(ctx, account, 'deleteWebhook', {})));
}

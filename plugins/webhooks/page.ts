import type { SlotAnswer } from 'parlor/plugin';
import type { Own } from './config.ts';
import { attempts, type Attempt } from './journal.ts';
import { standingOf, switchOn } from './standing.ts';

const hostOf = (url: string): string => URL.parse(url)?.host ?? url;

/** Which endpoints take what they are sent, and what was sent last. Of an address only the host: its path may hold a secret. */
async function look(ctx: Own) {
  const endpoints = await Promise.all(ctx.config.endpoints.map(async ({ id, url }) => ({ id, host: hostOf(url), ...(await standingOf(ctx, id)) })));
  const sent = (await attempts(ctx)).map(({ at, delivery: { event, id }, endpoint, error, status, took }) => ({ endpoint, id, event, at, took, status, error }));
  return { endpoints, attempts: sent };
}

/** What the page asks and does. What a browser sends is not believed. */
export async function act(ctx: Own, { action, values: { endpoint, id } }: { readonly action: string; readonly values: Readonly<Record<string, unknown>> }): Promise<SlotAnswer> {
  if (action === 'look') return { data: await look(ctx) };
  const known = ctx.config.endpoints.find((each) => each.id === endpoint);
  if (action === 'on' && known !== undefined) {
    await switchOn(ctx, known.id);
    return { data: true };
  }
  const attempt = (await attempts(ctx)).find((each) => each.endpoint === endpoint && each.delivery.id === id);
  if (action === 'content') return { data: contentOf(attempt) };
  if (action !== 'again' || attempt === undefined || known === undefined) return { data: false };
  // Out of the chat's own order, which has gone on since.
  await ctx.queue.add('deliver', { key: `again:${known.id}:${attempt.delivery.id}`, payload: { endpoint: known.id, delivery: attempt.delivery } });
  return { data: true };
}

/** As it was posted; null for one that the list has no more. */
const contentOf = (attempt: Attempt | undefined): string | null => (attempt === undefined ? null : JSON.stringify(attempt.delivery, null, 2));

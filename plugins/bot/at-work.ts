import type { BotAnswer, BotTurn, PluginBlock, RouteAnswer, RouteRequest, SlotActRequest, SlotAnswer, SlotRequest } from 'parlor/plugin';
import { Brains } from './brain.ts';
import { open } from './compat/door.ts';
import { functionPool } from './compat/functions.ts';
import { Lanes } from './compat/lanes.ts';
import { Minds } from './compat/mind.ts';
import { Counts } from './counts.ts';
import { tidy } from './library.ts';
import type { Own } from './own.ts';
import { Gate } from './outside/gate.ts';
import { act } from './page.ts';
import { actInPanel, panel } from './panel.ts';
import { Posts } from './posts.ts';
import { trimAll } from './record/chunks.ts';
import { Records } from './record/record.ts';
import { answerIn } from './turn.ts';

export { takeFormerMutes } from './compat/former-mutes.ts';

const posts = new Posts();
const around = { brains: new Brains(), minds: new Minds(), counts: new Counts(), records: new Records(), lanes: new Lanes(), gate: new Gate(), pool: functionPool() };
const beside = (ctx: Own) => ({ ...around, changed: () => posts.tell(ctx) });

export async function begin(ctx: Own): Promise<void> {
  const now = Date.now();
  void tidy(ctx, now).catch((error: unknown) => ctx.log('what belongs to bots that were removed is not cleared yet', { error: String(error) }));
  void trimAll(ctx, now).catch((error: unknown) => ctx.log('what bots said long ago is not cleared yet', { error: String(error) }));
  await posts.begin(ctx);
}

export async function end(ctx: Own): Promise<void> {
  posts.end(ctx);
  await Promise.all([around.counts.write(ctx), around.records.write(ctx)]);
  // With new values the next activation is there already, and its functions run in the same threads.
  if (posts.isIdle) await around.pool.stop();
}

export const answer = (ctx: Own, turn: BotTurn): Promise<BotAnswer | undefined> => answerIn(ctx, turn, around);
export const serve = (ctx: Own, request: RouteRequest): Promise<RouteAnswer> => open(ctx, request, beside(ctx));
export const onPage = (ctx: Own, request: SlotActRequest<'page'>): Promise<SlotAnswer> => act(ctx, request, beside(ctx));
export const inPanel = (ctx: Own, request: SlotRequest<'conversation.panel'>): Promise<readonly PluginBlock[]> => panel(ctx, request, around);
export const pressedInPanel = (ctx: Own, request: SlotActRequest<'conversation.panel'>): Promise<SlotAnswer | void> => actInPanel(ctx, request, beside(ctx));

import { gather } from './audience.ts';
import { change, close, find, keepProgress, openIds, progressOf, type Progress } from './book.ts';
import { flawIn, type Broadcast } from './broadcast.ts';
import type { Own } from './config.ts';
import { send, settle, type Sent } from './send.ts';

/** How soon the next round comes, ms: while something is under way, and else. */
const BUSY_MS = 1_000;
const IDLE_MS = 3_000;
/** How long people are written down before others have their turn, ms. */
const GATHER_MS = 5_000;

/** One round: each broadcast that is due goes on for a moment, the oldest first. On one node at a time. */
export async function round(ctx: Own): Promise<{ readonly restMs: number }> {
  let busy = false;
  const failed: unknown[] = [];
  for (const id of await openIds(ctx)) {
    try {
      const known = await find(ctx, id);
      if (known === undefined) await close(ctx, id);
      const broadcast = await begun(ctx, known);
      if (broadcast !== undefined) busy = (await goOn(ctx, broadcast)) || busy;
    } catch (error) {
      failed.push(error);
    }
  }
  // Those behind it had their turn; that one cannot go on is shown, and tried again.
  if (failed.length > 0) throw failed[0];
  return { restMs: busy ? BUSY_MS : IDLE_MS };
}

const isDue = ({ at }: Broadcast, now: number): boolean => (at ?? Infinity) <= now;

/** One whose time has come begins; one that an earlier release let out with what must not be sent is a draft again. */
async function begun(ctx: Own, broadcast: Broadcast | undefined): Promise<Broadcast | undefined> {
  const now = Date.now();
  if (broadcast?.stage !== 'scheduled' || !isDue(broadcast, now)) return broadcast;
  return change(ctx, broadcast.id, ['scheduled'], (current) => {
    // Put off meanwhile.
    if (!isDue(current, now)) return {};
    return flawIn(current) === undefined ? { stage: 'running', begunAt: now } : { stage: 'draft', at: null, heldAt: current.at };
  });
}

/** Whether there is more to do. */
async function goOn(ctx: Own, broadcast: Broadcast): Promise<boolean> {
  const { id, stage } = broadcast;
  if (stage !== 'running' && stage !== 'stopping') {
    if (stage === 'done') await close(ctx, id);
    return false;
  }
  const before = await progressOf(ctx, id);
  if (stage === 'running' && !before.gathered) {
    await gather(ctx, broadcast, before, GATHER_MS);
    return true;
  }
  const { asked, progress } = before.page < before.pages ? await send(ctx, broadcast, before) : await rest(ctx, id, before);
  if (asked || progress.waiting.length > 0) return true;
  if (stage === 'stopping') await change(ctx, id, ['stopping'], () => ({ stage: 'stopped' }));
  else if (progress.page >= progress.pages && (await change(ctx, id, ['running'], () => ({ stage: 'done', endedAt: Date.now() }))) !== undefined) await close(ctx, id);
  return true;
}

/** Everybody has had their turn. */
async function rest(ctx: Own, id: string, before: Progress): Promise<Sent> {
  const progress = { ...before, waiting: await settle(ctx, before) };
  await keepProgress(ctx, id, progress);
  return { progress, asked: false };
}

import type { Flow } from './schema.ts';
import type { FlowState, Waiting } from './state.ts';
import { wordsOf } from './texts.ts';
import type { Turn } from './turn.ts';

type Late = { readonly [Kind in 'api' | 'faq']: (call: Waiting & { readonly for: Kind }) => void };

/** What is due by the time: an answer that did not come, or a visitor who says nothing. */
export function passTime(turn: Turn, now: number, late: Late): void {
  const { flow, state: { lastAt, nudged, status, waiting } } = turn;
  if (flow === undefined) return turn.run();
  if (waiting?.for === 'api' && now >= waiting.until) return late.api(waiting);
  if (waiting?.for === 'faq' && now >= waiting.until) return late.faq(waiting);
  if (waiting?.for !== 'answer') return;
  const { endMs, nudgeMs, parkMs } = flow.timeouts;
  const idle = now - lastAt;
  if (endMs !== null && idle >= endMs) {
    turn.note('end', `silent for ${idle} ms`);
    return turn.end('time');
  }
  if (status === 'parked') return;
  if (parkMs !== null && idle >= parkMs) {
    turn.note('park', `silent for ${idle} ms`);
    turn.set({ status: 'parked' });
    return turn.effect({ is: 'park' });
  }
  if (nudgeMs === null || nudged || idle < nudgeMs) return;
  turn.note('nudge', `silent for ${idle} ms`);
  turn.effect({ is: 'say', text: wordsOf(flow, 'nudge'), choices: [] });
  // Not a message that the silence begins anew with.
  turn.set({ nudged: true });
}

/** When the next `tick` is due, ms since the epoch; null while there is nothing to wait for. `flow` is that of the last frame. */
export function nextTick({ timeouts: { endMs, nudgeMs, parkMs } }: Flow, { lastAt, nudged, status, waiting }: FlowState): number | null {
  if (waiting === null || status === 'paused') return null;
  if (waiting.for !== 'answer') return waiting.until;
  const open = status === 'parked' ? [endMs] : [nudged ? null : nudgeMs, parkMs, endMs];
  const due = open.filter((ms) => ms !== null);
  return due.length === 0 ? null : lastAt + Math.min(...due);
}

import type { ChatSnapshot } from '#sdk/index.ts';
import { isBotId } from '#domain/participant.ts';

/** Whether bots take part in a chat, and keep quiet: what was held at the opening, and what has happened since. */
export function botsIn({ events, state }: Pick<ChatSnapshot, 'events' | 'state'>): 'none' | 'active' | 'paused' {
  const last = events.findLast(({ type }) => type === 'bots.paused' || type === 'bots.resumed');
  if (last === undefined ? state?.botsPaused === true : last.type === 'bots.paused') return 'paused';
  return events.some(({ by }) => isBotId(by)) || (state?.bots.length ?? 0) > 0 ? 'active' : 'none';
}

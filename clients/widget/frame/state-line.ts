import type { VisitorSnapshot } from '#sdk/index.ts';
import type { Locale } from '#ui/locale.ts';
import type { Phase } from './chat.ts';
import { peopleOf } from './names.ts';
import type { SessionState } from './session.ts';
import { errorText } from './words/words.ts';
import type { Words } from './words/words.ts';

/** How the dot before the line looks; the words say the same. */
export type Mark = 'active' | 'queued' | 'closed' | 'danger';

export interface StateLine {
  readonly mark: Mark;
  readonly text: string;
}

interface Now {
  readonly phase: Phase;
  readonly session: SessionState;
  readonly picture: Pick<VisitorSnapshot, 'connection' | 'queue' | 'state' | 'events'>;
  readonly locale: Locale;
}

/** The one true sentence of the header: about the line when it is down, else about the chat. */
export function stateLine({ phase, session, picture, locale }: Now, words: Words): StateLine {
  const line = words.state;
  if (session.status === 'refused') return { mark: 'danger', text: errorText(session.code, locale) };
  if (session.status === 'unreachable') return { mark: 'queued', text: line.unreachable };
  if (phase === 'fresh') return session.status === 'open' ? welcomeLine(session.session, words) : { mark: 'closed', text: line.connecting };
  const { connection } = picture;
  if (connection.status === 'stopped') return { mark: 'danger', text: errorText(typeof connection.code === 'string' ? connection.code : 'ticket.invalid', locale) };
  if (isDown(picture)) return { mark: 'queued', text: line.reconnecting };
  if (phase === 'loading' || picture.state === null) return { mark: 'closed', text: line.connecting };
  return phase === 'ended' ? { mark: 'closed', text: line.ended } : servedLine(picture, words);
}

/** The line broke, or could not be had at all. The first attempt is not news. */
export const isDown = ({ connection, state }: Pick<VisitorSnapshot, 'connection' | 'state'>): boolean =>
  connection.status === 'waiting' || (connection.status === 'connecting' && state !== null);

/** Nobody is there for who writes now: before the first words as when the page was opened, then as the queue says. */
export function isUnattended({ phase, picture: { queue, state }, session }: Pick<Now, 'phase' | 'picture' | 'session'>): boolean {
  if (session.status !== 'open' || (phase !== 'fresh' && phase !== 'open')) return false;
  if (phase === 'open' && (state?.status ?? 'queued') !== 'queued') return false;
  return !(queue?.staffed ?? session.session.staffed);
}

function welcomeLine({ staffed, waiting }: { readonly staffed: boolean; readonly waiting: number }, { state }: Words): StateLine {
  if (!staffed) return { mark: 'closed', text: state.away };
  return { mark: 'active', text: waiting > 0 ? state.busy(waiting) : state.staffed };
}

function servedLine({ queue, state, events }: Now['picture'], words: Words): StateLine {
  const line = words.state;
  if (state !== null && state.assignee !== null) {
    const name = peopleOf({ events, state }).get(state.assignee)?.name ?? words.somebody;
    return { mark: 'active', text: line.here(name) };
  }
  if (queue === null) return { mark: 'queued', text: line.waiting };
  if (!queue.staffed) return { mark: 'closed', text: line.left };
  return { mark: 'queued', text: queue.seconds === null ? line.position(queue.position) : line.positionAndTime(queue.position, queue.seconds) };
}

import type { ConversationEvent, EventOf } from '#domain/events.ts';
import type { Participant, ParticipantId } from '#domain/participant.ts';
import { findParticipant } from '#domain/state.ts';
import type { Store } from '#store/store.ts';
import type { ChatLog } from './chat-log.ts';

/** Public events read back at a time: who says something came in not long before. */
const PAGE = 50;

export interface SpeakerDeps {
  readonly actorId: number;
  readonly log: Pick<ChatLog, 'durable'>;
  readonly store: Pick<Store, 'events' | 'lines'>;
}

/**
 * Who said something publicly. Whoever follows the log hears of it later than it happened, and the speaker may be gone by then: a bot says its
 * last words and hands over in one commit. So who takes part no more is looked for where the log says that they came in. Null for what
 * is said to many: nobody in particular does.
 */
export async function speakerOf({ announcement, by, publicSeq }: EventOf<'message.posted'>, { actorId, log, store: { events, lines } }: SpeakerDeps): Promise<Participant | null> {
  if (announcement !== undefined) return null;
  const here = findParticipant(log.durable, by);
  if (here !== undefined) return here;
  for (let before = publicSeq ?? 0; before > 1;) {
    const page = lines.events(actorId, await events.publicBefore(actorId, before, PAGE));
    const entered = page.map((event) => enteredIn(event, by)).findLast((participant) => participant !== null);
    if (entered != null) return entered;
    before = page[0]?.publicSeq ?? 0;
  }
  return null;
}

function enteredIn(event: ConversationEvent, id: ParticipantId): Participant | null {
  const entered = event.type === 'conversation.assigned' ? event.assignee : event.type === 'participant.joined' ? event.participant : null;
  return entered?.id === id ? entered : null;
}

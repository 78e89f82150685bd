import type { ConversationEvent, NewPiece, WorkOutcome, WorkPiece } from 'parlor/plugin';
import type { Config } from './config.ts';
import { BrokerError } from './stomp/connection.ts';
import type { Link } from './stomp/link.ts';

/** A worker waits so long for a broker that is away, ms: so few of them look, and not each lane again and again. */
const PATIENCE_MS = 5_000;
/** And looks again after so long, ms. */
const RETRY_MS = 1_000;

/** What waits for the broker: an event as its consumers get it. */
interface Letter {
  readonly conversation: string;
  readonly seq: number;
  readonly type: string;
  readonly body: string;
}

const wants = ({ events, notes }: Config, { publicSeq, type }: ConversationEvent): boolean =>
  (events.length === 0 || (events as readonly string[]).includes(type)) && (publicSeq !== null || notes);

/** In the lane of its chat, under a key that stays the same if the event is observed again; null for what nobody asked for. */
export function letterFor(config: Config, event: ConversationEvent, conversation: string): NewPiece | null {
  if (!wants(config, event)) return null;
  const { seq, type } = event;
  const letter: Letter = { conversation, seq, type, body: JSON.stringify({ conversation, ...event }) };
  return { key: `${conversation}-${seq}`, lane: conversation, payload: letter };
}

/** Sent where the broker says so, and only there: what it gave no receipt for is sent again, under the same id. */
export async function publish(link: Link, { eventsTo }: Config, { key, payload }: WorkPiece): Promise<WorkOutcome | undefined> {
  const { body, conversation, seq, type } = payload as Letter;
  try {
    const connection = await link.connection(PATIENCE_MS);
    await connection.send(eventsTo, { persistent: 'true', 'content-type': 'application/json', 'event-id': key, conversation, seq: String(seq), type }, body);
    return undefined;
  } catch (error) {
    if (error instanceof BrokerError) return { error: error.message, retryMs: RETRY_MS };
    throw error;
  }
}

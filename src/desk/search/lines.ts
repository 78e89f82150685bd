import type { ConversationEvent, EventOf } from '#domain/events.ts';
import { folded } from '#domain/words.ts';
import type { StoredEvent } from '#store/events.repository.ts';
import type { Store } from '#store/store.ts';

/** Chats whose logs are read together, and events of them. On SQLite the event loop stands still for it, some ms. */
const TOGETHER = 25;
const MOST_TOGETHER = 1_500;
/** Events of a longer log that are read at a time. */
const PAGE = 500;
/** UTF-16 units of one chat that can be found, its newest: some 2,000 messages. */
const MOST_UNITS = 100_000;

/** A message, to be found by its words. */
export interface Line {
  /** Its position in the log. */
  readonly seq: number;
  /** Folded, without a line break. */
  readonly words: string;
}

/** What people, and bots to them, said: the words, the name of a file, what there was to choose from. What bots suggest to agents was not said. */
export function wordsSaid({ body: { choices = [], file, text }, kind }: EventOf<'message.posted'>): string {
  return kind === 'suggestion' || kind === 'system' ? '' : [file?.name ?? '', text, ...choices].filter((part) => part !== '').join(' ');
}

type Logs = Pick<Store, 'events' | 'lines'>;

/** What was said in these chats, from their logs, oldest first; notes as well, for whoever may open a chat reads them there. */
export async function linesOf(store: Logs, chats: readonly number[]): Promise<ReadonlyMap<number, readonly Line[]>> {
  const lines = new Map<number, readonly Line[]>();
  for (let at = 0; at < chats.length; at += TOGETHER) {
    const some = chats.slice(at, at + TOGETHER).sort((a, b) => a - b);
    const rows = await store.events.ofAll(some, MOST_TOGETHER);
    const logs = Map.groupBy(rows, ({ conversationId }) => conversationId);
    // The last log may have been cut off, and those behind it are missing.
    const whole = rows.length < MOST_TOGETHER ? Infinity : (rows.at(-1)?.conversationId ?? 0);
    for (const id of some) lines.set(id, id < whole ? newest(linesIn(store, id, logs.get(id) ?? [])) : await linesOfOne(store, id));
  }
  return lines;
}

async function linesOfOne(store: Logs, chat: number): Promise<readonly Line[]> {
  let lines: readonly Line[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; unitsOf(lines) < MOST_UNITS;) {
    const page = await store.events.before(chat, before, PAGE);
    lines = [...linesIn(store, chat, page), ...lines];
    const [first] = page;
    if (first === undefined || page.length < PAGE) break;
    before = first.seq;
  }
  return newest(lines);
}

function linesIn({ lines }: Logs, conversation: number, log: readonly StoredEvent[]): readonly Line[] {
  return lines.events(conversation, log).flatMap((event) => {
    const words = isSaid(event) ? folded(wordsSaid(event)).trim() : '';
    return words === '' ? [] : [{ seq: event.seq, words }];
  });
}

const isSaid = (event: ConversationEvent): event is EventOf<'message.posted'> => event.type === 'message.posted';
const unitsOf = (lines: readonly Line[]): number => lines.reduce((sum, { words }) => sum + words.length, 0);

/** The last of them that have {@link MOST_UNITS} together. */
function newest(lines: readonly Line[]): readonly Line[] {
  let units = 0;
  const first = lines.findLastIndex(({ words }) => (units += words.length) > MOST_UNITS);
  return lines.slice(first + 1);
}

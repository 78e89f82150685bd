import type { ConversationEvent, EventOf } from '#domain/events.ts';
import { folded } from '#domain/words.ts';
import type { EventRepository } from '#store/events.repository.ts';
import { decodeEvent, type LogLine } from '#wire/log-line.ts';
import type { Illegible } from './illegible.ts';

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

/** Logs as they are, also where somebody has broken them. */
export interface Logs {
  readonly events: Pick<EventRepository, 'before' | 'ofAll'>;
  readonly illegible: Illegible;
}

/** What was said in these chats, from their logs, oldest first; notes as well, for whoever may open a chat reads them there. */
export async function linesOf({ events, illegible }: Logs, chats: readonly number[]): Promise<ReadonlyMap<number, readonly Line[]>> {
  const lines = new Map<number, readonly Line[]>();
  for (let at = 0; at < chats.length; at += TOGETHER) {
    const some = chats.slice(at, at + TOGETHER).sort((a, b) => a - b);
    const rows = await events.ofAll(some, MOST_TOGETHER);
    const logs = Map.groupBy(rows, ({ conversationId }) => conversationId);
    // The last log may have been cut off, and those behind it are missing.
    const whole = rows.length < MOST_TOGETHER ? Infinity : (rows.at(-1)?.conversationId ?? 0);
    for (const id of some) lines.set(id, id < whole ? newest(linesIn(id, logs.get(id) ?? [], illegible)) : await linesOfOne({ events, illegible }, id));
  }
  return lines;
}

async function linesOfOne({ events, illegible }: Logs, chat: number): Promise<readonly Line[]> {
  let lines: readonly Line[] = [];
  for (let before = Number.MAX_SAFE_INTEGER; unitsOf(lines) < MOST_UNITS;) {
    const page = await events.before(chat, before, PAGE);
    lines = [...linesIn(chat, page, illegible), ...lines];
    const [first] = page;
    if (first === undefined || page.length < PAGE) break;
    before = first.seq;
  }
  return newest(lines);
}

function linesIn(conversation: number, log: readonly (LogLine & Pick<Line, 'seq'>)[], illegible: Illegible): readonly Line[] {
  return log.flatMap((line) => {
    const { seq } = line;
    const words = illegible.try({ conversation, seq }, () => {
      const event = decodeEvent(line);
      return isSaid(event) ? folded(wordsSaid(event)).trim() : '';
    });
    return words === undefined || words === '' ? [] : [{ seq, words }];
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

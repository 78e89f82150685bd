import { setTimeout as sleep } from 'node:timers/promises';
import { RefusalError } from '#domain/errors.ts';
import { agentOf, isVisitorId } from '#domain/participant.ts';
import { codeAsked, isNamelessAsked, visitorCode } from '#domain/visitor-code.ts';
import { excerptOf, folded, wordsOf } from '#domain/words.ts';
import type { Agent } from '#store/agents.repository.ts';
import { placeOf, type Candidate, type Sought } from '#store/chat-words.repository.ts';
import type { Store } from '#store/store.ts';
import type { FoundChat, FoundPage, FoundWords } from '#wire/api.ts';
import { cardsOf } from '../card-list.ts';
import { linesOf, wordsSaid, type Line } from './lines.ts';
import { Turns } from './turns.ts';

/** Chats that are looked at together: on SQLite the event loop stands still for them, a few ms. */
const WINDOW = 100;
/** How long one page may look, ms: who looks for what is rare asks for the next. */
const BUDGET_MS = 300;
/** Searches of one agent that wait at once. */
const MOST_WAITING = 6;

export interface ChatSearchQuery extends Omit<Sought, 'seenBy'> {
  /** Words that all stand in the chat, or in what its visitor is called. Without words: all chats that are meant otherwise. */
  readonly text: string;
  /** 1 to 100. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

export interface ChatSearch {
  /** The newest first, of those that the agent may open. With `next` there may be more, also where the page is not full. Throws `busy` where they have asked for too much since, or `gone` says that nobody waits for it. */
  page(by: Agent, query: ChatSearchQuery, gone?: AbortSignal): Promise<FoundPage>;
}

type Source = Pick<Store, 'agents' | 'channelAccounts' | 'chatWords' | 'contacts' | 'conversations' | 'departments' | 'events' | 'lines' | 'people' | 'receipts'>;

export interface ChatSearchOptions {
  readonly store: Source;
  /** Ms; for tests. */
  readonly budget?: number;
}

/**
 * Looks through chats, from the newest on, window by window: by the words that {@link Chronicle} has written down, and by their logs where it has
 * not. `docs/decisions/0013` says why there is no index. One search at a time on a node, of each
 * agent by turns, and for half of its time at most.
 */
export function createChatSearch({ store, budget = BUDGET_MS }: ChatSearchOptions): ChatSearch {
  const turns = new Turns(MOST_WAITING);

  const look = async (by: Agent, { after, limit, text, ...where }: ChatSearchQuery, gone?: AbortSignal): Promise<FoundPage> => {
    const words = wordsOf(text);
    const sought = { ...where, ...(by.role === 'agent' ? { seenBy: { departments: await store.departments.of(by.id), agent: by.id } } : {}) };
    const deadline = performance.now() + budget;
    const found: Candidate[] = [];
    for (let from = after; ;) {
      if (gone?.aborted === true) throw new RefusalError('busy');
      const began = performance.now();
      const { items, next } = await store.chatWords.candidates(sought, WINDOW, from);
      const hits = await matching(items, words, text);
      const left = hits.slice(limit - found.length);
      found.push(...hits.slice(0, limit - found.length));
      const full = found.length === limit ? found.at(-1) : undefined;
      const end = full !== undefined && (left.length > 0 || next !== null || full.id !== items.at(-1)?.id) ? placeOf(full) : next;
      if (end === null || full !== undefined || performance.now() >= deadline) return { items: await shown(found, words), next: end, lookedTo: end === null ? null : Number(end.split('.', 1)[0]) };
      from = end;
      await sleep(performance.now() - began, undefined, { ref: false });
    }
  };

  /** Every word stands in what was said, or in what the visitor is called. */
  const matching = async (rows: readonly Candidate[], words: readonly string[], text: string): Promise<readonly Candidate[]> => {
    if (words.length === 0) return rows;
    const code = codeAsked(text);
    const nameless = isNamelessAsked(text);
    const contacts = [...new Set(rows.map(({ contactId }) => contactId))];
    const [names, emails, written] = await Promise.all([store.people.names(contacts), store.contacts.emailsOf(contacts), store.chatWords.matches(rows.map(({ id }) => id), words)]);
    const isWritten = ({ endedAt, id }: Candidate): boolean => endedAt !== null && written.get(id)?.endedAt === endedAt;
    const unwritten = await linesOf(store, rows.filter((row) => !isWritten(row)).map(({ id }) => id));
    return rows.filter((row) => {
      const name = names.get(row.contactId);
      const number = visitorCode(row.contactId);
      if (name === undefined && (nameless || number === code)) return true;
      const called = folded(`${name ?? number} ${emails.get(row.contactId) ?? ''}`);
      const lines = unwritten.get(row.id);
      const bits = written.get(row.id)?.bits ?? 0;
      return words.every((word, index) => called.includes(word) || (lines === undefined ? (bits & (1 << index)) !== 0 : lines.some((line) => line.words.includes(word))));
    });
  };

  const shown = async (found: readonly Candidate[], words: readonly string[]): Promise<readonly FoundChat[]> => {
    if (found.length === 0) return [];
    const rows = new Map((await store.conversations.byIds(found.map(({ id }) => id))).map((row) => [row.id, row]));
    const [cards, agents, said] = await Promise.all([
      cardsOf(store, found.flatMap(({ id }) => rows.get(id) ?? []), null).then((all) => new Map(all.map((card) => [card.id, card]))),
      store.agents.list().then((all) => new Map(all.map(({ id, name }) => [id, name]))),
      Promise.all(found.map((row) => wordsFrom(row, words))),
    ]);
    return found.flatMap(({ id }, index) => {
      const card = cards.get(rows.get(id)?.publicId ?? '');
      const one = said[index] ?? null;
      return card === undefined ? [] : [{ card, said: one && { ...one, name: agents.get(agentOf(one.from) ?? '') ?? null } }];
    });
  };

  /** The message that has most of the words, the newest of those; null where only the visitor is called so. */
  const wordsFrom = async (row: Candidate, words: readonly string[]): Promise<Omit<FoundWords, 'name'> | null> => {
    if (words.length === 0) return null;
    let best: { readonly line: Line; readonly score: number } | undefined;
    for (const line of await linesFor(row)) {
      const score = words.filter((word) => line.words.includes(word)).length;
      if (score > 0 && score >= (best?.score ?? 0)) best = { line, score };
    }
    const stored = best && (await store.events.at(row.id, best.line.seq));
    const event = stored && store.lines.event(row.id, stored);
    if (event?.type !== 'message.posted') return null;
    return { seq: event.seq, text: excerptOf(wordsSaid(event), words), from: isVisitorId(event.by) ? null : event.by, note: event.publicSeq === null };
  };

  const linesFor = async ({ endedAt, id }: Candidate): Promise<readonly Line[]> => {
    const written = endedAt === null ? undefined : await store.chatWords.of(id);
    if (written === undefined || written.endedAt !== endedAt) return (await linesOf(store, [id])).get(id) ?? [];
    const seqs = written.seqs.split(',');
    return written.words.split('\n').map((words, index) => ({ words, seq: Number(seqs[index]) }));
  };

  return { page: (by, query, gone) => turns.take(by.id, () => look(by, query, gone)) };
}

import { fillIn, strangersIn, z } from 'parlor/plugin';
import { slipsBetween } from './slips.ts';

/** Whose it is: everybody's, of whoever serves chats of a department (`d:<id>`), or of one agent (`a:<id>`). */
export type Shelf = 'all' | `d:${string}` | `a:${string}`;

/** The plugin takes no longer text: with its neighbours it has to fit into an answer. Characters. */
export const MAX_TEXT = 4_000;
const line = (max: number) => z.string().trim().max(max).regex(/^[^\r\n]*$/).refine((text) => text.isWellFormed());

export const replyId = z.string().regex(/^[0-9a-f]{20}$/);
export const shelf = z.custom<Shelf>((value) => typeof value === 'string' && /^(?:all|[ad]:[0-9A-Za-z_-]{1,40})$/.test(value));
export const words = z.object({
  title: line(120).min(1),
  /** What one types behind the `/`; empty for none. */
  shortcut: z.string().trim().regex(/^\/?[\p{L}\p{N}_-]{0,32}$/u).transform((text) => text.replace(/^\//, '')),
  text: z.string().trim().min(1).max(MAX_TEXT).refine((text) => text.isWellFormed()),
});
export type Words = z.output<typeof words>;

export interface Reply extends Words {
  readonly id: string;
  readonly shelf: Shelf;
  /** Who wrote it last: a name. */
  readonly by: string;
  /** When, ms since the epoch; later each time, so that it tells one wording from the next. */
  readonly at: number;
  /** How often it was put into a chat. */
  readonly uses: number;
}

/** For whom its words are filled in. */
export interface Occasion {
  /** Null for a visitor who has not said it. */
  readonly name: string | null;
  readonly agent: string;
  readonly department: string;
}

/** With what stands for its placeholders: `{{name|there}}` is `there` where nobody told their name. */
export const fill = (text: string, { agent, department, name }: Occasion): string => fillIn(text, { name, agent, department });

/** Whether it has a placeholder that nobody would fill in, and the visitor would read. */
export const hasSlip = ({ text }: Pick<Words, 'text'>): boolean => strangersIn(text, ['name', 'agent', 'department']).slips.length > 0;

/** As it is compared: however it was typed. */
export const bare = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

interface Bare {
  readonly short: string;
  readonly name: string;
  readonly text: string;
}
/** For as long as somebody knows the reply: it is compared at every key that is typed. */
const bares = new WeakMap<Words, Bare>();

function bareOf(words: Words): Bare {
  const made = bares.get(words) ?? { short: bare(words.shortcut), name: bare(words.title), text: bare(words.text) };
  bares.set(words, made);
  return made;
}

/** How well it goes with what was typed, 0 the best; null where a word of it stands nowhere. */
function rankOf(words: Words, query: string): number | null {
  const { name, short, text } = bareOf(words);
  if (query === '' || short === query) return 0;
  if (short.startsWith(query)) return 1;
  if (name.startsWith(query)) return 2;
  const parts = query.split(/\s+/u);
  if (parts.every((part) => name.includes(part) || short.includes(part))) return 3;
  return parts.every((part) => name.includes(part) || text.includes(part)) ? 4 : null;
}

/** So many are offered to who has mistyped. */
const MOST_NEAR = 5;

/** Those that somebody may have meant whose word goes with none, the nearest first: `/thnks` is `/thanks`. Short words are near to too many. */
export function nearest(replies: readonly Reply[], typed: string): readonly Reply[] {
  const query = bare(typed);
  if (query.length < 3 || /\s/u.test(query)) return [];
  const most = query.length > 4 ? 2 : 1;
  return replies.map((reply) => ({ reply, slips: Math.min(...[bareOf(reply).short, bareOf(reply).name].map((word) => slipsBetween(query, word, most))) }))
    .filter(({ slips }) => slips <= most).sort((a, b) => a.slips - b.slips || b.reply.uses - a.reply.uses).slice(0, MOST_NEAR).map(({ reply }) => reply);
}

const { compare: byTitle } = new Intl.Collator();

/** Those that go with what was typed: the best first, of equals what is used most. */
export function search(replies: readonly Reply[], typed: string): readonly Reply[] {
  const query = bare(typed.replace(/^\//, ''));
  return replies.flatMap((reply) => {
    const rank = rankOf(reply, query);
    return rank === null ? [] : [{ reply, rank }];
  }).sort((a, b) => a.rank - b.rank || b.reply.uses - a.reply.uses || byTitle(a.reply.title, b.reply.title)).map(({ reply }) => reply);
}

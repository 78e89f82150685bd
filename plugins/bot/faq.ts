import { z } from 'parlor/plugin';
import { routeOf } from './engine/script/template.ts';

export const MOST_REPLIES = 10;
/** Of a bot in all: entries, and UTF-16 units of their questions and replies. */
export const MOST_ENTRIES = 20_000;
export const MOST_CHARACTERS = 20_000_000;
/** Similar questions of one entry. */
export const MOST_SIMILAR = 200;

const question = z.string().trim().min(1).max(500);

/** A question, its like, and what is answered. */
export const faq = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  post: question,
  similar: z.array(question).max(MOST_SIMILAR),
  /** Several: one after the other. */
  replies: z.array(z.string().trim().min(1).max(4_000)).min(1).max(MOST_REPLIES),
  /** Of each reply, where they are not all plain: clients of the API show them so. */
  formats: z.array(z.enum(['plain', 'html'])).max(MOST_REPLIES).optional(),
  enabled: z.boolean(),
  categories: z.array(z.string().trim().min(1).max(60)).max(10),
});

export type Faq = Readonly<z.output<typeof faq>>;

const TAGS = /<[^<>]{1,500}>/g;
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&nbsp;': ' ', '&amp;': '&' };
const ENTITY = new RegExp(Object.keys(ENTITIES).join('|'), 'g');

/** Its replies as people read them: of HTML the text, and of a way into the scripts nothing. */
export function spoken({ formats = [], replies }: Pick<Faq, 'formats' | 'replies'>): readonly string[] {
  return replies.flatMap((reply, index) => {
    if (routeOf(reply) !== null) return [];
    const text = formats[index] === 'html' ? reply.replaceAll(/<br *\/?>|<\/(?:p|div|li)>/g, '\n').replaceAll(TAGS, '').replaceAll(ENTITY, (entity) => ENTITIES[entity] ?? entity).trim() : reply;
    return text === '' ? [] : [text];
  });
}

/** Whether a bot that knows these has room for others, which may take the places of their like. What is too much already may become less. */
export function hasRoom(known: ReadonlyMap<string, Faq>, more: readonly Faq[]): boolean {
  const before = [...known.values()].reduce((sum, entry) => sum + charactersOf(entry), 0);
  let [characters, count] = [before, known.size];
  for (const entry of more) {
    const replaced = known.get(entry.id);
    characters += charactersOf(entry) - (replaced === undefined ? 0 : charactersOf(replaced));
    if (replaced === undefined) count++;
  }
  return count <= Math.max(MOST_ENTRIES, known.size) && characters <= Math.max(MOST_CHARACTERS, before);
}

function charactersOf({ post, replies, similar }: Faq): number {
  let sum = post.length;
  for (const text of similar) sum += text.length;
  for (const text of replies) sum += text.length;
  return sum;
}

import { z } from 'parlor/plugin';
import { routeOf } from './engine/script/template.ts';

export const MOST_REPLIES = 10;
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
  /** How often it was the answer. */
  asked: z.number().int().min(0),
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

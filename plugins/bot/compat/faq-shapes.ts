import { createHash } from 'node:crypto';
import { z } from 'parlor/plugin';
import { MOST_REPLIES, type Faq } from '../faq.ts';

/** As the API has a reply. One that is switched off, or has nothing to say, is not kept. */
const reply = z.object({
  rtype: z.string().max(20).default('plain'),
  enabled: z.boolean().default(true),
  content: z.string().max(4_000).default(''),
  /** Of a link. */
  title: z.string().max(500).default(''),
  url: z.string().max(2_000).default(''),
});

export const replies = z.array(reply).max(MOST_REPLIES).transform((all) => all.filter(({ enabled }) => enabled).map(readReply).filter(({ text }) => text !== '')).refine((all) => all.length > 0, 'a reply that is enabled is needed');

function readReply({ content, rtype, title, url }: z.output<typeof reply>): { readonly text: string; readonly format: 'plain' | 'html' } {
  const text = rtype === 'hyperlink' ? `${title} ${url}` : content;
  return { text: text.trim(), format: rtype === 'html' ? 'html' : 'plain' };
}

/** What an entry keeps of replies. */
export function repliesFrom(given: z.output<typeof replies>): Pick<Faq, 'replies' | 'formats'> {
  return { replies: given.map(({ text }) => text), formats: given.some(({ format }) => format === 'html') ? given.map(({ format }) => format) : undefined };
}

export const repliesOf = ({ formats, replies: texts }: Faq) => texts.map((content, index) => ({ rtype: formats?.[index] ?? 'plain', content, enabled: true }));

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Another one for other replies: whoever sends it with a change has seen what is changed. */
export const replyLastUpdateOf = ({ formats, replies: texts }: Faq): string => digest(JSON.stringify([texts, formats])).slice(0, 16);

/** A similar question is known by its text. */
export const extendIdOf = (post: string): string => digest(post).slice(0, 16);

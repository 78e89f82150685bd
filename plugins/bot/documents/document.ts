import { z } from 'parlor/plugin';
import { rows } from '../library.ts';
import type { Own } from '../own.ts';

type Data = Pick<Own, 'data'>;

/** UTF-16 units of one, and of all that a bot has; how many it has. */
export const MOST_TEXT = 100_000;
export const MOST_IN_ALL = 500_000;
export const MOST_DOCUMENTS = 300;

const isLink = (text: string): boolean => text === '' || /^https?:$/.test(URL.parse(text)?.protocol ?? '');

/** Something written that a model may answer from. */
export const document = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  title: z.string().trim().min(1).max(200),
  /** Where visitors can read it: then an answer names it as its source. Empty: agents alone see that it was one. */
  url: z.string().trim().max(500).refine(isLink, 'a link').default(''),
  /** Plain, or Markdown. */
  text: z.string().trim().min(1).max(MOST_TEXT),
  /** When it came in, ms since the epoch. */
  at: z.number(),
});

export type Document = Readonly<z.output<typeof document>>;

const keyOf = (bot: string, id: string): string => `document:${bot}:${id}`;

/** Every document of a bot, a page at a time. */
export async function* documentsOf(ctx: Data, bot: string): AsyncGenerator<readonly Document[]> {
  for await (const page of rows(ctx, `document:${bot}:`)) yield page.map(({ value }) => document.parse(value));
}

export const documentOf = async ({ data }: Data, bot: string, id: string): Promise<Document | undefined> => document.safeParse(await data.get(keyOf(bot, id))).data;
export const putDocument = ({ data }: Data, bot: string, kept: Document): Promise<void> => data.set(keyOf(bot, kept.id), kept);
export const dropDocument = ({ data }: Data, bot: string, id: string): Promise<void> => data.delete(keyOf(bot, id));

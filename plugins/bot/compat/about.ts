import { z } from 'parlor/plugin';
import type { Own } from '../own.ts';
import type { Profile } from '../profile.ts';

type Data = Pick<Own, 'data'>;

/** What only clients of the API know of a bot. */
const about = z.object({
  description: z.string().default(''),
  logo: z.string().default(''),
  /** As in `zh_CN`; it is more than the two languages that the bot's own words are in. */
  primaryLanguage: z.string().default(''),
  createdAt: z.string().default(''),
});

export type About = Readonly<z.output<typeof about>>;

export const aboutOf = async ({ data }: Data, bot: string): Promise<About> => about.parse((await data.get(`about:${bot}`)) ?? {});

export const keepAbout = async ({ data }: Data, bot: string, kept: About): Promise<void> => data.set(`about:${bot}`, kept);

/** Of its own words. */
export const languageOf = (primaryLanguage: string): Profile['language'] => (/^zh/i.test(primaryLanguage) ? 'zh-CN' : 'en');

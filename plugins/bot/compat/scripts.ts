import { z } from 'parlor/plugin';
import type { BotScripts } from '../engine/script/archive.ts';
import type { Own } from '../own.ts';
import type { Profile } from '../profile.ts';
import { keepValue } from './room.ts';

type Data = Pick<Own, 'data'>;

const stored: z.ZodType<BotScripts> = z.object({
  name: z.string(),
  language: z.string(),
  topics: z.array(z.object({ name: z.string(), enabled: z.boolean(), source: z.string() })),
  plugin: z.string(),
  config: z.record(z.string(), z.string()),
  settings: z.record(z.string(), z.unknown()),
});

/** Undefined for a bot without scripts. */
export const scriptsOf = async ({ data }: Data, bot: string): Promise<BotScripts | undefined> => stored.safeParse(await data.get(`scripts:${bot}`)).data;

export const keepScripts = (ctx: Data, bot: string, scripts: BotScripts): Promise<void> => keepValue(ctx, `scripts:${bot}`, scripts, 'The archive');

/** Those of a bot that has none. */
export const noScripts = ({ language, name }: Profile): BotScripts => ({ name, language: language.replace('-', '_'), topics: [], plugin: '', config: {}, settings: {} });

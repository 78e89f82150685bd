import { z } from 'parlor/plugin';
import type { BotScripts } from '../engine/script/archive.ts';
import { bot as storedBot } from '../library.ts';
import type { Own } from '../own.ts';
import type { Profile } from '../profile.ts';
import type { Lanes } from './lanes.ts';
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

const keyOf = (bot: string): string => `scripts:${bot}`;

/** Undefined for a bot without scripts. */
export const scriptsOf = async ({ data }: Data, bot: string): Promise<BotScripts | undefined> => stored.safeParse(await data.get(keyOf(bot))).data;

/**
 * The only way to change a bot's scripts, for the page and for the API alike: they are written whole. `change` is alone with
 * them until it ends, or begins again where another node was faster; who keeps others settles the bot. Null where there is no such bot.
 */
export function changeScripts<T>(ctx: Data, bot: string, lanes: Lanes, change: (known: BotScripts, keep: (scripts: BotScripts) => Promise<void>) => Promise<T>): Promise<T | null> {
  const key = keyOf(bot);
  return lanes.change(ctx, key, async (own) => {
    const [there, known] = await Promise.all([storedBot(ctx, bot), scriptsOf(own, bot)]);
    return there === undefined ? null : change(known ?? noScripts(there.profile), (scripts) => keepValue(own, key, scripts, 'The archive'));
  });
}

/** Those of a bot that has none. */
export const noScripts = ({ language, name }: Profile): BotScripts => ({ name, language: language.replace('-', '_'), topics: [], plugin: '', config: {}, settings: {} });

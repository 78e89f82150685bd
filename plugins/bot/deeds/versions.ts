import { z } from 'parlor/plugin';
import { changesBetween, type IntentChange } from '../compat/changes.ts';
import { goBack, putLive } from '../compat/put-live.ts';
import { taughtNow, type Taught } from '../compat/taught.ts';
import { liveOf, taughtIn, versionOf, versionsOf } from '../compat/versions.ts';
import type { Own } from '../own.ts';
import { MOST_TEXT, ofBot, pieceOf, within, type Deeds } from './deed.ts';

const number = z.number().int().min(1);

export const versionsAsked = {
  'version.list': ofBot,
  'version.put': ofBot,
  'version.live': ofBot.extend({ version: number }),
  /** From a version to another one, or to what is written now. */
  'version.changes': ofBot.extend({ from: number, to: z.union([number, z.literal('now')]) }),
} as const;

/** Utterances of an intent that are told of. */
const MOST_QUOTED = 20;

export const versionDeeds: Deeds<typeof versionsAsked> = {
  'version.list': (ctx, { bot }, around) => within(ctx, bot, around, async () => {
    const [all, live] = await Promise.all([versionsOf(ctx, bot), liveOf(ctx, bot)]);
    return { live, versions: all.map(({ accuracy, at, by, changes, intents, number: each, utterances }) => ({ number: each, at, by, intents, utterances, accuracy, changes })) };
  }),
  'version.put': (ctx, { bot }, around, by) => within(ctx, bot, around, () => around.lanes.run(`version:${bot}`, async () => {
    const put = await putLive(ctx, bot, by, Date.now());
    around.brains.lookAgain(bot);
    return typeof put === 'string' ? { refused: put } : { number: put };
  })),
  'version.live': (ctx, { bot, version }, around) => within(ctx, bot, around, () => around.lanes.run(`version:${bot}`, async () => {
    const there = await goBack(ctx, bot, version);
    around.brains.lookAgain(bot);
    return there ? true : null;
  })),
  'version.changes': (ctx, { bot, from, to }, around) => within(ctx, bot, around, async () => {
    const [before, after] = await Promise.all([taughtOf(ctx, bot, from), to === 'now' ? taughtNow(ctx, bot) : taughtOf(ctx, bot, to)]);
    if (before === undefined || after === undefined) return null;
    const { dictionaries, intents } = changesBetween(before, after);
    const { next, rows } = pieceOf(intents.map(quoted), 0, MOST_TEXT / 2);
    return { intents: rows, left: next === null ? 0 : intents.length - next, dictionaries };
  }),
};

async function taughtOf(ctx: Own, bot: string, version: number): Promise<Taught | undefined> {
  const there = await versionOf(ctx, bot, version);
  return there && taughtIn(ctx, bot, there);
}

const quoted = ({ added, removed, ...change }: IntentChange) => ({ ...change, added: { count: added.length, first: added.slice(0, MOST_QUOTED) }, removed: { count: removed.length, first: removed.slice(0, MOST_QUOTED) } });

import { bot as storedBot, clearRows } from '../library.ts';
import type { Own } from '../own.ts';
import { changesBetween, countsOf } from './changes.ts';
import { digest, fingerprint, taughtNow } from './taught.ts';
import { trainingOf } from './training.ts';
import { clearUnused, dropVersion, keepLive, keepVersion, liveOf, taughtIn, trimVersions, versionOf, versionsOf } from './versions.ts';

/** Nothing is learned yet; or what is written is not what was learned and tried. */
export type NotLive = 'stale' | 'untrained';

/**
 * Makes the working copy the version that chats are answered by, once it is trained as it is written. Answers with its number: that of an
 * earlier one where nothing is different. What other nodes do meanwhile leaves a version with its model, or none.
 */
export async function putLive(ctx: Own, bot: string, by: string, now: number): Promise<number | NotLive> {
  const [all, training, versions, live] = await Promise.all([taughtNow(ctx, bot), trainingOf(ctx, bot, now), versionsOf(ctx, bot), liveOf(ctx, bot)]);
  if (training === undefined || training.training === 0) return 'untrained';
  if (training.of !== fingerprint(all)) return 'stale';
  const before = versions.find(({ number }) => number === live);
  const made = { digest: digest(all), number: (versions[0]?.number ?? 0) + 1 };
  const same = versions.find((each) => each.digest === made.digest);
  if (same !== undefined && (await goBack(ctx, bot, same.number))) return same.number;
  const { accuracy, intents, pieces, training: trained, utterances } = training;
  // One that is damaged stands in nobody's way.
  const was = before && (await taughtIn(ctx, bot, before).catch(() => undefined));
  const changes = was === undefined ? null : countsOf(changesBetween(was, all));
  await keepVersion(ctx, bot, { ...made, at: now, by, training: trained, pieces, intents, utterances, accuracy, changes }, all);
  // Who has learned anew before the version was there has dropped that model.
  if ((await trainingOf(ctx, bot, now))?.training !== trained) {
    await dropVersion(ctx, bot, made.number);
    return 'stale';
  }
  await keepLive(ctx, bot, made.number);
  await trimVersions(ctx, bot);
  await clearUnused(ctx, bot, [trained, training.startedAt], now);
  // Nothing comes back of a bot that was removed meanwhile.
  if ((await storedBot(ctx, bot)) === undefined) {
    await keepLive(ctx, bot, null);
    for (const kind of ['version', 'taught']) await clearRows(ctx, `${kind}:${bot}:`);
  }
  return made.number;
}

/** Makes a version live that was so before. Whether there is one. */
export async function goBack(ctx: Own, bot: string, number: number): Promise<boolean> {
  const [live, there] = await Promise.all([liveOf(ctx, bot), versionOf(ctx, bot, number)]);
  if (there === undefined) return false;
  await keepLive(ctx, bot, number);
  const [kept, owner] = await Promise.all([versionOf(ctx, bot, number), storedBot(ctx, bot)]);
  if (kept !== undefined && owner !== undefined) return true;
  // Another node has taken away the version just now, to make room, or the bot.
  await keepLive(ctx, bot, owner === undefined ? null : live);
  return false;
}

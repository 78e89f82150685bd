import { z } from 'parlor/plugin';
import { trainingOf } from '../compat/training.ts';
import { calibrate, type Sample } from '../engine/faq/calibrate.ts';
import type { Own } from '../own.ts';
import { correctionsOf, type Correction } from '../record/corrections.ts';
import { dateOf, dayAt, daysOf, sum, type Day } from '../record/days.ts';
import { outcomeOf, partOf } from '../record/said.ts';
import { ignore, unansweredOf } from '../record/unanswered.ts';
import { MOST_TEXT, ofBot, pieceOf, within, type Around, type Deeds } from './deed.ts';

const days = z.number().int().min(1).max(90);

export const statisticsAsked = {
  'unanswered.list': ofBot.extend({ days }),
  'unanswered.ignore': ofBot.extend({ questions: z.array(z.string().max(500)).min(1).max(200), ignored: z.boolean() }),
  'statistics.look': ofBot.extend({ days }),
  'calibration.look': ofBot,
} as const;

const DAY_MS = 86_400_000;
const MOST_CLUSTERS = 60;
const MOST_MEMBERS = 25;
const MOST_TOP = 10;
const CALIBRATED_DAYS = 90;

export const statisticsDeeds: Deeds<typeof statisticsAsked> = {
  // It reads much: once at a time.
  'unanswered.list': (ctx, { bot, days: back }, around) => within(ctx, bot, around, (brain) => around.lanes.run(`unanswered:${bot}`, async () => {
    const { clusters, complete } = await unansweredOf(ctx, around.records, bot, brain, Date.now() - back * DAY_MS);
    const shown = clusters.slice(0, MOST_CLUSTERS).map(({ members, times }) => ({
      name: members[0]?.question ?? '', times, questions: members.length, at: Math.max(...members.map(({ at }) => at)),
      members: members.slice(0, MOST_MEMBERS).map(({ conversation, question, times: each }) => ({ conversation, question, times: each })),
    }));
    const { rows } = pieceOf(shown, 0, MOST_TEXT / 2);
    return { clusters: rows, more: clusters.length - rows.length, complete };
  })),
  'unanswered.ignore': (ctx, { bot, ignored, questions }, around) => within(ctx, bot, around, () => around.lanes.change(ctx, `ignored:${bot}`, async (own) => {
    await ignore(own, bot, questions, ignored);
    return true;
  })),
  'statistics.look': (ctx, { bot, days: back }, around) => within(ctx, bot, around, async (brain) => {
    const now = Date.now();
    const { timeZone } = brain.profile.hours;
    const [counted, corrections, training] = await Promise.all([countedOf(ctx, bot, around, dayAt(now - (back - 1) * DAY_MS, timeZone)), correctionsOf(ctx, bot), trainingOf(ctx, bot, now)]);
    const byDate = Map.groupBy(counted, ([key]) => dateOf(key));
    const { entries, unused: _unused, used: _used, ...total } = sum(counted.map(([, each]) => each));
    const top = Object.entries(entries).sort(([, a], [, b]) => b - a).flatMap(([id, times]) => (brain.entries.has(id) ? [{ id, times, post: brain.entries.get(id)?.post ?? '' }] : [])).slice(0, MOST_TOP);
    return {
      total: { ...total, by: byPart(total.by) }, top,
      days: Array.from({ length: back }, (_, place) => {
        const date = dayAt(now - (back - 1 - place) * DAY_MS, timeZone);
        const { by, chats, handed, resolved } = sum((byDate.get(date) ?? []).map(([, each]) => each));
        return { date, ...outcomesOf(by), chats, resolved, handed: Object.values(handed).reduce((all, times) => all + times, 0) };
      }),
      accuracy: training?.accuracy ?? null,
      confusions: training?.confusions ?? [],
      corrected: correctedOf([...corrections.values()]),
    };
  }),
  'calibration.look': (ctx, { bot }, around) => within(ctx, bot, around, async ({ profile: { best, hours: { timeZone }, suggest } }) => {
    const [counted, corrections] = await Promise.all([countedOf(ctx, bot, around, dayAt(Date.now() - CALIBRATED_DAYS * DAY_MS, timeZone)), correctionsOf(ctx, bot)]);
    return { proposal: calibrate([...judged(sum(counted.map(([, each]) => each))), ...[...corrections.values()].flatMap(verdictsOf)], { best, suggest }) };
  }),
};

/** What is stored, and what this node has in memory in its place. */
async function countedOf(ctx: Own, bot: string, { records }: Pick<Around, 'records'>, from: string): Promise<readonly (readonly [string, Day])[]> {
  const counted = new Map([...await daysOf(ctx, bot, from), ...[...records.held(bot).days].filter(([key]) => dateOf(key) >= from)]);
  return [...counted];
}

function outcomesOf(by: Day['by']): { readonly answered: number; readonly asked: number; readonly unknown: number } {
  const times = { answered: 0, asked: 0, unknown: 0 };
  for (const [part, count] of Object.entries(by)) {
    const outcome = outcomeOf(part);
    if (outcome !== null) times[outcome] += count;
  }
  return times;
}

function byPart(by: Day['by']): Day['by'] {
  const times: Record<string, number> = {};
  for (const [part, count] of Object.entries(by)) times[partOf(part)] = (times[partOf(part)] ?? 0) + count;
  return times;
}

const judged = ({ unused, used }: Day): readonly Sample[] => [
  ...Object.entries(used).map(([percent, times]) => ({ score: Number(percent) / 100, right: times, wrong: 0 })),
  ...Object.entries(unused).map(([percent, times]) => ({ score: Number(percent) / 100, right: 0, wrong: times })),
];

/** What was nearest and not meant was wrong; what was meant was right, as near as it had come. */
function verdictsOf({ entry, score, was }: Correction): readonly Sample[] {
  const wrong = was.score === null || (entry !== null && was.entry === entry) ? [] : [{ score: was.score, right: 0, wrong: 1 }];
  return score === null || score === was.score ? wrong : [...wrong, { score, right: 1, wrong: 0 }];
}

/** Which parts were wrong how often, the most first. */
function correctedOf(corrections: readonly Correction[]) {
  const byPart = Map.groupBy(corrections, ({ was }) => (was.of === '' ? was.by : `${was.by} ${was.of}`));
  return [...byPart.values()].map((all) => ({ by: all[0]?.was.by ?? '', of: all[0]?.was.of ?? '', times: all.length, none: all.filter(({ entry }) => entry === null).length })).sort((a, b) => b.times - a.times).slice(0, MOST_TOP);
}

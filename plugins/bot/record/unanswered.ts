import { z } from 'parlor/plugin';
import type { Brain } from '../brain.ts';
import { clusterOf, type Asked } from '../engine/faq/clusters.ts';
import { normalize } from '../engine/text/normalize.ts';
import type { Own } from '../own.ts';
import { slices } from '../slices.ts';
import { correctionsOf } from './corrections.ts';
import { historyOf, type Cursor } from './history.ts';
import type { Records } from './record.ts';
import { isUnknown, nameOf } from './said.ts';

type Data = Pick<Own, 'data'>;

/** Questions that nobody wants an answer to, as they are compared. */
const ignored = z.array(z.string());
const MOST_IGNORED = 2_000;
/** Questions that are grouped, the newest ones. */
const MOST_QUESTIONS = 1_500;
const PAGE = 500;
/** How long the record is read for, ms. */
const READS_MS = 2_000;

export interface Unanswered extends Asked {
  /** Ms: when it was asked last, and where. */
  readonly at: number;
  readonly conversation: string;
  /** An entry that answered, though it was not meant. */
  readonly wrong: string | null;
}

const ignoredOf = async ({ data }: Data, bot: string): Promise<readonly string[]> => ignored.safeParse(await data.get(`ignored:${bot}`)).data ?? [];

/** The oldest make room. */
export async function ignore({ data }: Data, bot: string, questions: readonly string[], isIgnored: boolean): Promise<void> {
  const given = questions.map(normalize);
  const rest = (await ignoredOf({ data }, bot)).filter((each) => !given.includes(each));
  await data.set(`ignored:${bot}`, (isIgnored ? [...rest, ...given] : rest).slice(-MOST_IGNORED));
}

/** What nothing was known to, and still nothing is: grouped by what it is about. */
export async function unansweredOf(ctx: Data, records: Records, bot: string, brain: Brain, since: number) {
  const rest = slices();
  const [corrections, left] = await Promise.all([correctionsOf(ctx, bot), ignoredOf(ctx, bot)]);
  const passed = new Set(left);
  const found = new Map<string, Unanswered>();
  const began = performance.now();
  let after: Cursor | null = null;
  let complete = true;
  do {
    const page: Awaited<ReturnType<typeof historyOf>> = await historyOf(ctx, records, bot, {
      since, after, most: PAGE,
      is: (turn) => {
        const corrected = corrections.get(nameOf(turn));
        return turn.role !== 'assists' && turn.question !== '' && (corrected === undefined ? isUnknown(turn) : corrected.entry === null);
      },
    });
    for (const row of page.rows) {
      const { at, conversation, question } = row;
      const key = normalize(question);
      const known = found.get(key);
      if (passed.has(key)) continue;
      if (known !== undefined) found.set(key, { ...known, times: known.times + 1 });
      else if (found.size < MOST_QUESTIONS) found.set(key, { question, times: 1, at, conversation, wrong: corrections.get(nameOf(row))?.was.entry ?? null });
      else complete = false;
    }
    after = page.next;
    await rest();
    if (performance.now() - began > READS_MS && after !== null) {
      complete = false;
      break;
    }
  } while (after !== null);
  const open: Unanswered[] = [];
  for (const each of found.values()) {
    await rest();
    const [first] = brain.search.search(each.question, 1);
    if (first === undefined || first.score < brain.profile.best || first.id === each.wrong) open.push(each);
  }
  return { clusters: await clusterOf(brain.tokenizer, open, rest), complete };
}

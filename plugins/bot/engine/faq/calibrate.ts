/** How often what had this similarity was right, and how often it was not. */
export interface Sample {
  /** 0 to 1. */
  readonly score: number;
  readonly right: number;
  readonly wrong: number;
}

export interface Thresholds {
  readonly best: number;
  readonly suggest: number;
}

export interface Calibration extends Thresholds {
  /** Verdicts that it rests on. */
  readonly samples: number;
  /** Of what it would answer by itself: how many of the verdicts, and how many of them right. As it is, and as proposed. */
  readonly current: Share;
  readonly proposed: Share;
}

export interface Share {
  readonly answered: number;
  readonly right: number;
}

/** Fewer verdicts tell nothing. */
export const LEAST_SAMPLES = 20;
/** Of what is answered so much is to be right; and of what is offered to choose from. */
const RIGHT = 0.9;
const USEFUL = 0.5;
/** What a form takes. */
const [LEAST_BEST, LEAST_SUGGEST, MOST] = [30, 10, 100];
/** What differs less is no change worth a thought, percent. */
const SAME = 2;
/** 0.57 * 100 is less than 57. */
const EPSILON = 1e-6;

/**
 * Thresholds by what was right before: the lowest similarity of something right from which on so much was. A verdict more on each side keeps a
 * few of them from deciding. Null where there are too few verdicts, or nothing to change.
 */
export function calibrate(samples: readonly Sample[], current: Thresholds): Calibration | null {
  const verdicts = shareOf(samples, 0).answered;
  if (verdicts < LEAST_SAMPLES) return null;
  const [nowBest, nowSuggest] = [Math.round(current.best * 100), Math.round(current.suggest * 100)];
  const fitting = lowest(samples, LEAST_BEST, RIGHT) ?? MOST;
  const best = isSame(samples, fitting, nowBest) ? nowBest : fitting;
  const asked = samples.filter(({ score }) => score * 100 < best);
  // Where nobody has judged anything, nothing is known to be better.
  const suggest = Math.min(best, lowest(asked, LEAST_SUGGEST, USEFUL) ?? (shareOf(asked, current.suggest).answered === 0 ? nowSuggest : best));
  if (Math.abs(best - nowBest) < SAME && Math.abs(suggest - nowSuggest) < SAME) return null;
  return { best: best / 100, suggest: suggest / 100, samples: verdicts, current: shareOf(samples, current.best), proposed: shareOf(samples, best / 100) };
}

/** Nothing that was judged lies between them: one is as good as the other. */
const isSame = (samples: readonly Sample[], a: number, b: number): boolean => shareOf(samples, a / 100).answered === shareOf(samples, b / 100).answered;

/** Percent; null where there is none. */
function lowest(samples: readonly Sample[], from: number, share: number): number | null {
  const candidates = samples.filter(({ right }) => right > 0).map(({ score }) => Math.floor(score * 100 + EPSILON)).filter((percent) => percent >= from);
  const good = candidates.filter((percent) => {
    const { answered, right } = shareOf(samples, percent / 100);
    return (right + 1) / (answered + 2) >= share;
  });
  return good.length === 0 ? null : Math.min(...good);
}

function shareOf(samples: readonly Sample[], threshold: number): Share {
  let [answered, right] = [0, 0];
  for (const each of samples) {
    if (each.score < threshold) continue;
    answered += each.right + each.wrong;
    right += each.right;
  }
  return { answered, right };
}

import type { Features } from './features.ts';
import { isSeen, lengthsOf, type View, type Views } from './views.ts';

/** Vectors of utterances, one after the other: those of `i` lie from `starts[i]` to `starts[i + 1]`; places in no order, and the weight at each. `squares`: of each the sum of its squared weights. */
export interface Vectors {
  readonly starts: Int32Array;
  readonly at: Int32Array;
  readonly weights: Float32Array;
  readonly squares: Float64Array;
}

/** An utterance as a vector; `known`: by kind, the share of its features that the space knows, 0 to 1; where it has none, of all that is looked at. */
export interface Placed {
  readonly at: readonly number[];
  readonly weights: readonly number[];
  readonly known: readonly number[];
}

/** Utterances as vectors: how often a feature occurs, and how rare it is (TF-IDF, sub-linear, smoothed); how long the part of each kind is, the views say. */
export class Space {
  /** Features in ascending order; the place of one is its index. */
  readonly hashes: Uint32Array;
  readonly rarity: Float32Array;
  readonly views: Views;

  constructor(hashes: Uint32Array, rarity: Float32Array, views: Views) {
    this.hashes = hashes;
    this.rarity = rarity;
    this.views = views;
  }

  /** Learns which features there are: those in so many utterances at least, and `most` in all. */
  static of(utterances: readonly Features[], views: Views, least: number, most: number): Space {
    const counts = new Map<number, number>();
    for (const features of utterances) {
      for (const [kind, { hashes }] of features.entries()) if (isSeen(views, kind)) for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
    }
    let kept = [...counts];
    for (let enough = least; enough === least || kept.length > most; enough++) kept = kept.filter(([, count]) => count >= enough);
    kept.sort(([a], [b]) => a - b);
    return new Space(Uint32Array.from(kept, ([hash]) => hash), Float32Array.from(kept, ([, count]) => Math.log((1 + utterances.length) / (1 + count)) + 1), views);
  }

  get size(): number {
    return this.hashes.length;
  }

  /** `views`: only what these look at; default all. */
  place(features: Features, views: Views = this.views): Placed {
    const at: number[] = [];
    const weights: number[] = [];
    const lengths = lengthsOf(features, views);
    const shares = features.map(({ hashes, times }, kind) => {
      const share = { all: 0, seen: 0 };
      const length = lengths[kind] ?? 0;
      if (length === 0) return share;
      const from = weights.length;
      let square = 0;
      for (let i = 0; i < hashes.length; i++) {
        const count = times[i] as number; // as many as hashes
        share.all += count;
        const place = this.#find(hashes[i] as number);
        if (place < 0) continue;
        share.seen += count;
        const weight = (1 + Math.log(count)) * (this.rarity[place] as number); // of a place that was found
        at.push(place);
        weights.push(weight);
        square += weight * weight;
      }
      const scale = square === 0 ? 0 : length / Math.sqrt(square);
      for (let i = from; i < weights.length; i++) weights[i] = (weights[i] as number) * scale;
      return share;
    });
    return { at, weights, known: knownOf(shares) };
  }

  /** As one of the views sees them. */
  vectors(utterances: readonly Features[], view: View): Vectors {
    const placed = utterances.map((features) => this.place(features, [view]));
    const starts = new Int32Array(placed.length + 1);
    for (const [i, { at }] of placed.entries()) starts[i + 1] = (starts[i] as number) + at.length;
    const at = new Int32Array(starts.at(-1) ?? 0);
    const weights = new Float32Array(at.length);
    for (const [i, each] of placed.entries()) {
      at.set(each.at, starts[i]);
      weights.set(each.weights, starts[i]);
    }
    const squares = Float64Array.from(placed, (each) => each.weights.reduce((sum, weight) => sum + weight * weight, 0));
    return { starts, at, weights, squares };
  }

  /** Place of a feature, or -1. Hashes are spread evenly: the search begins where it should be. */
  #find(hash: number): number {
    const { hashes } = this;
    let low = 0;
    let high = hashes.length - 1;
    let from = 0;
    let to = 0x1_0000_0000;
    while (low <= high) {
      const guess = Math.min(high, low + Math.floor(((hash - from) / (to - from)) * (high - low + 1)));
      const found = hashes[guess] as number; // between low and high
      if (found === hash) return guess;
      if (found < hash) {
        low = guess + 1;
        from = found;
      } else {
        high = guess - 1;
        to = found;
      }
      // What lies outside of the bounds is not there.
      if (hash <= from || hash >= to) return -1;
    }
    return -1;
  }
}

interface Share {
  readonly all: number;
  readonly seen: number;
}

function knownOf(shares: readonly Share[]): readonly number[] {
  const total = shares.reduce((sum, { all, seen }) => ({ all: sum.all + all, seen: sum.seen + seen }));
  return shares.map((share) => {
    const { all, seen } = share.all === 0 ? total : share;
    return all === 0 ? 0 : seen / all;
  });
}

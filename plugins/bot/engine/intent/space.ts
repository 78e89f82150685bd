import type { Features } from './features.ts';

/** Vectors of utterances, one after the other: those of `i` lie from `starts[i]` to `starts[i + 1]`; places in no order, and the weight at each. */
export interface Vectors {
  readonly starts: Int32Array;
  readonly at: Int32Array;
  readonly weights: Float32Array;
}

/** An utterance as a vector; `known`: by kind, the share of its features that the space knows, 0 to 1. */
export interface Placed {
  readonly at: readonly number[];
  readonly weights: readonly number[];
  readonly known: readonly number[];
}

/** Utterances as vectors: how often a feature occurs, and how rare it is (TF-IDF, sub-linear, smoothed); each kind has the same length. */
export class Space {
  /** Features in ascending order; the place of one is its index. */
  readonly hashes: Uint32Array;
  readonly rarity: Float32Array;

  constructor(hashes: Uint32Array, rarity: Float32Array) {
    this.hashes = hashes;
    this.rarity = rarity;
  }

  /** Learns which features there are: those in so many utterances at least, and `most` in all. */
  static of(utterances: readonly Features[], least: number, most: number): Space {
    const counts = new Map<number, number>();
    for (const features of utterances) for (const hash of new Set(features.flat())) counts.set(hash, (counts.get(hash) ?? 0) + 1);
    let kept = [...counts];
    for (let enough = least; enough === least || kept.length > most; enough++) kept = kept.filter(([, count]) => count >= enough);
    kept.sort(([a], [b]) => a - b);
    return new Space(Uint32Array.from(kept, ([hash]) => hash), Float32Array.from(kept, ([, count]) => Math.log((1 + utterances.length) / (1 + count)) + 1));
  }

  get size(): number {
    return this.hashes.length;
  }

  place(features: Features): Placed {
    const at: number[] = [];
    const weights: number[] = [];
    const known: number[] = [];
    const kinds = features.filter(({ length }) => length > 0).length;
    for (const hashes of features) {
      const counts = new Map<number, number>();
      let seen = 0;
      for (const hash of hashes) {
        const place = this.#find(hash);
        if (place < 0) continue;
        seen++;
        counts.set(place, (counts.get(place) ?? 0) + 1);
      }
      known.push(hashes.length === 0 ? 0 : seen / hashes.length);
      const from = weights.length;
      let square = 0;
      for (const [place, count] of counts) {
        const weight = (1 + Math.log(count)) * (this.rarity[place] as number); // of a place that was found
        at.push(place);
        weights.push(weight);
        square += weight * weight;
      }
      const scale = square === 0 ? 0 : 1 / Math.sqrt(square * kinds);
      for (let i = from; i < weights.length; i++) weights[i] = (weights[i] as number) * scale;
    }
    return { at, weights, known };
  }

  vectors(utterances: readonly Features[]): Vectors {
    const placed = utterances.map((features) => this.place(features));
    const starts = new Int32Array(placed.length + 1);
    for (const [i, { at }] of placed.entries()) starts[i + 1] = (starts[i] as number) + at.length;
    const at = new Int32Array(starts.at(-1) ?? 0);
    const weights = new Float32Array(at.length);
    for (const [i, each] of placed.entries()) {
      at.set(each.at, starts[i]);
      weights.set(each.weights, starts[i]);
    }
    return { starts, at, weights };
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

import type { Features } from './features.ts';

/** What is looked at, and how much of a vector's length each kind of features takes (see features.ts); of 0 nothing is looked at. */
export type View = readonly number[];

/** Words first: what tells intents apart in most bots. */
const WORDS: View = [1, 1, 1, 0];
/** Characters first: for short utterances, with few of each intent. */
const CHARACTERS: View = [1, 3, 3, 0];
/** As it was said, words, marks and characters in one measure. */
const SURFACE: View = [0, 0, 0, 1];

/** Views whose margins are averaged: what one of them misses another one sees. No two look at the same kind. */
export type Views = readonly View[];

export const BY_WORDS: Views = [WORDS];
export const BY_CHARACTERS: Views = [CHARACTERS, SURFACE];
/** Nothing but the surface: where there is little to learn from, what is chosen for its meaning misleads. */
export const BY_SURFACE: Views = [SURFACE];

export const isSeen = (views: Views, kind: number): boolean => views.some((view) => (view[kind] ?? 0) > 0);

/** By kind, how long its part of a vector is, 0 where it has no features; in each view all parts together have the length of 1. */
export function lengthsOf(features: Features, views: Views): readonly number[] {
  return features.map(({ hashes }, kind) => {
    const view = views.find((each) => (each[kind] ?? 0) > 0);
    if (view === undefined || hashes.length === 0) return 0;
    const sum = features.reduce((all, each, other) => all + (each.hashes.length > 0 ? (view[other] ?? 0) : 0), 0);
    return Math.sqrt((view[kind] ?? 0) / sum);
  });
}

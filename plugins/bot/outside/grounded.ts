import { hostsOf, leadsIn } from './leads.ts';
import type { Passage } from './passages.ts';
import { plain, withoutThought } from './plain.ts';
import { UNKNOWN } from './prompt.ts';

/**
 * Why what a model wrote is not said. `unknown`: by its own account it does not know; `uncited`: no passage that it was given
 * stands behind it; `foreign`: it leads where no passage does; `cut`: it was cut off; `long`, `empty`.
 */
const FLAWS = ['unknown', 'uncited', 'foreign', 'cut', 'long', 'empty'] as const;
export type Flaw = (typeof FLAWS)[number];

export interface Grounded {
  /** With the numbers of `shown` in brackets, and no others. */
  readonly text: string;
  /** Numbers of the passages that it cites. */
  readonly cited: readonly number[];
  /** Those of them that visitors can read, each document once, in the order of their marks. */
  readonly shown: readonly Pick<Passage, 'title' | 'url'>[];
}

/** UTF-16 units: of what is looked at, and of what is left of it as plain text. */
const MOST_WRITTEN = 20_000;
const MOST_ANSWER = 2_000;
const CITED = /\s*[[【［]\^?\s*(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\s*[\]】］](?!\()/g;

/** What a model wrote, held to what it was given. `strict`: without a source it is no answer. What it says is never anything but words. */
export function grounded(written: string, passages: readonly Passage[], { isCut, question, strict }: { readonly isCut: boolean; readonly question: string; readonly strict: boolean }): Grounded | Flaw {
  if (isCut) return 'cut';
  const answer = withoutThought(written);
  if (answer.length > MOST_WRITTEN) return 'long';
  const text = plain(answer);
  if (text.includes(UNKNOWN)) return 'unknown';
  if (text.length > MOST_ANSWER) return 'long';
  const byNumber = new Map(passages.map((passage) => [passage.n, passage]));
  const cited = new Set<number>();
  const shown = new Map<string, Passage>();
  const said = text.replaceAll(CITED, (_mark, list: string) => {
    const marks = new Set<number>();
    for (const passage of list.split(/\D+/).flatMap((n) => byNumber.get(Number(n)) ?? [])) {
      cited.add(passage.n);
      if (passage.url === '') continue;
      if (!shown.has(passage.id)) shown.set(passage.id, passage);
      marks.add([...shown.keys()].indexOf(passage.id) + 1);
    }
    return marks.size === 0 ? '' : ` ${[...marks].map((mark) => `[${mark}]`).join('')}`;
  }).replaceAll(/ +(?=[.,;:!?。，；：！？]|$)/gm, '').trim();
  if (said.replaceAll(/\[\d+\]|[\s\p{P}]/gu, '') === '') return 'empty';
  if (strict && cited.size === 0) return 'uncited';
  return leadsElsewhere(said, passages, question) ? 'foreign' : { text: said, cited: [...cited].sort((a, b) => a - b), shown: [...shown.values()].map(({ title, url }) => ({ title, url })) };
}

/** A number of the question may be said again: whoever asked knows it. */
function leadsElsewhere(said: string, passages: readonly Passage[], question: string): boolean {
  const { numbers, places } = leadsIn(said);
  if (numbers.size === 0 && places.size === 0) return false;
  const known = leadsIn(passages.map(({ text, title, url }) => `${title}\n${text}\n${url}`).join('\n'));
  const mayBeNamed = new Set([...known.places, ...hostsOf(known)]);
  const mayBeDialled = new Set([...known.numbers, ...leadsIn(question).numbers]);
  return [...places].some((place) => !mayBeNamed.has(place)) || [...numbers].some((number) => !mayBeDialled.has(number));
}

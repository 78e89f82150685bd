import type { Tokenizer, Word } from '../text/words.ts';
import { FaqSearch } from './search.ts';
import { COMMON } from './terms.ts';

/** A question, and how often it was asked. */
export interface Asked {
  readonly question: string;
  readonly times: number;
}

export interface Cluster<A extends Asked> {
  /** The most central one first: it names the cluster. Then by how near they are to it. */
  readonly members: readonly A[];
  readonly times: number;
}

/** From here on two questions are about the same: below what an answer needs, so that what was put quite otherwise joins. */
const ALIKE = 0.45;
const NEIGHBOURS = 24;
/** Questions without an answer are often about one thing. */
const ELSEWHERE = 1_000;
/** Words that ask, and say nothing of what about, as they are compared. */
const ASKING = new Set('how what where when why who which any some need know find get make much many 怎么 怎么样 怎样 如何 什么 哪里 哪儿 哪 哪个 多少 几 为什么 有没有 能不能 可不可以 是不是 没有 不 需要 帮 帮我'.split(' '));

/**
 * Groups questions that are about the same, by the words and the similarity that the search uses. Greedy: whichever has the most asked
 * around it takes its neighbours along, then the next of the rest. The same for the same questions in whatever order; `rest` is waited for
 * between small pieces of work. Questions are to differ.
 */
export async function clusterOf<A extends Asked>(tokenizer: Tokenizer, asked: readonly A[], rest: () => Promise<void> = async () => {}): Promise<readonly Cluster<A>[]> {
  const all = asked.toSorted((a, b) => b.times - a.times || (a.question < b.question ? -1 : 1));
  const search = new FaqSearch({ words: (text) => about(tokenizer.words(text)) }, [], ELSEWHERE);
  for (const [place, { question }] of all.entries()) {
    await rest();
    search.set({ id: String(place), post: question, similar: [], enabled: true, categories: [] });
  }
  const near: { readonly place: number; readonly score: number }[][] = [];
  for (const { question } of all) {
    await rest();
    near.push(search.search(question, NEIGHBOURS).filter(({ score }) => score >= ALIKE).map(({ id, score }) => ({ place: Number(id), score })));
  }
  const free = new Set(all.keys());
  /** Of those that are free, how much is asked around one. Grows smaller only. */
  const weightOf = (place: number): number => (near[place] ?? []).reduce((sum, each) => sum + (free.has(each.place) ? each.score * (all[each.place]?.times ?? 0) : 0), 0);
  const queue = [...all.keys()].map((place) => ({ place, weight: weightOf(place) })).sort(byWeight);
  const clusters: Cluster<A>[] = [];
  for (let first = queue.shift(); first !== undefined; first = queue.shift()) {
    if (!free.has(first.place)) continue;
    await rest();
    const weight = weightOf(first.place);
    const next = queue.find(({ place }) => free.has(place));
    // Its neighbours were taken meanwhile: it waits for its turn.
    if (next !== undefined && weight < next.weight) {
      const later = queue.findIndex((each) => byWeight(each, { place: first?.place ?? 0, weight }) > 0);
      queue.splice(later < 0 ? queue.length : later, 0, { place: first.place, weight });
      continue;
    }
    const taken = [first.place, ...(near[first.place] ?? []).map(({ place }) => place).filter((place) => place !== first.place && free.has(place))];
    for (const place of taken) free.delete(place);
    const members = taken.flatMap((place) => all[place] ?? []);
    clusters.push({ members, times: members.reduce((sum, { times }) => sum + times, 0) });
  }
  return clusters.sort((a, b) => b.times - a.times || ((a.members[0]?.question ?? '') < (b.members[0]?.question ?? '') ? -1 : 1));
}

/** What a question is about: without the words that any question may have. */
function about(words: readonly Word[]): readonly Word[] {
  const rest = words.filter(({ key }) => !COMMON.has(key) && !ASKING.has(key));
  return rest.length === 0 ? words : rest;
}

const byWeight = (a: { readonly place: number; readonly weight: number }, b: typeof a): number => b.weight - a.weight || a.place - b.place;

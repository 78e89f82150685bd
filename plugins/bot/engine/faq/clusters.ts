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
const ALIKE = 0.43;
const NEIGHBOURS = 24;
/** Questions without an answer are often about one thing. */
const ELSEWHERE = 1_000;
/** Words that ask, and say nothing of what about, as they are compared. */
const ASKING = new Set('how what where when why who which any some need know find get make much many 怎么 怎么样 怎样 如何 什么 哪里 哪儿 哪 哪个 多少 几 为什么 有没有 能不能 可不可以 是不是 没有 不 需要 帮 帮我'.split(' '));

/**
 * Groups questions that are about the same, by the words and the similarity that the search uses. Greedy: whichever has the most asked
 * around it takes its neighbours along, then the next that is left. The same for the same questions in whatever order; `rest` is waited for
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
    near.push(search.alike(question, NEIGHBOURS).filter(({ score }) => score >= ALIKE).map(({ id, score }) => ({ place: Number(id), score })));
  }
  /** How much is asked around each, itself included. */
  const weights = near.map((neighbours) => neighbours.reduce((sum, { place, score }) => sum + score * (all[place]?.times ?? 0), 0));
  const central = [...all.keys()].sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
  const free = new Set(all.keys());
  const clusters: Cluster<A>[] = [];
  for (const first of central) {
    if (!free.has(first)) continue;
    const taken = [first, ...(near[first] ?? []).map(({ place }) => place).filter((place) => place !== first && free.has(place))];
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

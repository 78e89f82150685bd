import type { Word } from '../text/words.ts';

/** What questions are made of: words, characters and pairs of them, letters in threes. */
export interface Term {
  readonly name: string;
  /** How much it counts besides how rare it is. */
  readonly weight: number;
  /** Slots of the questions that have it. */
  readonly slots: number[];
  /** How many entries have a question that has it. */
  topics: number;
}

/** Each term of a question and how much of it there is. */
export type Terms = ReadonlyMap<Term, number>;

/** Words that a question has whatever it is about, as they are compared. They are no more than a hint. */
export const COMMON: ReadonlySet<string> = new Set([
  ...'的 了 吗 呢 吧 啊 呀 么 是 有 在 我 你 您 他 她 它 我们 你们 他们 这 那 这个 那个 就 也 都 还 和 与 或 请 请问 一下 一个 想 要 会 能 可以 给 把 被 让 对 到 从 去 来 说'.split(' '),
  ...'a an the is ar am be wa were do doe did to of in on for at by with from and or i you it me my your we our thi that there can could would will shall should pleas have ha had'.split(' '),
]);
const HINT = 0.3;
const WORD = 1;
const PAIR = 0.6;
const CHARACTER = 0.3;
const LETTERS = 0.25;
/** Letters in a row: a typing error leaves most of them. */
const ROW = 3;

/** The terms of an index: each once, while a question has it. */
export class Lexicon {
  readonly #terms = new Map<string, Term>();

  /** `keep`: terms that are new join the lexicon. */
  termsOf(words: readonly Word[], keep: boolean): Terms {
    const terms = new Map<Term, number>();
    const unknown = new Map<string, Term>();
    const add = (name: string, weight: number): void => {
      let term = this.#terms.get(name) ?? unknown.get(name);
      if (term === undefined) {
        term = { name, weight, slots: [], topics: 0 };
        (keep ? this.#terms : unknown).set(name, term);
      }
      terms.set(term, (terms.get(term) ?? 0) + 1);
    };
    let before = '';
    for (const { han, key } of words) {
      add(`w${key}`, COMMON.has(key) ? HINT : WORD);
      if (han) {
        for (const character of key) {
          add(`1${character}`, COMMON.has(character) ? CHARACTER * HINT : CHARACTER);
          if (before !== '') add(`2${before}${character}`, PAIR);
          before = character;
        }
      } else {
        before = '';
        const edged = ` ${key} `;
        for (let i = 0; i + ROW <= edged.length; i++) add(`3${edged.slice(i, i + ROW)}`, LETTERS);
      }
    }
    return terms;
  }

  /** No question has it any more. */
  forget({ name }: Term): void {
    this.#terms.delete(name);
  }
}

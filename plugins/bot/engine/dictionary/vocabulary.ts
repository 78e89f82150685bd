import type { Span } from './pattern.ts';

export interface VocabularyWord {
  readonly word: string;
  readonly synonyms: readonly string[];
}

/** A word of a vocabulary in a text. `value` is the word itself, also where a synonym was said. */
export interface Mention extends Span {
  readonly value: string;
}

interface Branch {
  readonly next: Map<number, Branch>;
  value?: string;
}

/** Longer ones are no words. Also bounds what a search costs: this much for each character of a text. */
const MOST_LENGTH = 100;
const JOINED = /[\p{L}\p{M}\p{N}_]/u;
const HAN = /\p{Script=Han}/u;

/** Case and width make no difference; the length stays, so that places in the text stay true. */
export function fold(text: string): string {
  let folded = '';
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const narrow = code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code === 0x3000 ? 32 : code;
    const lower = String.fromCharCode(narrow).toLowerCase();
    folded += lower.length === 1 ? lower : String.fromCharCode(narrow);
  }
  return folded;
}

/** Words with synonyms, found in a text by a tree of their characters. */
export class Vocabulary {
  readonly #root: Branch = { next: new Map() };

  constructor(words: Iterable<VocabularyWord> = []) {
    for (const word of words) this.#add(word);
  }

  /** Of many words: `rest` is waited for between them. */
  static async inSlices(words: Iterable<VocabularyWord>, rest: () => Promise<void>): Promise<Vocabulary> {
    const vocabulary = new Vocabulary();
    for (const word of words) {
      await rest();
      vocabulary.#add(word);
    }
    return vocabulary;
  }

  /** From left to right, the longest at each place; a word of letters only where it stands alone. */
  find(text: string): readonly Mention[] {
    const folded = fold(text);
    const mentions: Mention[] = [];
    for (let from = 0; from < folded.length;) {
      const mention = this.#longestAt(folded, from);
      if (mention !== undefined) mentions.push(mention);
      from = mention?.to ?? from + 1;
    }
    return mentions;
  }

  #longestAt(folded: string, from: number): Mention | undefined {
    let longest: Mention | undefined;
    if (splitsWord(folded, from)) return undefined;
    let branch: Branch | undefined = this.#root;
    for (let to = from; branch !== undefined; branch = branch.next.get(folded.charCodeAt(to++))) {
      if (branch.value !== undefined && !splitsWord(folded, to)) longest = { from, to, value: branch.value };
    }
    return longest;
  }

  #add({ synonyms, word }: VocabularyWord): void {
    for (const each of [word, ...synonyms]) this.#spell(each, word);
  }

  #spell(spelling: string, value: string): void {
    const folded = fold(spelling.trim());
    if (folded === '' || folded.length > MOST_LENGTH) return;
    let branch = this.#root;
    for (let at = 0; at < folded.length; at++) {
      const code = folded.charCodeAt(at);
      let next = branch.next.get(code);
      if (next === undefined) branch.next.set(code, (next = { next: new Map() }));
      branch = next;
    }
    branch.value ??= value;
  }
}

/** Letters on both sides, of a script that writes blanks between words. */
export function splitsWord(text: string, at: number): boolean {
  const [before, after] = [text.charAt(at - 1), text.charAt(at)];
  return JOINED.test(before) && JOINED.test(after) && !HAN.test(before) && !HAN.test(after);
}

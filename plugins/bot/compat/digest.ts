import type { Tokenizer } from '../engine/text/words.ts';

/** UTF-16 units that are read of a text. */
const MOST_TEXT = 20_000;
const MOST_SENTENCES = 500;
/** Nouns, verbs and what is not Chinese; single characters say little. */
const TELLING = /^(?:n|v|eng)/;
const SENTENCE = /[^。！？!?\n]+[。！？!?]*|\n/gu;
const SLICE = 1_000;

/** The words that a text has most of, at most so many. */
export function keywords(text: string, most: number, tokenizer: Tokenizer): readonly string[] {
  return [...countOf(text, tokenizer)].sort((a, b) => b[1] - a[1]).slice(0, most).map(([word]) => word);
}

/** The sentences that have most of its telling words for their length, in the order of the text. */
export function digest(text: string, most: number, tokenizer: Tokenizer): readonly string[] {
  const counts = countOf(text, tokenizer);
  const sentences = Array.from(text.slice(0, MOST_TEXT).matchAll(SENTENCE), ([sentence], place) => ({ sentence: sentence.trim(), place })).filter(({ sentence }) => sentence !== '').slice(0, MOST_SENTENCES);
  const weighed = sentences.map(({ place, sentence }) => {
    const words = tellingOf(sentence, tokenizer);
    return { sentence, place, weight: words.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0) / Math.sqrt(words.length + 1) };
  });
  return weighed.sort((a, b) => b.weight - a.weight).slice(0, most).sort((a, b) => a.place - b.place).map(({ sentence }) => sentence);
}

function countOf(text: string, tokenizer: Tokenizer): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of tellingOf(text.slice(0, MOST_TEXT), tokenizer)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function tellingOf(text: string, tokenizer: Tokenizer): readonly string[] {
  const words: string[] = [];
  for (let from = 0; from < text.length; from += SLICE) {
    for (const { tag, word } of tokenizer.tagged(text.slice(from, from + SLICE))) if (TELLING.test(tag) && word.length > 1) words.push(word);
  }
  return words;
}
